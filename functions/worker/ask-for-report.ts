import type { MemberAccount } from "../aws/member-account.ts";
import type { Day } from "../domain/calendar-day.ts";
import { asksForReportFrom, type RememberedAccount } from "../domain/inventory-memory.ts";
import type { CredentialReport } from "../domain/reported-user.ts";
import { log } from "../runtime/log.ts";

/** What asking for a credential report takes. */
export interface ReportTask {
  readonly account: MemberAccount;
  readonly accountId: string;
  readonly run: string;
  /** The calendar day on which the run started. */
  readonly startedOn: Day;
  readonly remembered: RememberedAccount;
}

/** The credential report, where there is one, and since when the account has refused it. */
export interface AskedForReport {
  readonly report?: CredentialReport;
  readonly reportRefusedOn?: Day | undefined;
}

/** Asks for the account's credential report, unless the account has refused it within the last days. */
export async function askForReport(task: ReportTask): Promise<AskedForReport> {
  const { account, accountId, run, startedOn, remembered } = task;
  const askedFrom = asksForReportFrom(remembered, startedOn);
  if (askedFrom !== undefined) {
    const reason = `it was refused on ${remembered.reportRefusedOn} and is asked for again from ${askedFrom} on`;
    log("info", "everyone is listed, for want of a credential report", { run, account: accountId, reason });
    return { reportRefusedOn: remembered.reportRefusedOn };
  }
  const report = await account.credentialReport();
  if (!("unavailable" in report)) return { report };
  const { unavailable: reason, isRefused } = report;
  log("warn", "everyone is listed, for want of a credential report", { run, account: accountId, reason });
  return isRefused ? { reportRefusedOn: startedOn } : {};
}
