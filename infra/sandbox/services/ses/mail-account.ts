import type { CloudClock } from "../../cloud/service.ts";
import { ConfigurationSets } from "./configuration-sets.ts";
import { MailIdentities, type MailIdentity } from "./mail-identities.ts";
import { SendingQuota, type SendLimits } from "./sending-quota.ts";

/** Whether an account may send at all, and what SES thinks of it (SES API v2 reference, GetAccount). */
export type SendingState = "enabled" | "probation" | "paused" | "suspended";

/** Why an address is on the suppression list. */
export interface Suppression {
  readonly reason: "BOUNCE" | "COMPLAINT";
  readonly since: Date;
}

/** SES developer guide, "Request production access": what an account with sandbox access may send. */
const sandboxLimits: SendLimits = { max24HourSend: 200, maxSendRate: 1 };

/** What AWS usually grants with production access; every account has limits of its own. */
const productionLimits: SendLimits = { max24HourSend: 50_000, maxSendRate: 14 };

/**
 * SES of one account in one Region: nothing is shared between two of them (SES developer guide, "Regions").
 * As on AWS it starts with sandbox access and without a verified identity.
 */
export class SesAccount {
  readonly accountId: string;
  readonly region: string;
  readonly quota: SendingQuota;
  readonly configurationSets = new ConfigurationSets();
  readonly identities = new MailIdentities();
  /** Public, because tests change it in the name of the administrator or of AWS. */
  sending: SendingState = "enabled";
  readonly #clock: CloudClock;
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

  /** Gives the account sandbox access or production access, with the limits that come with it. */
  setSandbox(sandbox: boolean): void {
    this.#sandbox = sandbox;
    this.quota.limits = sandbox ? sandboxLimits : productionLimits;
  }

  setQuota(limits: SendLimits): void {
    this.quota.limits = limits;
  }

  /** Adds a verified address or domain, and its default configuration set, which is created if it is missing. */
  verify(name: string, configurationSet?: string): void {
    this.addIdentity(name, { status: "SUCCESS", configurationSet });
  }

  /** Adds an address or domain with a verification status, or replaces it. */
  addIdentity(name: string, identity: Omit<MailIdentity, "name">): void {
    if (identity.configurationSet !== undefined) this.configurationSets.create(identity.configurationSet);
    this.identities.put(name, identity);
  }

  /** Puts an address on the suppression list, whose API is case-sensitive. */
  suppress(address: string, reason: Suppression["reason"] = "BOUNCE"): void {
    this.#suppressed.set(address, { reason, since: this.#clock.now() });
  }

  suppression(address: string): Suppression | undefined {
    return this.#suppressed.get(address);
  }

  /** Removes an address from the list. Returns whether it was on it. */
  endSuppression(address: string): boolean {
    return this.#suppressed.delete(address);
  }
}
