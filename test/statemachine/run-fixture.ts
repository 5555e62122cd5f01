import type { PlanEvent, PlanOutput } from "../../statemachine/plan.ts";
import type { AccountList } from "../../statemachine/run.ts";
import type { RunSummary } from "../../statemachine/run-summary.ts";

/** The scheduler's answer. */
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

/** The plan function's answer to an event. */
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

/** The part of the report function's answer that the state machine reads. */
export type RunOutcome = Pick<RunSummary, "coverage" | "deactivations" | "cause">;

/** A run in which everything went well. */
export const fine: RunOutcome = {
  coverage: "complete",
  deactivations: "accountedFor",
  cause: "All 2 accounts were evaluated.",
};
