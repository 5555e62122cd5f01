import type { Account } from "../../../functions/domain/account.ts";
import { daysBetween } from "../../../functions/domain/calendar-day.ts";
import type { RecordedKey } from "../shared/run-facts.ts";

/** A user who lacks an address or a user type. */
export interface UntaggedUser {
  readonly account: Account;
  readonly userName: string;
  readonly missing: readonly ("email" | "userType")[];
  /** The value of the user type tag, where Curfew does not know it. */
  readonly unknownType?: string | undefined;
  /** How many active keys past the first stage they have, and the age of the oldest. */
  readonly keys: number;
  readonly oldestAge: number;
}

/**
 * The users who lack an address or a known user type, of those whose tags were read: Curfew reads tags when a key
 * reaches its first stage. In the order of the account results.
 */
export function untaggedUsers(keys: readonly RecordedKey[], day: string): UntaggedUser[] {
  const users = Map.groupBy(
    keys.filter(({ facts, isDeactivated }) => facts.status === "Active" && !isDeactivated),
    ({ account, facts }) => `${account.id} ${facts.userName}`,
  );
  return [...users.values()].flatMap((own): UntaggedUser[] => {
    const [first] = own.filter(({ facts }) => typeof facts.tags === "object");
    if (first === undefined || typeof first.facts.tags !== "object") return [];
    const { email, userType } = first.facts.tags;
    const missing: ("email" | "userType")[] = [
      ...(email === undefined || email.trim() === "" ? ["email" as const] : []),
      ...(first.facts.userType === undefined ? ["userType" as const] : []),
    ];
    if (missing.length === 0) return [];
    const ages = own.map(({ facts }) => daysBetween(facts.createdOn, day));
    return [
      {
        account: first.account,
        userName: first.facts.userName,
        missing,
        unknownType: first.facts.userType === undefined ? userType : undefined,
        keys: own.length,
        oldestAge: Math.max(...ages),
      },
    ];
  });
}
