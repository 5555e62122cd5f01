import type { Totals } from "../../../statemachine/contract.ts";
import type { RunReport } from "../../../statemachine/run-report.ts";

/** One figure of a run, and the same of the run before. */
export interface TotalLine {
  readonly title: string;
  readonly now: number;
  /** Absent where there is no run to compare with. */
  readonly before: number | undefined;
  /** Whether somebody has to do something about it. */
  readonly isGrave: boolean;
}

interface Figure {
  readonly title: string;
  readonly of: (totals: Totals) => number;
  /** What must not happen: any such figure above zero is grave. */
  readonly isFailure?: boolean;
  readonly only?: "ifAny";
}

const figures: readonly Figure[] = [
  { title: "Accounts listed", of: ({ accounts }) => accounts.listed },
  { title: "Accounts reached", of: ({ accounts }) => accounts.reached },
  { title: "Accounts not reached", of: ({ accounts }) => accounts.unreached, isFailure: true },
  { title: "Accounts not onboarded yet", of: ({ accounts }) => accounts.notOnboarded },
  { title: "Accounts left out", of: ({ accounts }) => accounts.leftOut },
  { title: "Users", of: ({ users }) => users },
  { title: "Keys", of: ({ keys }) => keys },
  { title: "Active keys", of: ({ activeKeys }) => activeKeys },
  { title: "Notices sent", of: ({ noticesSent }) => noticesSent },
  { title: "Notices not sent", of: ({ noticesFailed }) => noticesFailed, isFailure: true },
  { title: "Keys deactivated", of: ({ keysDeactivated }) => keysDeactivated },
  { title: "Deactivations failed", of: ({ deactivationsFailed }) => deactivationsFailed, isFailure: true },
  { title: "Keys withheld", of: ({ keysWithheld }) => keysWithheld },
  { title: "Keys exempt", of: ({ keysExempt }) => keysExempt },
  { title: "Notices due in report mode", of: ({ wouldNotify }) => wouldNotify, only: "ifAny" },
  { title: "Deactivations due in report mode", of: ({ wouldDeactivate }) => wouldDeactivate, only: "ifAny" },
];

/** The figures of a run beside those of the last one; report mode's own only where some account is in it. */
export function totalLines({ run, totals, previous }: RunReport): TotalLine[] {
  return figures
    .map(({ title, of, isFailure = false, only }) => {
      const now = of(totals);
      const before = previous === undefined ? undefined : of(previous.totals);
      const isShown = only === undefined || run.mode === "report" || now > 0 || (before ?? 0) > 0;
      return { isShown, line: { title, now, before, isGrave: isFailure && now > 0 } };
    })
    .filter(({ isShown }) => isShown)
    .map(({ line }) => line);
}
