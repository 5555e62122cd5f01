import type { Account } from "../../../functions/domain/account.ts";
import type { Decision } from "../../../functions/domain/decision.ts";
import type { AccountResult, KeyResult } from "../../../statemachine/account-result.ts";
import type { Run } from "../../../statemachine/contract.ts";

/** The run of all reports in these tests. */
export const run: Run = {
  id: "daily-1",
  startedAt: "2026-11-23T08:00:00.000Z",
  day: "2026-11-23",
  mode: "enforce",
};

/** An account; its number makes its id. */
export function account(number: number): Account {
  return { id: String(number).padStart(12, "0"), name: `Account ${number}`, path: ["r-a1b2"] };
}

/** What a key came to: by default one that is in time. */
export function keyResult(
  decision: Partial<Decision> = {},
  done: Partial<Omit<KeyResult, "decision">> = {},
): KeyResult {
  return {
    decision: {
      accessKeyId: "AKIAIOSFODNN7EXAMPLE",
      userName: "anna",
      age: 12,
      verdict: "inTime",
      reason: "12 days old, first notice on day 70",
      ...decision,
    },
    notices: [],
    ...done,
  };
}

/** What an account came to: by default it was enforced and has the keys of its results. */
export function accountResult(number: number, more: Partial<AccountResult> = {}): AccountResult {
  const results = more.results ?? [];
  return {
    run,
    account: account(number),
    mode: run.mode,
    outcome: "enforced",
    users: results.length,
    keys: results.length,
    activeKeys: results.length,
    results,
    problems: [],
    ...more,
  };
}
