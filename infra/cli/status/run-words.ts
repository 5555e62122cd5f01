import { coverageIncomplete, type RunRecord } from "../shared/run-records.ts";
import type { Look } from "../shared/terminal.ts";

/** What a run went over, in a few characters: `all`, `1 account`, `2027-01-31`, `3, 2027-01-31`, `1 key`. */
export function scopeOf({ input }: Pick<RunRecord, "input">): string {
  if (input === undefined) return "?";
  const { accountIds, asOf, restore } = input;
  if (restore !== undefined) return "1 key";
  if (accountIds === undefined) return asOf ?? "all";
  return asOf === undefined ? count(accountIds.length, "account") : `${accountIds.length}, ${asOf}`;
}

/** How a run ended, in a word, and how that looks. */
export function resultOf({ status, error, input }: Pick<RunRecord, "status" | "error" | "input">): {
  readonly text: string;
  readonly is?: Look;
} {
  if (status === "SUCCEEDED" && input?.restore !== undefined) return { text: "restored", is: "green" };
  if (status === "SUCCEEDED") return { text: "complete", is: "green" };
  if (error === coverageIncomplete) return { text: "incomplete", is: "yellow" };
  if (status === "RUNNING") return { text: "running" };
  return { text: status.toLowerCase().replace("_", " "), is: "red" };
}

/** How long a run took: `4 s`, `12 min`, `3.7 h`; nothing while it runs. */
export function took({ startedAt, endedAt }: Pick<RunRecord, "startedAt" | "endedAt">): string {
  if (endedAt === undefined) return "";
  const seconds = Math.max(1, Math.round((endedAt.getTime() - startedAt.getTime()) / 1000));
  if (seconds < 120) return `${seconds} s`;
  const minutes = Math.round(seconds / 60);
  return minutes < 120 ? `${minutes} min` : `${(seconds / 3600).toFixed(1)} h`;
}

/** `1 key`, `2 keys`. */
export function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? "" : "s"}`;
}
