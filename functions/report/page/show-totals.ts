import type { ReportHead } from "../../../statemachine/run-report.ts";
import type { Totals } from "../../../statemachine/run-summary.ts";
import { figure } from "../../notices/figures.ts";
import { element, placeOf } from "./element.ts";

interface TotalLine {
  readonly title: string;
  readonly of: (totals: Totals) => number;
  /** Whether the figure is a failure: above zero it is highlighted. */
  readonly isFailure?: boolean;
}

const lines: readonly TotalLine[] = [
  { title: "Accounts listed", of: ({ accounts }) => accounts.listed },
  { title: "Accounts evaluated", of: ({ accounts }) => accounts.evaluated },
  { title: "Accounts partly evaluated", of: ({ accounts }) => accounts.partlyEvaluated, isFailure: true },
  { title: "Accounts unreachable", of: ({ accounts }) => accounts.unreachable, isFailure: true },
  { title: "Accounts not onboarded yet", of: ({ accounts }) => accounts.notOnboarded },
  { title: "Accounts skipped", of: ({ accounts }) => accounts.skipped },
  { title: "Users", of: ({ users }) => users },
  { title: "Active keys", of: ({ activeKeys }) => activeKeys },
  { title: "Keys compliant", of: ({ compliantKeys }) => compliantKeys },
  { title: "Keys overdue", of: ({ overdueKeys }) => overdueKeys },
  { title: "Keys waiting to be deactivated", of: ({ waitingKeys }) => waitingKeys },
  { title: "Keys on hold", of: ({ onHoldKeys }) => onHoldKeys },
  { title: "Keys exempt", of: ({ exemptKeys }) => exemptKeys },
  { title: "Notices sent", of: ({ noticesSent }) => noticesSent },
  { title: "Notices not sent", of: ({ noticesFailed }) => noticesFailed, isFailure: true },
  { title: "Keys deactivated", of: ({ keysDeactivated }) => keysDeactivated },
  { title: "Deactivations failed", of: ({ deactivationsFailed }) => deactivationsFailed, isFailure: true },
  { title: "Users without a usable address", of: ({ usersWithoutEmail }) => usersWithoutEmail },
  { title: "Users without a known user type", of: ({ usersWithoutType }) => usersWithoutType },
];

const reportModeLines: readonly TotalLine[] = [
  { title: "Notices due in report mode", of: ({ wouldNotify }) => wouldNotify },
  { title: "Deactivations due in report mode", of: ({ wouldDeactivate }) => wouldDeactivate },
];

/** All figures of the run. Those of report mode only if some account is in report mode. */
export function showTotals({ run, totals }: ReportHead): void {
  const hasReportMode = run.mode === "report" || totals.wouldNotify + totals.wouldDeactivate > 0;
  const shown = hasReportMode ? [...lines, ...reportModeLines] : lines;
  const rows = shown.map(({ title, of, isFailure = false }) => {
    const value = of(totals);
    return element(
      "tr",
      isFailure && value > 0 ? { class: "grave" } : value === 0 ? { class: "none" } : {},
      element("th", { scope: "row" }, title),
      element("td", { class: "figure" }, figure(value)),
    );
  });
  placeOf("totals").append(
    element("table", { "aria-labelledby": "totals-title", class: "totals" }, element("tbody", {}, ...rows)),
  );
}
