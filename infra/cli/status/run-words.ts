import { coverageIncomplete, deactivationsIncomplete, type RunRecord } from "../shared/run-records.ts";
import type { Look } from "../shared/terminal.ts";
import { count, duration } from "../shared/words.ts";

/** What a run covered, in a few characters: `all`, `1 account`, `2027-01-31`. */
export function scopeOf({ input }: Pick<RunRecord, "input">): string {
  if (input === undefined) return "?";
  const { accountIds, asOf } = input;
  if (asOf !== undefined) return asOf;
  return accountIds === undefined ? "all" : count(accountIds.length, "account");
}

/** How a run ended, in a word or two, and how that looks. */
export function resultOf(
  { status, error }: Pick<RunRecord, "status" | "error">,
  state?: string,
): { readonly text: string; readonly is?: Look } {
  if (error === coverageIncomplete || error === deactivationsIncomplete)
    return { text: "incomplete", is: "yellow" };
  if (status === "SUCCEEDED")
    return state === "awaitingApproval"
      ? { text: "needs approval", is: "yellow" }
      : { text: "complete", is: "green" };
  if (status === "RUNNING") return { text: "running" };
  return { text: status.toLowerCase().replace("_", " "), is: "red" };
}

/** How long a run took; nothing while it runs. */
export function took({ startedAt, endedAt }: Pick<RunRecord, "startedAt" | "endedAt">): string {
  return endedAt === undefined ? "" : duration(endedAt.getTime() - startedAt.getTime());
}
