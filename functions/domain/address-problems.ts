import { unreachableBy } from "./addressees.ts";
import type { Day } from "./calendar-day.ts";
import type { Reason } from "./decision.ts";
import { latestNotice } from "./final-warning.ts";
import type { KeyHistory } from "./key-history.ts";
import { type FallbackReason, sameNotice } from "./notice.ts";
import type { AccountRules } from "./policy.ts";
import { recipientsOf } from "./recipients.ts";
import type { UserTags } from "./user-facts.ts";

/** Why notices do not reach the owner of a key, or reach nobody. */
export type AddressProblem = FallbackReason | Extract<Reason, { readonly code: "nobodyReached" }>;

/** What the problems with a key's addresses depend on. */
export interface AddressFacts {
  readonly tags: UserTags;
  readonly history: KeyHistory;
  readonly rules: Pick<AccountRules, "contacts" | "allowedDomains">;
  readonly today: Day;
}

/**
 * What is wrong with the addresses for the notices about a key: missing or unusable ones in the email tag, and those that
 * the latest notice did not reach. A key may have such problems long before its deactivation is due and on hold for them.
 */
export function addressProblemsOf({ tags, history, rules, today }: AddressFacts): AddressProblem[] {
  if (typeof tags !== "object") return [];
  const recipients = recipientsOf(tags.email, rules.contacts.fallback, rules.allowedDomains);
  const { notices } = history;
  const latest = latestNotice(notices);
  if (latest === undefined) return [...recipients.fallbackReasons];
  const records = notices.filter(({ id }) => sameNotice(id, latest));
  const unreachable = unreachableBy(records, recipients, today);
  if (unreachable === undefined) return [...recipients.fallbackReasons];
  const { code, addresses } = unreachable;
  return [
    ...recipients.fallbackReasons,
    code === "nobodyReached" ? unreachable : { code: "ownersUnreachable", addresses },
  ];
}
