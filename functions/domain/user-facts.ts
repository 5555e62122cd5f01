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
  const tagValue = (name: string) => tags.find((tag) => tag.key.toLowerCase() === name.toLowerCase())?.value;
  return {
    userType: userTypeOf(tagValue(rules.tagNames.userType), rules),
    recipients: recipientsOf(tagValue(rules.tagNames.email), rules.contacts.fallback, rules.allowedDomains),
    exemption: readExemption(tagValue(rules.tagNames.exempt), today),
  };
}

function userTypeOf(found: string | undefined, rules: AccountRules): UserFacts["userType"] {
  const written = found?.trim().toLowerCase();
  for (const [name, { tagValues }] of Object.entries(rules.userTypes)) {
    if (tagValues.some((value) => value.toLowerCase() === written)) return { known: true, name };
  }
  return { known: false, found };
}
