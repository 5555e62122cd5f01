import type { Day } from "./calendar-day.ts";
import { type Exemption, readExemption } from "./exemption.ts";
import type { AccountRules } from "./policy.ts";
import { type Recipients, recipientsOf } from "./recipients.ts";

/** A tag of an IAM user, as ListUserTags returns it. */
export interface Tag {
  readonly key: string;
  readonly value: string;
}

/**
 * The values of the three tags that the policy names, as found. They are recorded, so that nobody has to guess later.
 */
export interface FoundTags {
  readonly email?: string | undefined;
  readonly userType?: string | undefined;
  readonly exempt?: string | undefined;
}

/** What Curfew knows about a user's tags: their values, or that they were not needed, or could not be read. */
export type UserTags = FoundTags | "notRead" | "unreadable";

/** What the tags of a user mean under the rules of the account, on one day. */
export interface UserFacts {
  /** The name of a user type of the policy, or the value found if there is none. */
  readonly userType:
    | { readonly known: true; readonly name: string }
    | { readonly known: false; readonly found: string | undefined };
  readonly recipients: Recipients;
  readonly exemption: Exemption;
}

/**
 * Selects the tags that the policy names. Tag keys match in any case, because IAM keeps their case but does not
 * compare it (IAM user guide, id_tags). IAM allows no two tags of a user whose keys differ only in case. If there
 * were two, both values count, whatever their order: both addresses are notified,
 * and two user types count as unknown.
 */
export function findTags(tags: readonly Tag[], { tagNames }: Pick<AccountRules, "tagNames">): FoundTags {
  const valuesOf = (name: string) => {
    const values = tags
      .filter(({ key }) => key.toLowerCase() === name.toLowerCase())
      .map(({ value }) => value);
    return values.length === 0 ? undefined : [...new Set(values)].sort().join(" ");
  };
  return {
    email: valuesOf(tagNames.email),
    userType: valuesOf(tagNames.userType),
    exempt: valuesOf(tagNames.exempt),
  };
}

/** What a user's tags mean on a day. Values of the user type match in any case: the article itself writes both. */
export function readUserFacts(
  { email, userType, exempt }: FoundTags,
  rules: AccountRules,
  today: Day,
): UserFacts {
  return {
    userType: userTypeOf(userType, rules),
    recipients: recipientsOf(email, rules.contacts.fallback, rules.allowedDomains),
    exemption: readExemption(exempt, today, rules.maxExemptionDays),
  };
}

function userTypeOf(found: string | undefined, rules: AccountRules): UserFacts["userType"] {
  const written = found?.trim().toLowerCase();
  for (const [name, { tagValues }] of Object.entries(rules.userTypes)) {
    if (tagValues.some((value) => value.toLowerCase() === written)) return { known: true, name };
  }
  return { known: false, found };
}
