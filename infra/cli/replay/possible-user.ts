import type { Day } from "../../../functions/domain/calendar-day.ts";
import { readExemption } from "../../../functions/domain/exemption.ts";
import type { UserFacts } from "../../../functions/domain/user-facts.ts";

/** What a user's tags may say, as far as a run's decision tells. */
export type PossibleUser =
  | { readonly tags: "unreadable" }
  | {
      readonly tags: "readable";
      /** Name of a user type of the policy; `undefined` for a missing or unknown one. */
      readonly userType: string | undefined;
      /** Whether a user type tag was there, where it named no type. */
      readonly hasTypeTag: boolean;
      /** Whom the notices went to last; empty where none went to anybody that is known. */
      readonly recipients: readonly string[];
      /** The value of the exemption tag. */
      readonly exemptTag: string | undefined;
    };

/** Stands for recipients that nobody knows before the tags are read. */
const somebody = "somebody";

/** The facts that the rules would read from such a user's tags on a day. */
export function factsOn(user: PossibleUser, day: Day): UserFacts | "unreadable" {
  if (user.tags === "unreadable") return "unreadable";
  const { userType, hasTypeTag, recipients, exemptTag } = user;
  return {
    userType:
      userType === undefined
        ? { known: false, found: hasTypeTag ? "unknown" : undefined }
        : { known: true, name: userType },
    recipients: { to: recipients.length === 0 ? [somebody] : recipients },
    exemption: readExemption(exemptTag, day),
  };
}

/** Recipients as people may be told of them: nobody is called somebody. */
export function knownRecipients(to: readonly string[]): string[] {
  return to.filter((recipient) => recipient !== somebody);
}
