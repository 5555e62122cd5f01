import type { CloudClock } from "../../cloud/service.ts";
import { SendingQuota, type SendLimits } from "./sending-quota.ts";

/** Whether an account may send at all. */
export type SendingState = "enabled" | "paused" | "suspended";

/** Why an address is on the suppression list. */
export interface Suppression {
  readonly reason: "BOUNCE" | "COMPLAINT";
  readonly since: Date;
}

/** SES developer guide, "Request production access": what an account in the sandbox may send. */
const sandboxLimits: SendLimits = { max24HourSend: 200, maxSendRate: 1 };

/** What AWS usually grants with production access; every account has limits of its own. */
const productionLimits: SendLimits = { max24HourSend: 50_000, maxSendRate: 14 };

/**
 * SES of one account in one Region: nothing is shared between two of them (SES developer guide, "Regions").
 * As on AWS it begins in the sandbox, with no verified identity.
 */
export class MailAccount {
  readonly accountId: string;
  readonly region: string;
  readonly quota: SendingQuota;
  /** Public, because whoever plays the administrator or AWS changes it. */
  sending: SendingState = "enabled";
  readonly #clock: CloudClock;
  /** Each verified identity with its default configuration set. */
  readonly #verified = new Map<string, string | undefined>();
  readonly #suppressed = new Map<string, Suppression>();
  #sandbox = true;

  constructor(accountId: string, region: string, clock: CloudClock, milliseconds?: () => number) {
    this.accountId = accountId;
    this.region = region;
    this.#clock = clock;
    this.quota = new SendingQuota(sandboxLimits, clock, milliseconds);
  }

  get sandbox(): boolean {
    return this.#sandbox;
  }

  /** Moves the account into the sandbox or out of it, with the limits that come with that. */
  setSandbox(sandbox: boolean): void {
    this.#sandbox = sandbox;
    this.quota.limits = sandbox ? sandboxLimits : productionLimits;
  }

  setQuota(limits: SendLimits): void {
    this.quota.limits = limits;
  }

  /** Takes an address or a domain for verified; mail from it then goes by its default configuration set. */
  verify(identity: string, configurationSet?: string): void {
    this.#verified.set(named(identity), configurationSet);
  }

  /** Whether just this address or domain was verified. */
  hasIdentity(identity: string): boolean {
    return this.#verified.has(named(identity));
  }

  /** The default configuration set of an identity, where it has one. */
  configurationSetOf(identity: string): string | undefined {
    return this.#verified.get(named(identity));
  }

  /**
   * The identity by which an address is verified: itself, else its domain, else a domain above that
   * (SES developer guide, "Verified identities").
   */
  identityOf(address: string): string | undefined {
    if (this.#verified.has(address)) return address;
    const labels = domainOf(address).split(".");
    return labels.map((_, index) => labels.slice(index).join(".")).find((name) => this.#verified.has(name));
  }

  /** Puts an address on the suppression list, whose API knows upper from lower case. */
  suppress(address: string, reason: Suppression["reason"] = "BOUNCE"): void {
    this.#suppressed.set(address, { reason, since: this.#clock.now() });
  }

  suppression(address: string): Suppression | undefined {
    return this.#suppressed.get(address);
  }

  /** Takes an address off the list; whether it was on it. */
  endSuppression(address: string): boolean {
    return this.#suppressed.delete(address);
  }
}

/** Addresses are verified letter by letter, domains in whatever case (SES developer guide, "Creating identities"). */
function named(identity: string): string {
  return identity.includes("@") ? identity : identity.toLowerCase();
}

function domainOf(address: string): string {
  return address.slice(address.lastIndexOf("@") + 1).toLowerCase();
}
