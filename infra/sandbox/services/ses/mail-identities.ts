/** How far the verification of an identity has come (SES API v2 reference, GetEmailIdentity). */
export type VerificationStatus = "PENDING" | "SUCCESS" | "FAILED" | "TEMPORARY_FAILURE" | "NOT_STARTED";

/** A custom MAIL FROM domain (SES API v2 reference, MailFromAttributes). */
export interface MailFrom {
  readonly domain: string;
  readonly status: "PENDING" | "SUCCESS" | "FAILED" | "TEMPORARY_FAILURE";
  readonly onMxFailure: "USE_DEFAULT_VALUE" | "REJECT_MESSAGE";
}

/** An address or a domain from which an account sends. */
export interface MailIdentity {
  /** In lower case where SES ignores case. */
  readonly name: string;
  readonly status: VerificationStatus;
  /** The default configuration set. */
  readonly configurationSet?: string | undefined;
  readonly mailFrom?: MailFrom | undefined;
}

/**
 * The identities of one account in one Region. Domain names and the domain of an address are compared
 * without case, the local part with it (SES developer guide, "Creating and verifying identities").
 */
export class MailIdentities {
  readonly #identities = new Map<string, MailIdentity>();

  /** Adds an identity, or replaces it. */
  put(name: string, identity: Omit<MailIdentity, "name">): void {
    this.#identities.set(normalized(name), { name: normalized(name), ...identity });
  }

  all(): readonly MailIdentity[] {
    return [...this.#identities.values()];
  }

  /** Exactly this address or domain, whatever its status. */
  get(name: string): MailIdentity | undefined {
    return this.#identities.get(normalized(name));
  }

  /**
   * The identity by which an address may send: the address itself, else its domain, else a domain above
   * (SES developer guide, "Verified identities"). An identity that is not verified does not count.
   */
  verifiedFor(address: string): MailIdentity | undefined {
    return this.#candidates(address).find(({ status }) => status === "SUCCESS");
  }

  /** The identity that IAM policies are asked about: the verified one, else the nearest one. */
  namedFor(address: string): MailIdentity | undefined {
    return this.verifiedFor(address) ?? this.#candidates(address)[0];
  }

  #candidates(address: string): MailIdentity[] {
    const labels = address.slice(address.lastIndexOf("@") + 1).split(".");
    const names = [address, ...labels.map((_, index) => labels.slice(index).join("."))];
    return names.flatMap((name) => this.get(name) ?? []);
  }
}

function normalized(name: string): string {
  const at = name.lastIndexOf("@");
  return name.slice(0, at + 1) + name.slice(at + 1).toLowerCase();
}
