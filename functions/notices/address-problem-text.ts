import type { AddressProblem } from "../domain/address-problems.ts";
import type { Reason } from "../domain/decision.ts";
import type { FallbackReason } from "../domain/notice.ts";
import { maxOwners } from "../domain/recipients.ts";
import { asFound, type Quote, reasonText, whatToDo } from "./reason-text.ts";

/** How a text about addresses names the email tag and the sender. */
export interface AddressWords {
  /** The key of the email tag. */
  readonly email: string;
  readonly displayName: string;
  /** For mails `quoted` of inert.ts, so that nobody can write a link into them. */
  readonly quote?: Quote;
}

/** Why the fallback contact gets a notice, as part of a sentence. */
export function fallbackText(
  reason: FallbackReason,
  { email, displayName, quote = asFound }: AddressWords,
): string {
  switch (reason.code) {
    case "noEmailTag":
      return `the IAM user has no tag “${email}”, so ${displayName} does not know the owner`;
    case "malformedAddress":
      return `the tag “${email}” of the IAM user is not a mail address (value found: ${quote(reason.found)})`;
    case "outsideAllowedDomains":
      return `the tag “${email}” of the IAM user names an address outside the allowed domains (value found: ${quote(reason.found)})`;
    case "tooManyAddresses":
      return `the tag “${email}” of the IAM user names more than ${reason.limit} addresses`;
    case "tagsUnreadable":
      return `${displayName} cannot read the tags of the IAM user`;
    case "ownersUnreachable": {
      const found = reason.addresses.map((address) => quote(address)).join(", ");
      return `mail to the owner did not arrive (the tag “${email}” names ${found})`;
    }
    case "ownersChangeOften":
      return `the tag “${email}” of the IAM user has changed often, so everybody concerned gets this mail`;
  }
}

/** A problem with the addresses for the notices about a key, as a sentence without a full stop. */
export function addressProblemText(problem: AddressProblem, email: string): string {
  return problem.code === "nobodyReached"
    ? reasonText(problem)
    : fallbackText(problem, { email, displayName: "Curfew" });
}

/** What somebody has to do about a key and the addresses for its notices. Nothing is said twice. */
export function everythingToDo(reason: Reason, problems: readonly AddressProblem[]): string[] {
  const texts = [whatToDo(reason), ...problems.map(addressToDo)];
  return [...new Set(texts.filter((text) => text !== undefined))];
}

function addressToDo(problem: AddressProblem): string | undefined {
  switch (problem.code) {
    case "noEmailTag":
      return "Set the user's email tag to the address of the key's owner.";
    case "malformedAddress":
      return "Correct the user's email tag.";
    case "outsideAllowedDomains":
      return "Correct the user's email tag, or add the domain to allowedDomains in settings.yaml.";
    case "tooManyAddresses":
      return `Name at most ${maxOwners} addresses in the user's email tag.`;
    case "tagsUnreadable":
      return whatToDo({ code: "tagsUnreadable" });
    case "ownersUnreachable":
      return whatToDo({ code: "ownerUnreachable", addresses: problem.addresses });
    case "nobodyReached":
      return whatToDo(problem);
    case "ownersChangeOften":
      return whatToDo({ code: "ownerChanged" });
  }
}
