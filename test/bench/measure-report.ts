import { setTimeout as wait } from "node:timers/promises";
import { putEvents } from "../../functions/aws/event-bus.ts";
import { runPrefix } from "../../functions/domain/run-files.ts";
import { reportRun } from "../../functions/report/report-run.ts";
import { buildReportPage } from "../../infra/cdk/build-report-page.ts";
import { policy } from "../functions/domain/policy-fixture.ts";
import { bigAccount } from "../functions/report/big-run.ts";
import { account, run } from "../functions/report/result-fixture.ts";

/** What a report cost. */
export interface ReportFigures {
  readonly keys: number;
  readonly events: number;
  readonly pageBytes: number;
  /** The most memory that the process held. */
  readonly peakBytes: number;
  /** Whether the digest was mailed before the first event was put. */
  readonly digestFirst: boolean;
}

/** One call to the event bus takes this long. */
const busMilliseconds = 25;

/**
 * Writes the report of the largest first run: every key is past its first stage, a third of the owners get a notice.
 * Results are made when they are read, so that the memory is the report's own.
 */
export async function measureReport(accounts: number, keysInEach: number): Promise<ReportFigures> {
  const prefix = runPrefix(run.day, run.id);
  const at = (key: string) => ({ bucket: "bench", key });
  const plan = {
    run,
    organizationId: "o-a1b2c3d4e5",
    settingsFingerprint: "bench",
    accounts: [],
    plan: { state: "nothingDue", keys: [] },
  };
  let peakBytes = 0;
  const watch = setInterval(() => {
    peakBytes = Math.max(peakBytes, process.memoryUsage().rss);
  }, 100);
  const order: string[] = [];
  let [pageBytes, events] = [0, 0];
  const summary = await reportRun({
    event: {
      run,
      workList: at(`${prefix}work-list.json`),
      skipped: at(`${prefix}skipped.jsonl`),
      accounts: { listed: accounts, skipped: 0 },
      mailsDigest: true,
      maxConcurrency: 40,
      plan: {
        state: "nothingDue",
        file: at(`${prefix}plan.json`),
        items: at(`${prefix}items.json`),
        keys: 0,
      },
    },
    bucket: "bench",
    policy: policy(),
    page: buildReportPage(),
    reader: {
      async *readLines({ key }) {
        if (!key.endsWith("work-list.json")) return;
        for (let number = 1; number <= accounts; number += 1) yield `${JSON.stringify(account(number))},`;
      },
      async getText({ key }) {
        if (key.endsWith("plan.json")) return JSON.stringify(plan);
        const id = /accounts\/(\d+)\.json$/.exec(key)?.[1];
        return id === undefined ? undefined : JSON.stringify(bigAccount(Number(id), keysInEach));
      },
    },
    async streamUp(_location, pieces) {
      for await (const piece of pieces) if (piece === undefined) throw new Error("a piece is missing");
    },
    async putText({ key }, text) {
      if (key.endsWith(".html")) pageBytes = Buffer.byteLength(text);
    },
    consoleLink: async () => "https://console.example",
    mailDigest: async () => {
      order.push("digest");
    },
    publishMetrics: () => order.push("metrics"),
    putEvents: (all) => {
      order.push("events");
      events = all.length;
      const slowBus = {
        async send() {
          await wait(busMilliseconds);
          return {};
        },
      };
      return putEvents(slowBus, all, AbortSignal.timeout(600_000));
    },
  });
  clearInterval(watch);
  return {
    keys: summary.totals.activeKeys,
    events,
    pageBytes,
    peakBytes,
    digestFirst: order.indexOf("digest") < order.indexOf("events"),
  };
}
