/**
 * An address as the HTML standard defines it (section "valid e-mail address"), with a dot in its domain.
 * ASCII only: SES accepts no SMTPUTF8 local part (SES API v2, SendEmail). Plus signs, apostrophes and a
 * trailing underscore are valid; other tools refused them and deactivated the keys of these owners.
 */
const addressPattern =
  /^[a-zA-Z0-9.!#$%&'*+/=?^_`{|}~-]+@[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?(?:\.[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?)+$/;

/** Whether a text is one mail address and nothing else (RFC 5321 lengths: 64 and 254). */
export function isMailAddress(text: string): boolean {
  return text.length <= 254 && text.indexOf("@") <= 64 && addressPattern.test(text);
}

/** Whether an address is in one of the domains or their subdomains. An empty list allows every domain. */
export function isInDomains(address: string, domains: readonly string[]): boolean {
  if (domains.length === 0) return true;
  const domain = address.slice(address.lastIndexOf("@") + 1).toLowerCase();
  return domains.some((allowed) => {
    const wanted = allowed.toLowerCase();
    return domain === wanted || domain.endsWith(`.${wanted}`);
  });
}

/**
 * An address with its domain in lower case. Domains have no case (RFC 5321, 2.4); the part before the @ may have one.
 */
export function withLowerCaseDomain(address: string): string {
  const at = address.lastIndexOf("@") + 1;
  return address.slice(0, at) + address.slice(at).toLowerCase();
}

/**
 * The identities with which SES may have verified an address: itself, its domain, and the domains above that (SES
 * developer guide, "Verified identities"). Domains are in lower case, as SES names them; IAM compares the ARN of an
 * identity as text.
 */
export function mailIdentitiesOf(address: string): string[] {
  const own = withLowerCaseDomain(address);
  const labels = own.slice(own.lastIndexOf("@") + 1).split(".");
  return [own, ...labels.slice(0, -1).map((_, index) => labels.slice(index).join("."))];
}
