import { addDays, type Day } from "../../functions/domain/calendar-day.ts";
import type { IamAccount } from "../../infra/sandbox/services/iam/iam-account.ts";
import { type PastTarget, recordPast } from "../support/recorded-past.ts";

/** How many users an account has, and the ages of their keys. No user has more than one key. */
export interface Population {
  readonly users: number;
  /** Users with a key, including those below. */
  readonly owners: number;
  /** Keys that reach day 70 on the given day. */
  readonly toWarn?: number;
  /** Keys that reach day 90 on the given day; their owners were notified on days 70 and 80. */
  readonly toDeactivate?: number;
  /** Keys that are 75 days old on the given day; their owners were notified on day 70. Nothing is due. */
  readonly notified?: number;
  /** Keys of machines that are 95 days old on the given day; the owners got every notice. Nothing is due. */
  readonly oldMachines?: number;
}

/**
 * Fills an account, and the ledger with what earlier runs sent. All other keys are 10 to 49 days old, so that nothing
 * becomes due by itself within the next days.
 * @param past its `today` is the day on which the keys reach the ages of the population
 */
export async function populate(iam: IamAccount, population: Population, past: PastTarget): Promise<void> {
  const { users, owners } = population;
  const keys = [];
  for (let index = 0; index < users; index += 1) {
    const userName = userNameOf(index);
    const { age, userType } = keyOf(index, population);
    const tags = [
      { key: "email", value: `${userName}@example.com` },
      { key: "UserType", value: userType },
    ];
    iam.createUser({
      userName,
      createdAt: noon(addDays(past.today, -400)),
      tags: tags.map(({ key, value }) => ({ Key: key, Value: value })),
    });
    if (index >= owners) continue;
    const createdOn = addDays(past.today, -age);
    const lastUsed = { at: noon(addDays(past.today, -3)), service: "s3" };
    const { accessKeyId } = iam.putAccessKey({ userName, createdAt: noon(createdOn), lastUsed });
    if (age > 70) keys.push({ accessKeyId, userName, createdOn, tags });
  }
  await recordPast(keys, past);
}

/** Keys with something due come first, so that small accounts have them too. */
function keyOf(index: number, population: Population): { age: number; userType: "employee" | "machine" } {
  const { toWarn = 0, toDeactivate = 0, notified = 0, oldMachines = 0 } = population;
  const groups = [
    { keys: toWarn, age: 70, userType: "employee" },
    { keys: toDeactivate, age: 90, userType: "employee" },
    { keys: notified, age: 75, userType: "employee" },
    { keys: oldMachines, age: 95, userType: "machine" },
  ] as const;
  let first = 0;
  for (const { keys, ...key } of groups) {
    if (index < first + keys) return key;
    first += keys;
  }
  return { age: 10 + (index % 40), userType: "employee" };
}

/** Names sort like their numbers. */
export function userNameOf(index: number): string {
  return `user-${String(index).padStart(5, "0")}`;
}

function noon(day: Day): Date {
  return new Date(`${day}T12:00:00Z`);
}
