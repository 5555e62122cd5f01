import type { PlanEvent, PlanOutput } from "../../statemachine/plan.ts";
import type { AccountList } from "../../statemachine/run.ts";
import type { RunSummary } from "../../statemachine/run-summary.ts";

/** What the scheduler answers. */
export const accountList: AccountList = {
  run: {
    id: "daily-1",
    startedAt: "2026-11-23T08:00:00.000Z",
    day: "2026-11-23",
    mode: "enforce",
    scope: "organization",
    spreadOverDays: 20,
    mailRate: 14,
  },
  workList: { bucket: "curfew-runs", key: "runs/2026-11-23/daily-1/work-list.json" },
  skipped: { bucket: "curfew-runs", key: "runs/2026-11-23/daily-1/skipped.jsonl" },
  accounts: { listed: 2, skipped: 0 },
  mailsDigest: true,
  maxConcurrency: 100,
};

/** What the plan function answers to an event. */
export function planOutput(event: PlanEvent, keys: number): PlanOutput {
  const file = (name: string) => ({ bucket: "curfew-runs", key: `runs/2026-11-23/daily-1/${name}` });
  return {
    ...event,
    plan: {
      state: keys === 0 ? "nothingDue" : "deactivate",
      file: file("plan.json"),
      items: file("plan-items.json"),
      keys,
    },
  };
}

/** The part of a report function's answer that the state machine looks at. */
export type RunOutcome = Pick<RunSummary, "coverage" | "deactivations" | "cause">;

/** A run in which all went well. */
export const fine: RunOutcome = {
  coverage: "complete",
  deactivations: "accountedFor",
  cause: "All 2 accounts were evaluated.",
};
