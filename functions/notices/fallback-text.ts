import type { FallbackReason } from "../domain/notice.ts";

/** Why the fallback contact gets a notice, as the part of a sentence that follows a colon. */
export function fallbackText(reasons: readonly FallbackReason[]): string {
  return reasons.map(textOf).join("; ");
}

/** The values found stay out of it: whoever writes a tag must not write into our mails. */
function textOf(reason: FallbackReason): string {
  switch (reason.code) {
    case "noEmailTag":
      return "it has no email tag";
    case "malformedAddress":
      return "an address in its email tag is malformed";
    case "outsideAllowedDomains":
      return "an address in its email tag is outside the allowed domains";
    case "tooManyAddresses":
      return `its email tag has more than ${reason.limit} addresses`;
    case "tagsUnreadable":
      return "its tags could not be read";
    case "ownersUnreachable":
      return "the notice reached none of the addresses in its email tag";
    case "ownersChangeOften":
      return "the addresses in its email tag change again and again";
  }
}
