import type { BusEvent } from "../../../functions/aws/event-bus.ts";
import type { Account } from "../../../functions/domain/account.ts";
import type { Digest } from "../../../functions/domain/digest.ts";
import { accountResultKey } from "../../../functions/domain/run-files.ts";
import { type ReportTask, reportRun } from "../../../functions/report/report-run.ts";
import { parse } from "../../../functions/runtime/parse.ts";
import { workListText } from "../../../functions/scheduler/work-list.ts";
import type { AccountResult } from "../../../statemachine/account-result.ts";
import {
  type LeftOutAccount,
  type ObjectLocation,
  type ReportEvent,
  reportEventSchema,
} from "../../../statemachine/contract.ts";
import { type RunReport, runReportSchema } from "../../../statemachine/run-report.ts";
import { policy } from "../domain/policy-fixture.ts";
import { memoryBucket } from "../scheduler/memory-bucket.ts";
import { run } from "./result-fixture.ts";

/** A page with nothing but the place for the data. */
export const emptyPage = '<html><script type="text/plain" id="run-report"></script></html>';

/** What lies in the bucket when the report begins, and what the state machine hands over. */
export interface Before {
  readonly accounts: readonly Account[];
  /** By account id; a text is written as it is. */
  readonly results: readonly (AccountResult | { readonly accountId: string; readonly text: string })[];
  readonly leftOut?: readonly LeftOutAccount[];
  readonly event?: Partial<ReportEvent>;
  readonly task?: Partial<ReportTask>;
}

/** One call of the report function over these results; `order` says what it did, one after the other. */
export async function reporter(before: Before) {
  const bucket = memoryBucket();
  const order: string[] = [];
  const digests: Digest[] = [];
  const metrics: RunReport[] = [];
  const events: BusEvent[] = [];
  const at = (key: string): ObjectLocation => ({ bucket: "curfew-runs", key });
  const workList = at("runs/2026-11-23/daily-1/work-list.json");
  const leftOut = at("runs/2026-11-23/daily-1/left-out.jsonl");
  await bucket.streamUp(workList, workListText(asyncOf(before.accounts)), "application/json");
  const lines = (before.leftOut ?? []).map((line) => `${JSON.stringify(line)}\n`);
  await bucket.putText(leftOut, lines.join(""), "application/jsonl");
  for (const result of before.results) {
    const [id, text] =
      "text" in result ? [result.accountId, result.text] : [result.account.id, JSON.stringify(result)];
    await bucket.putText(at(accountResultKey(run.day, run.id, id)), text, "application/json");
  }
  const event: ReportEvent = {
    run,
    workList,
    leftOut,
    accounts: { listed: before.accounts.length, leftOut: before.leftOut?.length ?? 0 },
    maxConcurrency: 40,
    ...before.event,
  };
  const summarize = () =>
    reportRun({
      event: parse(reportEventSchema, event, "Report event"),
      bucket: "curfew-runs",
      policy: policy(),
      page: emptyPage,
      reader: {
        async *readLines({ key }) {
          yield* (bucket.objects.get(key)?.text ?? "").split("\n");
        },
        getText: async ({ key }) => bucket.objects.get(key)?.text,
      },
      streamUp: async (location, pieces, contentType) => {
        await bucket.streamUp(location, pieces, contentType);
        order.push(fileOf(location));
      },
      putText: async (location, text, contentType) => {
        await bucket.putText(location, text, contentType);
        order.push(fileOf(location));
      },
      mailDigest: async (digest) => {
        digests.push(digest);
        order.push("digest");
      },
      publishMetrics: (report) => {
        metrics.push(report);
        order.push("metrics");
      },
      putEvents: async (put) => {
        events.push(...put);
        return { refused: 0 };
      },
      ...before.task,
    });
  const report = (): RunReport => parse(runReportSchema, JSON.parse(bucket.text("report.json")), "report");
  const digest = (): Digest => {
    if (digests[0] === undefined || digests.length > 1) throw new Error(`${digests.length} digests`);
    return digests[0];
  };
  return { summarize, report, csv: () => bucket.text("report.csv"), digest, metrics, events, order, bucket };
}

function fileOf({ key }: ObjectLocation): string {
  return key.split("/").at(-1) ?? "";
}

async function* asyncOf<Item>(items: Iterable<Item>): AsyncGenerator<Item> {
  yield* items;
}
