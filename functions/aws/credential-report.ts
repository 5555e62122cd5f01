import {
  GenerateCredentialReportCommand,
  GetCredentialReportCommand,
  type IAMClient,
} from "@aws-sdk/client-iam";
import type { CredentialReport, NoReport } from "../domain/reported-user.ts";
import { describeError } from "../runtime/log.ts";
import { errorCode, isAccessDenied } from "./aws-errors.ts";
import { readCredentialReport } from "./credential-report-csv.ts";

/**
 * Pauses before each request for a report that IAM is generating: after 1, 2, 3 and 5 seconds, because most
 * reports are ready within seconds, then less often, because a large account takes longer. A report that is ready
 * already, as in a retry, is read at once.
 */
const pausesMilliseconds = [1_000, 1_000, 1_000, 2_000, 10_000, 20_000, 30_000];

/**
 * An older report is not used. IAM generates a new one when the stored one is four hours old (IAM API reference,
 * GenerateCredentialReport); with an older one Curfew would miss changes.
 */
const oldestMilliseconds = 6 * 3_600_000;

/** Clock and pauses, so that tests need no real waits. */
export interface ReportClock {
  now(): Date;
  pause(milliseconds: number): Promise<void>;
}

/**
 * The account's credential report. It only saves calls: if anything goes wrong, the answer says why and the caller
 * lists every user instead.
 */
export async function getCredentialReport(
  client: IAMClient,
  clock: ReportClock,
): Promise<CredentialReport | NoReport> {
  try {
    const { State } = await client.send(new GenerateCredentialReportCommand({}));
    const isReady = State === "COMPLETE";
    for (const milliseconds of isReady ? [0, ...pausesMilliseconds] : pausesMilliseconds) {
      await clock.pause(milliseconds);
      const report = await lookForReport(client, clock);
      if (report !== "notReady") return report;
    }
    return { unavailable: "the credential report was not ready in time", isRefused: false };
  } catch (error) {
    return { unavailable: describeError(error), isRefused: isAccessDenied(error) };
  }
}

async function lookForReport(
  client: IAMClient,
  clock: ReportClock,
): Promise<CredentialReport | NoReport | "notReady"> {
  try {
    const { Content, GeneratedTime } = await client.send(new GetCredentialReportCommand({}));
    if (Content === undefined || GeneratedTime === undefined)
      return { unavailable: "GetCredentialReport answered without a report", isRefused: false };
    if (clock.now().getTime() - GeneratedTime.getTime() > oldestMilliseconds)
      return {
        unavailable: `the credential report is too old: ${GeneratedTime.toISOString()}`,
        isRefused: false,
      };
    return readCredentialReport(new TextDecoder().decode(Content));
  } catch (error) {
    // IAM sends ReportInProgress; the SDK names it CredentialReportNotReadyException.
    if (errorCode(error) === "CredentialReportNotReady" || errorCode(error) === "ReportInProgress")
      return "notReady";
    throw error;
  }
}
