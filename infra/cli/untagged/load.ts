import type { Account } from "../../../functions/domain/account.ts";
import { daysBetween } from "../../../functions/domain/calendar-day.ts";
import { recipientsOf } from "../../../functions/domain/recipients.ts";
import type { RecordedKey } from "../shared/run-facts.ts";

/** A user who lacks an address that may be notified, or a known user type. */
export interface UntaggedUser {
  readonly account: Account;
  readonly userName: string;
  readonly missing: readonly ("email" | "userType")[];
  /** The value of the email tag, where it has no address that may be notified. */
  readonly unusableEmail?: string | undefined;
  /** The value of the user type tag, where Curfew does not know it. */
  readonly unknownType?: string | undefined;
  /** How many active keys past the first stage they have, and the age of the oldest. */
  readonly keys: number;
  readonly oldestAge: number;
  /** The day on which the tags were read, which may be days before the run. */
  readonly tagsReadOn?: string | undefined;
}

/**
 * The users who lack an address that may be notified or a known user type, of those whose tags were read: Curfew reads
 * tags when a key reaches its first stage. The worker counts by the same rule, so the figures are those of the report.
 */
export function untaggedUsers(
  keys: readonly RecordedKey[],
  day: string,
  allowedDomains: readonly string[],
): UntaggedUser[] {
  const users = Map.groupBy(
    keys.filter(({ facts, isDeactivated }) => facts.status === "Active" && !isDeactivated),
    ({ account, facts }) => `${account.id} ${facts.userName}`,
  );
  return [...users.values()].flatMap((own): UntaggedUser[] => {
    const [first] = own.filter(({ facts }) => typeof facts.tags === "object");
    if (first === undefined || typeof first.facts.tags !== "object") return [];
    const { email, userType } = first.facts.tags;
    const hasAddress = recipientsOf(email, "", allowedDomains).owners.length > 0;
    const missing: ("email" | "userType")[] = [
      ...(hasAddress ? [] : ["email" as const]),
      ...(first.facts.userType === undefined ? ["userType" as const] : []),
    ];
    if (missing.length === 0) return [];
    const ages = own.map(({ facts }) => daysBetween(facts.createdOn, day));
    return [
      {
        account: first.account,
        userName: first.facts.userName,
        missing,
        unusableEmail: hasAddress ? undefined : email,
        unknownType: first.facts.userType === undefined ? userType : undefined,
        keys: own.length,
        oldestAge: Math.max(...ages),
        tagsReadOn: first.facts.tagsReadOn,
      },
    ];
  });
}
