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
 * Pauses before each look for a report under way. Most are there at the second look; a large account takes
 * longer. One that is there already, as for a worker that is tried again, is looked for at once.
 */
const pausesMilliseconds = [1_000, 4_000, 10_000, 20_000, 30_000];

/**
 * A report older than this is not used. IAM makes a new one when the stored one is four hours old (IAM API
 * reference, GenerateCredentialReport); where it goes on giving an old one, changes would go unseen.
 */
const oldestMilliseconds = 6 * 3_600_000;

/** The clock and the pauses, so that neither is asked for here. */
export interface ReportClock {
  now(): Date;
  pause(milliseconds: number): Promise<void>;
}

/**
 * The account's credential report. It saves calls and is never needed: whatever goes wrong, throttling and
 * missing permission among it, the answer says why and the caller lists the account instead.
 */
export async function getCredentialReport(
  client: IAMClient,
  clock: ReportClock,
): Promise<CredentialReport | NoReport> {
  try {
    const { State } = await client.send(new GenerateCredentialReportCommand({}));
    const isThere = State === "COMPLETE";
    for (const milliseconds of isThere ? [0, ...pausesMilliseconds] : pausesMilliseconds) {
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
      return { unavailable: `the credential report is of ${GeneratedTime.toISOString()}`, isRefused: false };
    return readCredentialReport(new TextDecoder().decode(Content));
  } catch (error) {
    // On the wire it is ReportInProgress; the SDK names it CredentialReportNotReadyException.
    if (errorCode(error) === "CredentialReportNotReady" || errorCode(error) === "ReportInProgress")
      return "notReady";
    throw error;
  }
}
