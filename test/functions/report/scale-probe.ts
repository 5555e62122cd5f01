import { writeFileSync } from "node:fs";
import { setTimeout as wait } from "node:timers/promises";
import { putEvents } from "../../../functions/aws/event-bus.ts";
import { runPrefix } from "../../../functions/domain/run-files.ts";
import { largestPage } from "../../../functions/report/render-page.ts";
import { reportRun } from "../../../functions/report/report-run.ts";
import { buildReportPage } from "../../../infra/cdk/build-report-page.ts";
import { policy } from "../domain/policy-fixture.ts";
import { bigAccount } from "./big-run.ts";
import { account, run } from "./result-fixture.ts";

const [accounts = 50_000, keys = 4] = process.argv.slice(2).map(Number);
const prefix = runPrefix(run.day, run.id);
const started = Date.now();
const stamp = (what: string) =>
  console.log(
    `${((Date.now() - started) / 1000).toFixed(1)} s, ${Math.round(process.memoryUsage().rss / 1048576)} MiB: ${what}`,
  );
let most = 0;
setInterval(() => {
  most = Math.max(most, process.memoryUsage().rss);
}, 100).unref();
const at = (key: string) => ({ bucket: "b", key });
const sizes: Record<string, number> = {};
const plan = JSON.stringify({
  run,
  organizationId: "o-a1b2c3d4e5",
  settingsFingerprint: "f",
  accounts: [],
  plan: { state: "nothingDue", keys: [] },
});
const summary = await reportRun({
  event: {
    run,
    workList: at(`${prefix}work-list.json`),
    skipped: at(`${prefix}skipped.jsonl`),
    accounts: { listed: accounts, skipped: 0 },
    mailsDigest: true,
    maxConcurrency: 40,
    plan: { state: "nothingDue", file: at(`${prefix}plan.json`), items: at("x"), keys: 0 },
  },
  bucket: "b",
  policy: policy(),
  page: buildReportPage(),
  reader: {
    async *readLines({ key }) {
      if (key.endsWith("work-list.json"))
        for (let n = 1; n <= accounts; n += 1) yield `${JSON.stringify(account(n))},`;
    },
    async getText({ key }) {
      if (key.endsWith("plan.json")) return plan;
      const id = /accounts\/(\d+)\.json$/.exec(key)?.[1];
      return id === undefined ? undefined : JSON.stringify(bigAccount(Number(id), keys));
    },
  },
  async streamUp({ key }, pieces) {
    let size = 0;
    for await (const piece of pieces) size += piece.length;
    sizes[key.split("/").at(-1) ?? ""] = size;
    stamp(`${key} ${size}`);
  },
  async putText({ key }, text) {
    sizes[key.split("/").at(-1) ?? ""] = text.length;
    if (key.endsWith("html")) writeFileSync("/tmp/big-report.html", text);
    stamp(`${key} ${text.length}`);
  },
  consoleLink: async () => "link",
  mailDigest: async (digest) => stamp(`digest, ${digest.totals.activeKeys} keys`),
  publishMetrics: () => stamp("metrics"),
  putEvents: async (events) => {
    stamp(`${events.length} events`);
    const answer = await putEvents(
      {
        send: async () => {
          await wait(25);
          return {};
        },
      },
      events,
      AbortSignal.timeout(60_000),
    );
    stamp(JSON.stringify(answer));
    return answer;
  },
});
console.log(summary.totals, largestPage, `peak ${Math.round(most / 1048576)} MiB`);
