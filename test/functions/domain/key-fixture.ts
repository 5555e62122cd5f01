import { addDays } from "../../../functions/domain/calendar-day.ts";
import type { KeyFacts } from "../../../functions/domain/key-facts.ts";
import { emptyHistory, type KeyHistory, type Restore } from "../../../functions/domain/key-history.ts";
import type { AccountRules } from "../../../functions/domain/policy.ts";
import { readUserFacts, type Tag } from "../../../functions/domain/user-facts.ts";
import { rules as article } from "./policy-fixture.ts";

/** The day the fixtures are judged on. */
export const today = "2026-11-23";

/** Tags as an object, for reading. */
export function tags(values: Readonly<Record<string, string>>): Tag[] {
  return Object.entries(values).map(([key, value]) => ({ key, value }));
}

/** A restore that keeps a key on until a day, that day included. */
export function restoredUntil(until: string): Restore {
  return {
    state: "done",
    on: addDays(until, -5),
    until,
    run: "manual-1",
    reason: "the new key does not work",
  };
}

/** What a key fixture may say otherwise. */
export interface KeyWishes {
  readonly age: number;
  readonly userType?: string | undefined;
  readonly email?: string;
  readonly exempt?: string;
  readonly status?: string;
  readonly history?: KeyHistory;
  readonly rules?: AccountRules;
}

/** The facts about an active employee's key of some age, or as wished. */
export function keyFacts({
  age,
  status = "Active",
  history = emptyHistory,
  rules = article(),
  ...user
}: KeyWishes): KeyFacts {
  const userType = "userType" in user ? user.userType : "employee";
  const written = tags({
    email: user.email ?? "jane@example.com",
    ...(userType === undefined ? {} : { UserType: userType }),
    ...(user.exempt === undefined ? {} : { CurfewExempt: user.exempt }),
  });
  return {
    key: { accessKeyId: "AKIAEXAMPLE1234WXYZ", userName: "jane", status, createdOn: addDays(today, -age) },
    user: readUserFacts(written, rules, today),
    history,
    rules,
    today,
  };
}

/** A history in which Jane was sent these notices, each so many days ago. */
export function told(notices: Readonly<Record<string, number>>, to = "jane@example.com"): KeyHistory {
  return {
    notices: Object.entries(notices).map(([id, daysAgo]) => {
      const on = addDays(today, -daysAgo);
      return { id, to, on, run: `run-${on}` };
    }),
  };
}
