import { readFileSync } from "node:fs";
import { type RunSummary, reportEventSchema } from "../../statemachine/contract.ts";
import { eventBusClient, putEvents } from "../aws/event-bus.ts";
import { mailClient, sendMail } from "../aws/mailer.ts";
import { getText, putText, readLines, s3Client } from "../aws/object-store.ts";
import { streamUp } from "../aws/stream-up.ts";
import { loadTemplates } from "../notices/load-templates.ts";
import { renderDigest } from "../notices/render-digest.ts";
import { readEnvironment } from "../runtime/env.ts";
import { writeLine } from "../runtime/log.ts";
import { parse } from "../runtime/parse.ts";
import { readPolicyFile } from "../runtime/policy-file.ts";
import { reportEnvironment } from "./env.ts";
import { metricsLine } from "./metrics.ts";
import { reportRun } from "./report-run.ts";

const environment = readEnvironment(reportEnvironment);
const policy = readPolicyFile(import.meta.url);
const templates = loadTemplates(new URL("./templates/", import.meta.url));
const page = readFileSync(new URL("./report-page.html", import.meta.url), "utf8");
const s3 = s3Client();
const bus = eventBusClient();
const mail = mailClient(environment.MAIL_REGION);

/** State `Report`, after the Map: invoked once an execution with the scheduler's account list. */
export async function handler(input: unknown): Promise<RunSummary> {
  return reportRun({
    event: parse(reportEventSchema, input, "Report event"),
    bucket: environment.BUCKET_NAME,
    policy,
    page,
    reader: {
      readLines: (location) => readLines(s3, location),
      getText: (location) => getText(s3, location),
    },
    streamUp: (location, pieces, contentType) => streamUp(s3, location, pieces, contentType),
    putText: (location, text, contentType) => putText(s3, location, text, contentType),
    mailDigest: async (digest) => {
      const rendered = renderDigest(templates, digest);
      await sendMail(mail, {
        from: environment.SENDER,
        to: policy.contacts.security,
        ...rendered,
        tags: { run: digest.runId },
      });
    },
    putEvents: (events) => putEvents(bus, events),
    publishMetrics: (report) => writeLine(metricsLine(report, new Date())),
  });
}
