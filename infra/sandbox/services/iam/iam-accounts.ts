import type { CloudClock } from "../../cloud/service.ts";
import { CredentialReportStore, type ReportSettings } from "./credential-report-store.ts";
import { IamAccount } from "./iam-account.ts";

/** The IAM of every account: each has its own users, and its own stored credential report. */
export class IamAccounts {
  readonly #clock: CloudClock;
  readonly #reportSettings: ReportSettings;
  readonly #partition: string;
  readonly #accounts = new Map<string, IamAccount>();
  readonly #reports = new Map<string, CredentialReportStore>();

  constructor(clock: CloudClock, reportSettings: ReportSettings = {}, partition = "aws") {
    this.#clock = clock;
    this.#partition = partition;
    this.#reportSettings = reportSettings;
  }

  /** The IAM of one account; an account that nobody spoke of before is empty. */
  of(accountId: string): IamAccount {
    const known = this.#accounts.get(accountId);
    if (known !== undefined) return known;
    const account = new IamAccount(accountId, this.#clock, this.#partition);
    this.#accounts.set(accountId, account);
    return account;
  }

  /** The credential report of one account. */
  reportOf(accountId: string): CredentialReportStore {
    const known = this.#reports.get(accountId);
    if (known !== undefined) return known;
    const store = new CredentialReportStore(this.of(accountId), this.#clock, this.#reportSettings);
    this.#reports.set(accountId, store);
    return store;
  }
}
