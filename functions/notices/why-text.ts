import type { FallbackReason } from "../domain/notice.ts";
import { quoted } from "./inert.ts";
import { shownUser } from "./key-facts.ts";
import type { KeyNotice } from "./key-notice.ts";
import { type NoticeMailFrame, senderSentence } from "./mail-frame.ts";

/** Who writes, and why to this recipient: one or two sentences. */
export function whyText(
  { as, because = [], audience, userName }: KeyNotice,
  { rules, style }: NoticeMailFrame,
): string {
  const { email } = rules.tagNames;
  const sender = senderSentence(style);
  const user = shownUser(userName);
  switch (as) {
    case "owner": {
      const everyone =
        audience === "everyone"
          ? " Former owners and the fallback contact get this mail too, because the owner has changed often."
          : "";
      return `${sender} You get this mail because the “${email}” tag of the IAM user ${user} has your address.${everyone}`;
    }
    case "fallback":
      return `${sender} You get this mail as the fallback contact: ${because.map((reason) => fallbackText(reason, email, style.displayName)).join("; ")}.`;
    case "previousOwner":
      return `${sender} You get this mail because the “${email}” tag of the IAM user ${user} had your address before, and the owner has changed often.`;
    case "security":
      return `${sender} You get this mail as the security contact, who is notified of every restore.`;
  }
}

/** Why the fallback contact gets a notice, as part of a sentence. Text from tags is quoted and holds no link. */
function fallbackText(reason: FallbackReason, email: string, displayName: string): string {
  switch (reason.code) {
    case "noEmailTag":
      return `the IAM user has no tag “${email}”, so ${displayName} does not know the owner`;
    case "malformedAddress":
      return `the tag “${email}” of the IAM user is not a mail address (value found: ${quoted(reason.found)})`;
    case "outsideAllowedDomains":
      return `the tag “${email}” of the IAM user names an address outside the allowed domains (value found: ${quoted(reason.found)})`;
    case "tooManyAddresses":
      return `the tag “${email}” of the IAM user names more than ${reason.limit} addresses`;
    case "tagsUnreadable":
      return `${displayName} cannot read the tags of the IAM user`;
    case "ownersUnreachable": {
      const found = reason.addresses.map((address) => quoted(address)).join(", ");
      return `mail to the owner did not arrive (the tag “${email}” names ${found})`;
    }
    case "ownersChangeOften":
      return `the tag “${email}” of the IAM user has changed often, so everybody concerned gets this mail`;
  }
}
