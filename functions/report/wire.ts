import { readFileSync } from "node:fs";
import type { ReportEvent } from "../../statemachine/run-summary.ts";
import { objectConsoleLink } from "../aws/console-link.ts";
import { type EventBus, eventBusClient, putEvents } from "../aws/event-bus.ts";
import { type MailClient, mailClient, sendMail } from "../aws/mailer.ts";
import { getText, putText, readLines, s3Client } from "../aws/object-store.ts";
import { streamUp } from "../aws/stream-up.ts";
import type { Policy } from "../domain/policy.ts";
import { loadTemplates, type Templates } from "../notices/load-templates.ts";
import { renderDigest } from "../notices/render-digest.ts";
import { writeLine } from "../runtime/log.ts";
import { readPolicyFile } from "../runtime/policy-file.ts";
import type { ReportEnvironment } from "./env.ts";
import { metricsLine } from "./metrics.ts";
import type { ReportTask } from "./report-run.ts";

/** The parts of the report function, without its environment. */
export interface ReportParts {
  readonly policy: Policy;
  readonly templates: Templates;
  readonly page: string;
  readonly s3: ReturnType<typeof s3Client>;
  readonly bus: EventBus;
  readonly mail: MailClient;
  now(): Date;
}

/** The files beside the function's bundle, and its clients. */
export function reportParts({ MAIL_REGION }: ReportEnvironment, bundle: string): ReportParts {
  return {
    policy: readPolicyFile(bundle),
    templates: loadTemplates(new URL("./templates/", bundle)),
    page: readFileSync(new URL("./report-page.html", bundle), "utf8"),
    s3: s3Client(),
    bus: eventBusClient(),
    mail: mailClient(MAIL_REGION),
    now: () => new Date(),
  };
}

/** After the events the function still has to return. */
const reserveMilliseconds = 10_000;

/**
 * Builds the task of one invocation.
 * @param remainingMilliseconds how long the function may still run, as Lambda's context says
 */
export function reportTask(
  { BUCKET_NAME, PARTITION, SENDER, CONFIGURATION_SET }: ReportEnvironment,
  { policy, templates, page, s3, bus, mail, now }: ReportParts,
  event: ReportEvent,
  remainingMilliseconds: () => number,
): ReportTask {
  return {
    event,
    bucket: BUCKET_NAME,
    policy,
    page,
    reader: {
      readLines: (location) => readLines(s3, location),
      getText: (location) => getText(s3, location),
    },
    streamUp: (location, pieces, contentType) => streamUp(s3, location, pieces, contentType),
    putText: (location, text, contentType) => putText(s3, location, text, contentType),
    consoleLink: (location) => objectConsoleLink(s3, PARTITION, location),
    mailDigest: async (digest, recipients) => {
      const rendered = renderDigest(templates, digest);
      const { displayName, replyTo } = policy.mail;
      const sender = { address: SENDER, displayName, replyTo, configurationSet: CONFIGURATION_SET };
      for (const to of recipients)
        await sendMail(mail, { sender, to, ...rendered, tags: { run: digest.run.id } });
    },
    publishMetrics: (facts) => writeLine(metricsLine(facts, now())),
    putEvents: (events) =>
      putEvents(bus, events, AbortSignal.timeout(Math.max(0, remainingMilliseconds() - reserveMilliseconds))),
  };
}
