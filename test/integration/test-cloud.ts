import type { CallFilter } from "../../infra/sandbox/cloud/call-log.ts";
import type { MailFates } from "../../infra/sandbox/services/ses/mail-fate.ts";
import type { RunInput } from "../../statemachine/run.ts";
import type { RunSummary } from "../../statemachine/run-summary.ts";
import type { RunFiles } from "./run-files.ts";

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
  /** Message tags. */
  readonly tags: Readonly<Record<string, string>>;
}

/** How one execution ended. */
export interface EndedExecution {
  readonly id: string;
  readonly executionArn: string;
  readonly status: string;
  readonly error?: string | undefined;
  readonly cause?: string | undefined;
  /** JSON text; a failed execution has none. */
  readonly output?: string | undefined;
}

/** How one execution of the daily state machine ended, and what it left in the bucket. */
export interface EndedRun extends EndedExecution, RunFiles {
  /** What the Report state gave to the next, also where the execution then failed. */
  readonly summary?: RunSummary | undefined;
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
  /** The bucket with the files of runs, and the ledger table. */
  readonly bucket: string;
  readonly ledgerTable: string;
  /** The ARNs of the state machines. */
  readonly stateMachines: { readonly daily: string; readonly restore: string; readonly approve: string };
  /** The calendar day this many days after day 0. */
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
  renameUser(accountId: string, userName: string, newUserName: string): Promise<void>;
  /** Every mail so far, in the order of sending. */
  mails(): readonly TestMail[];
  /** What becomes of mails, by recipient. SES's reports are recorded before an execution counts as ended. */
  readonly fates: MailFates;
  /**
   * One execution of the daily state machine, started on a day. Days must not go back: the ledger knows which moment
   * SES's rate has been used up to.
   */
  run(dayOffset: number, input?: RunInput | Readonly<Record<string, unknown>>): Promise<EndedRun>;
  /** Several executions at the same time, one for each input. */
  runTogether(dayOffset: number, inputs: readonly RunInput[]): Promise<EndedRun[]>;
  /** One execution of the restore or approve state machine; both take what a person writes. */
  request(kind: "restore" | "approve", dayOffset: number, input: object): Promise<EndedExecution>;
  /** Redrives an execution that failed, on a day, and reads its files again. */
  redrive(dayOffset: number, run: EndedRun): Promise<EndedRun>;
  /** Writes a pause of all deactivations that lasts until the end of a day, or ends the one there is. */
  pause(untilDayOffset: number | "end"): Promise<void>;
  /** For clients of somebody who may do everything in an account. */
  operator(accountId: string): Promise<ClientConfig>;
  /** For clients that sign as a role of the hub stack. */
  hubRole(roleName: string): ClientConfig;
  /** How often a call was made; only the embedded cloud counts. */
  callCount?(filter: CallFilter): number;
  close(): Promise<void>;
}

/** How a test cloud is started. */
export interface TestCloudOptions {
  /** Accounts with the member role, hub and management account not among them. */
  readonly members: number;
  /** Whether there is an account besides that has no member role. @default false */
  readonly withoutRole?: boolean;
  /** Sections of the settings that differ from `integrationSettings`. */
  readonly settings?: Readonly<Record<string, unknown>>;
}

/** Starts a test cloud. */
export type StartCloud = (options: TestCloudOptions) => Promise<TestCloud>;
