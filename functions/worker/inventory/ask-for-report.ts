import type { ReadAccount } from "../../aws/member-account.ts";
import type { Day } from "../../domain/calendar-day.ts";
import { asksForReportFrom, type RememberedAccount } from "../../domain/inventory-memory.ts";
import type { CredentialReport } from "../../domain/reported-user.ts";
import { log } from "../../runtime/log.ts";

/** What asking for a credential report needs. */
export interface CredentialReportTask {
  readonly member: Pick<ReadAccount, "credentialReport">;
  readonly accountId: string;
  readonly runId: string;
  /** The calendar day on which the run started. */
  readonly startedOn: Day;
  readonly remembered: RememberedAccount;
}

/** The credential report, if there is one, and since when the account has refused it. */
export interface AskedForReport {
  readonly report?: CredentialReport;
  readonly reportRefusedOn?: Day | undefined;
}

/** Asks for the account's credential report, unless the account has refused it in the last few days. */
export async function askForReport(task: CredentialReportTask): Promise<AskedForReport> {
  const { member, accountId, runId, startedOn, remembered } = task;
  const message = "credential report unavailable; listing every user";
  const askedFrom = asksForReportFrom(remembered, startedOn);
  if (askedFrom !== undefined) {
    const reason = `refused on ${remembered.reportRefusedOn}; Curfew asks again on ${askedFrom}`;
    log("info", message, { run: runId, account: accountId, reason });
    return { reportRefusedOn: remembered.reportRefusedOn };
  }
  const report = await member.credentialReport();
  if (!("unavailable" in report)) return { report };
  const { unavailable: reason, isRefused } = report;
  log("warn", message, { run: runId, account: accountId, reason });
  return isRefused ? { reportRefusedOn: startedOn } : {};
}
