import { isInDomains, isMailAddress } from "./mail-address.ts";
import type { FallbackReason } from "./notice.ts";

/**
 * The recipients of the notices about a user's keys: the owners, the fallback contact, or both. There is always one.
 */
export interface Recipients {
  /** The current recipients: valid addresses of the email tag, lower case, no two the same, at most `maxOwners`. */
  readonly owners: readonly string[];
  readonly fallback: string;
  /** Why the fallback contact is notified too (or instead). Empty if they are not needed. */
  readonly fallbackReasons: readonly FallbackReason[];
}

/** A tag value of 256 characters has room for 37 addresses. The cap prevents a mailing list in a tag. */
export const maxOwners = 5;

/**
 * Reads the value of the email tag. Several addresses are separated by spaces or colons: IAM allows neither comma
 * nor semicolon in a tag value (IAM API reference, Tag), and no address contains a colon. What is missing,
 * malformed, outside the allowed domains or above the cap goes to the fallback contact.
 */
export function recipientsOf(
  emailTag: string | undefined,
  fallback: string,
  allowedDomains: readonly string[],
): Recipients {
  const written = (emailTag ?? "").split(/[\s:]+/u).filter((part) => part !== "");
  const reasons: FallbackReason[] = written.length === 0 ? [{ code: "noEmailTag" }] : [];
  const owners = new Set<string>();
  for (const found of written) {
    if (!isMailAddress(found)) reasons.push({ code: "malformedAddress", found });
    else if (!isInDomains(found, allowedDomains)) reasons.push({ code: "outsideAllowedDomains", found });
    else if (owners.size < maxOwners || owners.has(found.toLowerCase())) owners.add(found.toLowerCase());
    else if (!reasons.some(({ code }) => code === "tooManyAddresses"))
      reasons.push({ code: "tooManyAddresses", limit: maxOwners });
  }
  return { owners: [...owners], fallback: fallback.toLowerCase(), fallbackReasons: reasons };
}
