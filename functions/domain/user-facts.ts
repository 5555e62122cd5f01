import type { Day } from "./calendar-day.ts";
import { type Exemption, readExemption } from "./exemption.ts";
import type { AccountRules } from "./policy.ts";
import { type Recipients, recipientsOf } from "./recipients.ts";

/** A tag of an IAM user, as ListUserTags gives it. */
export interface Tag {
  readonly key: string;
  readonly value: string;
}

/** What a user's tags say, read by the rules of the account. */
export interface UserFacts {
  /** The name of a user type of the policy, or why there is none. */
  readonly userType:
    | { readonly known: true; readonly name: string }
    | { readonly known: false; readonly found: string | undefined };
  readonly recipients: Recipients;
  readonly exemption: Exemption;
}

/**
 * Reads a user's tags. Tag keys count in any case, because IAM keeps their case but does not compare it
 * (IAM user guide, id_tags); values of the user type count in any case too, because the article itself
 * writes both `employee` and `Employee`.
 */
export function readUserFacts(tags: readonly Tag[], rules: AccountRules, today: Day): UserFacts {
  const tagValue = (name: string) => writtenValue(tags, name);
  return {
    userType: userTypeOf(tagValue(rules.tagNames.userType), rules),
    recipients: recipientsOf(tagValue(rules.tagNames.email), rules.contacts.fallback, rules.allowedDomains),
    exemption: readExemption(tagValue(rules.tagNames.exempt), today),
  };
}

/**
 * The value of a tag. IAM keeps no two tags of a user whose keys differ in case only; were there two all the same,
 * all they say counts, so that neither their order nor the first one decides: two addresses are both told, and two
 * user types are none.
 */
function writtenValue(tags: readonly Tag[], name: string): string | undefined {
  const values = tags.filter(({ key }) => key.toLowerCase() === name.toLowerCase()).map(({ value }) => value);
  return values.length === 0 ? undefined : [...new Set(values)].sort().join(" ");
}

function userTypeOf(found: string | undefined, rules: AccountRules): UserFacts["userType"] {
  const written = found?.trim().toLowerCase();
  for (const [name, { tagValues }] of Object.entries(rules.userTypes)) {
    if (tagValues.some((value) => value.toLowerCase() === written)) return { known: true, name };
  }
  return { known: false, found };
}
