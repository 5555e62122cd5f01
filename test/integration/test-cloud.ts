import type { CallFilter } from "../../infra/sandbox/cloud/call-log.ts";
import type { AccountResult } from "../../statemachine/account-result.ts";
import type { RunInput, RunSummary } from "../../statemachine/contract.ts";
import type { RunReport } from "../../statemachine/run-report.ts";

/** The accounts of a test cloud, by id. */
export interface TestAccounts {
  /** Where Curfew is deployed. */
  readonly hub: string;
  /** moto knows no delegated administrator, so there it is the hub itself. */
  readonly management: string;
  /** With the member role. */
  readonly members: readonly string[];
  /** Absent where the cloud was started without such an account. */
  readonly withoutRole: string | undefined;
}

/** A mail that SES accepted, to one recipient. */
export interface TestMail {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
}

/** How one execution ended, and what it left in the bucket. */
export interface EndedRun {
  readonly id: string;
  readonly status: string;
  readonly error?: string | undefined;
  readonly cause?: string | undefined;
  /** Of the execution, as JSON text; a failed one has none. */
  readonly output?: string | undefined;
  /** What the Report state gave to the next, also where the execution then failed. */
  readonly summary?: RunSummary | undefined;
  readonly report?: RunReport | undefined;
  /** By account id. */
  readonly results: ReadonlyMap<string, AccountResult>;
}

/** What an SDK client signs with. */
export interface SigningKeys {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

/** What an SDK client is made with to act in a test cloud. */
export interface ClientConfig {
  readonly endpoint: string;
  readonly region: string;
  readonly credentials: SigningKeys;
}

/** A user to be made. */
export interface TestUser {
  readonly userName: string;
  readonly tags?: Readonly<Record<string, string>>;
}

/**
 * A cloud with Curfew deployed to it, the same to the suites whichever it is. Every access key is made on day
 * 0, and a run is started on a later day: neither IAM nor moto can be asked for a key that is old already.
 */
export interface TestCloud {
  readonly accounts: TestAccounts;
  /** The calendar day that lies so many days after day 0. */
  day(offset: number): string;
  createUser(accountId: string, user: TestUser): Promise<void>;
  /** @returns its id */
  createKey(accountId: string, userName: string): Promise<string>;
  keyStatus(accountId: string, userName: string, accessKeyId: string): Promise<string | undefined>;
  setKeyStatus(
    accountId: string,
    userName: string,
    accessKeyId: string,
    status: "Active" | "Inactive",
  ): Promise<void>;
  tagUser(accountId: string, userName: string, tags: Readonly<Record<string, string>>): Promise<void>;
  /** Every mail so far, in the order of sending. */
  mails(): readonly TestMail[];
  /** One execution of the state machine, started on a day. Runs must not overlap: they share the clock. */
  run(dayOffset: number, input?: RunInput | Readonly<Record<string, unknown>>): Promise<EndedRun>;
  /** For clients of somebody who may do everything in an account. */
  operator(accountId: string): Promise<ClientConfig>;
  /** For clients that sign as the worker function does. */
  worker(): ClientConfig;
  /** How often a call was made; only the embedded cloud counts. */
  callCount?(filter: CallFilter): number;
  close(): Promise<void>;
}

/** How a test cloud is to be started. */
export interface TestCloudOptions {
  /** Accounts with the member role, hub and management account not among them. */
  readonly members: number;
  /** Whether there is an account besides that has no member role. */
  readonly withoutRole: boolean;
}

/** Starts a test cloud. */
export type StartCloud = (options: TestCloudOptions) => Promise<TestCloud>;
