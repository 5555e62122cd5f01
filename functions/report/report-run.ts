import type { ObjectLocation } from "../../statemachine/run.ts";
import type { ReportHead } from "../../statemachine/run-report.ts";
import { type ReportEvent, type RunSummary, runSummarySchema } from "../../statemachine/run-summary.ts";
import type { BusEvent } from "../aws/event-bus.ts";
import type { Policy } from "../domain/policy.ts";
import type { Digest } from "../notices/digest.ts";
import { log } from "../runtime/log.ts";
import { parse } from "../runtime/parse.ts";
import { digestOf, partialDigestOf } from "./digest.ts";
import type { Gathered } from "./gather-results.ts";
import { isComparable } from "./last-totals.ts";
import type { MetricFacts } from "./metrics.ts";
import type { ReportReader } from "./read-accounts.ts";
import { approvalEvent } from "./run-events.ts";
import { writeReport } from "./write-report.ts";

/** What the report needs. */
export interface ReportTask {
  readonly event: ReportEvent;
  readonly bucket: string;
  readonly policy: Policy;
  /** The report page without data. */
  readonly page: string;
  readonly reader: ReportReader;
  streamUp(location: ObjectLocation, pieces: AsyncIterable<string>, contentType: string): Promise<void>;
  putText(location: ObjectLocation, text: string, contentType: string): Promise<void>;
  /** Where the AWS console shows an object. */
  consoleLink(location: ObjectLocation): Promise<string>;
  /** Mails one digest to each of the addresses. */
  mailDigest(digest: Digest, to: readonly string[]): Promise<void>;
  publishMetrics(facts: MetricFacts): void;
  /** Must return in time for the function to end; `unsent` counts the events for which there was no time. */
  putEvents(events: readonly BusEvent[]): Promise<{ readonly refused: number; readonly unsent: number }>;
}

/** The report is written, but a digest was not sent; the execution fails. */
export class DigestNotSent extends Error {
  constructor(options: ErrorOptions) {
    super("the report was written, but its digest could not be mailed", options);
    this.name = "DigestNotSent";
  }
}

/**
 * Compares the work list with the account results, and the plan with the deactivation results; writes the report as
 * CSV, JSON and HTML, then mails the digest, then publishes metrics and events. Events come last, so that they can
 * neither delay nor repeat the digest. A retry writes the same report again and may mail the digest twice.
 * @throws {Interrupted} S3 did not answer
 * @throws {DigestNotSent} everything was written, but the mail failed
 */
export async function reportRun(task: ReportTask): Promise<RunSummary> {
  const { report, gathered } = await writeReport(task);
  const comparable = isComparable(report.run, task.policy);
  task.publishMetrics({
    report,
    isComparable: comparable,
    deliveryReportsMissing: gathered.deliveryReportsMissing,
  });
  const digestError = task.event.mailsDigest ? await mailDigests(task, report, gathered) : undefined;
  await publishEvents(task, report, comparable, gathered.events);
  if (digestError !== undefined) throw digestError;
  const { run, coverage, deactivations, state, cause, totals, report: files } = report;
  const summary = { run, coverage, deactivations, state, cause, totals, report: files };
  return parse(runSummarySchema, summary, "run summary");
}

/** Mails all digests, even if one of them fails. That failure is the result. */
async function mailDigests(
  task: ReportTask,
  report: ReportHead,
  { digest, parts }: Gathered,
): Promise<DigestNotSent | undefined> {
  const { html } = report.report;
  const links = {
    console: await task.consoleLink(html),
    location: `s3://${html.bucket}/${html.key}`,
  };
  const whole = { to: task.policy.contacts.digestTo, digest: digestOf(report, digest.part(), links) };
  const others = parts.map((part) => ({
    to: part.to,
    digest: partialDigestOf(report, part.digest.part(), links),
  }));
  let failure: DigestNotSent | undefined;
  for (const mail of [whole, ...others]) {
    try {
      await task.mailDigest(mail.digest, mail.to);
    } catch (error) {
      log("error", "a digest could not be mailed", { run: report.run.id }, error);
      failure ??= new DigestNotSent({ cause: error });
    }
  }
  return failure;
}

/** Subscribers are not part of the run: if they cannot be reached, an error is logged and the run does not fail. */
async function publishEvents(
  task: ReportTask,
  { run, totals }: ReportHead,
  comparable: boolean,
  events: readonly BusEvent[],
): Promise<void> {
  const awaits = comparable && totals.awaitingApproval > 0;
  const all = awaits ? [approvalEvent(run, totals.awaitingApproval), ...events] : events;
  try {
    const { refused, unsent } = await task.putEvents(all);
    if (refused + unsent > 0)
      log("error", "not all events are on the event bus", { run: run.id, refused, unsent });
  } catch (error) {
    log("error", "events could not be put on the event bus", { run: run.id }, error);
  }
}
