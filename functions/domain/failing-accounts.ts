import { type Day, daysBetween } from "./calendar-day.ts";

/** An account in which every attempted deactivation failed, and the day on which that was seen first. */
export interface FailingAccount {
  readonly accountId: string;
  readonly since: Day;
}

/** What a run's deactivations led to, by account. Accounts in which it attempted none are in neither list. */
export interface Attempts {
  /** Every attempted deactivation failed. */
  readonly failed: readonly string[];
  /** At least one succeeded. */
  readonly succeeded: readonly string[];
}

/** After this many days the keys of a failing account come first again, because the cause may be fixed. */
const lastForDays = 7;

/**
 * The accounts whose keys come last in the plans after a run. A key that cannot be deactivated has the oldest named day
 * every day and would otherwise take the place of others.
 */
export function failingAfter(
  before: readonly FailingAccount[],
  { failed, succeeded }: Attempts,
  day: Day,
): FailingAccount[] {
  const kept = stillFailing(before, day).filter(({ accountId }) => !succeeded.includes(accountId));
  const known = new Set(kept.map(({ accountId }) => accountId));
  return [
    ...kept,
    ...failed
      .filter((accountId) => !known.has(accountId))
      .map((accountId): FailingAccount => ({ accountId, since: day })),
  ];
}

/** Those that still come last on a day. */
export function stillFailing(accounts: readonly FailingAccount[], day: Day): FailingAccount[] {
  return accounts.filter(({ since }) => daysBetween(since, day) < lastForDays);
}
