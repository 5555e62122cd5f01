import type { CallFilter } from "../../infra/sandbox/cloud/call-log.ts";
import type { MailFates } from "../../infra/sandbox/services/ses/mail-fate.ts";
import type { RunInput } from "../../statemachine/run.ts";
import type { RunSummary } from "../../statemachine/run-summary.ts";
import type { RunFiles } from "./run-files.ts";

/** The accounts of a test cloud, by id. */
export interface TestAccounts {
  /** Where Curfew is deployed. */
  readonly hub: string;
  /** moto has no delegated administrators, so there it is the hub itself. */
  readonly management: string;
  /** With the member role. */
  readonly members: readonly string[];
  /** Absent if the cloud was started without such an account. */
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
  /** The output of the Report state, even if the execution then failed. */
  readonly summary?: RunSummary | undefined;
}

/** The credentials of an SDK client. */
export interface SigningKeys {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

/** The settings of an SDK client that calls a test cloud. */
export interface ClientConfig {
  readonly endpoint: string;
  readonly region: string;
  readonly credentials: SigningKeys;
}

/** A user to create. */
export interface TestUser {
  readonly userName: string;
  readonly tags?: Readonly<Record<string, string>>;
}

/**
 * A cloud with Curfew deployed to it. The suites use it in the same way, whichever it is. Every access key is created
 * on day 0 and a run starts on a later day, because neither IAM nor moto can create a key that is already old.
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
  /** What SES reports about mails, by recipient. Its reports are in the ledger before an execution counts as ended. */
  readonly fates: MailFates;
  /**
   * One execution of the daily state machine, started on a day. Days must not go back, because the ledger records until
   * when SES's rate is used up.
   */
  run(dayOffset: number, input?: RunInput | Readonly<Record<string, unknown>>): Promise<EndedRun>;
  /** Several executions at the same time, one for each input. */
  runTogether(dayOffset: number, inputs: readonly RunInput[]): Promise<EndedRun[]>;
  /** One execution of the restore or approve state machine. Both have an input that a person writes. */
  request(kind: "restore" | "approve", dayOffset: number, input: object): Promise<EndedExecution>;
  /** Redrives an execution that failed, on a day, and reads its files again. */
  redrive(dayOffset: number, run: EndedRun): Promise<EndedRun>;
  /** Pauses all deactivations until the end of a day, or ends the pause. */
  pause(untilDayOffset: number | "end"): Promise<void>;
  /** Settings for clients of an administrator of an account. */
  operator(accountId: string): Promise<ClientConfig>;
  /** Settings for clients that sign as a role of the hub stack. */
  hubRole(roleName: string): ClientConfig;
  /** How often a call was made. Only the embedded cloud counts calls. */
  callCount?(filter: CallFilter): number;
  close(): Promise<void>;
}

/** The options of a test cloud. */
export interface TestCloudOptions {
  /** Accounts with the member role, without hub and management account. */
  readonly members: number;
  /** Whether there is another account without a member role. @default false */
  readonly withoutRole?: boolean;
  /** Sections of the settings that differ from `integrationSettings`. */
  readonly settings?: Readonly<Record<string, unknown>>;
}

/** Starts a test cloud. */
export type StartCloud = (options: TestCloudOptions) => Promise<TestCloud>;
