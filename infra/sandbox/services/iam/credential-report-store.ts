import { AwsError } from "../../cloud/aws-error.ts";
import type { CloudClock } from "../../cloud/service.ts";
import { credentialReport } from "./credential-report.ts";
import type { IamAccount } from "./iam-account.ts";

/** How credential reports behave. */
export interface ReportSettings {
  /** When a report is ready: after a number of answers that it is not, or some time after it was asked for. */
  readonly readyAfter?: { readonly polls: number } | { readonly milliseconds: number };
  /** Whether switching a key off or on moves its `last_rotated`; AWS's wording allows it. Default: yes. */
  readonly toggleMovesLastRotated?: boolean;
  /** Whether an inactive key keeps its times; AWS's wording allows that it has none. Default: yes. */
  readonly showsInactiveKeys?: boolean;
}

/** IAM makes no newer report within four hours (IAM user guide, "Get credential reports"). */
const lifetimeMilliseconds = 4 * 60 * 60 * 1000;

interface StoredReport {
  readonly content: string;
  readonly generatedAt: Date;
  pollsLeft: number;
  readonly readyAt: Date;
}

/**
 * The one credential report that IAM stores of an account. It is written when it is asked for and then
 * stays as it is: what changes in the account meanwhile shows in the next report only.
 */
export class CredentialReportStore {
  readonly #account: IamAccount;
  readonly #clock: CloudClock;
  readonly #settings: ReportSettings;
  #report: StoredReport | undefined;

  constructor(account: IamAccount, clock: CloudClock, settings: ReportSettings) {
    this.#account = account;
    this.#clock = clock;
    this.#settings = settings;
  }

  /** GenerateCredentialReport: starts a report where there is none of the last four hours. */
  generate(): "STARTED" | "INPROGRESS" | "COMPLETE" {
    if (this.#report !== undefined && !this.#isExpired(this.#report))
      return this.#isPending(this.#report) ? "INPROGRESS" : "COMPLETE";
    const generatedAt = this.#clock.now();
    const { readyAfter = { polls: 1 } } = this.#settings;
    const delay = "milliseconds" in readyAfter ? readyAfter.milliseconds : 0;
    this.#report = {
      content: credentialReport(this.#account, this.#settings),
      generatedAt,
      pollsLeft: "polls" in readyAfter ? readyAfter.polls : 0,
      readyAt: new Date(generatedAt.getTime() + delay),
    };
    return "STARTED";
  }

  /**
   * GetCredentialReport. The codes are those of the wire, which the SDKs rename (Smithy model,
   * awsQueryError), and so is the text: it says no more.
   * @throws {AwsError} ReportNotPresent, ReportInProgress, ReportExpired
   */
  get(): { readonly content: string; readonly generatedAt: Date } {
    if (this.#report === undefined) throw new AwsError("ReportNotPresent", "Unknown", 410);
    if (this.#isExpired(this.#report)) throw new AwsError("ReportExpired", "Unknown", 410);
    if (this.#isPending(this.#report)) throw new AwsError("ReportInProgress", "Unknown", 404);
    return this.#report;
  }

  #isPending(report: StoredReport): boolean {
    if (report.pollsLeft > 0) {
      report.pollsLeft -= 1;
      return true;
    }
    return this.#clock.now() < report.readyAt;
  }

  #isExpired(report: StoredReport): boolean {
    return this.#clock.now().getTime() - report.generatedAt.getTime() >= lifetimeMilliseconds;
  }
}
