import { isInDomains, isMailAddress } from "./mail-address.ts";

/** Where the notices about a user's keys go. Never nobody. */
export interface Recipients {
  /** At least one address, lower case, no two the same. */
  readonly to: readonly string[];
  /** Why the fallback contact is among them, in words for the mail; absent where it is not needed. */
  readonly fallbackReason?: string;
}

/**
 * Reads the value of the email tag. Several addresses are separated by spaces or colons: IAM allows
 * neither comma nor semicolon in a tag value (IAM API reference, Tag), and a colon is in no address.
 * Whatever is missing, malformed or outside the allowed domains is replaced by the fallback contact.
 */
export function recipientsOf(
  emailTag: string | undefined,
  fallback: string,
  allowedDomains: readonly string[],
): Recipients {
  const written = (emailTag ?? "").split(/[\s:]+/u).filter((part) => part !== "");
  const reasons: string[] = [];
  const to = new Set<string>();
  for (const part of written) {
    if (!isMailAddress(part)) reasons.push("an address in its email tag is malformed");
    else if (!isInDomains(part, allowedDomains))
      reasons.push("an address in its email tag is outside the allowed domains");
    else to.add(part.toLowerCase());
  }
  if (written.length === 0) reasons.push("it has no email tag");
  if (reasons.length === 0) return { to: [...to] };
  return {
    to: [...new Set([...to, fallback.toLowerCase()])],
    fallbackReason: [...new Set(reasons)].join("; "),
  };
}
