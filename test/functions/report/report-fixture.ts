import type { BusEvent } from "../../../functions/aws/event-bus.ts";
import type { Fate, Plan } from "../../../functions/domain/plan.ts";
import {
  accountResultKey,
  deactivationResultKey,
  planKey,
  runPrefix,
} from "../../../functions/domain/run-files.ts";
import type { Digest } from "../../../functions/notices/digest.ts";
import type { MetricFacts } from "../../../functions/report/metrics.ts";
import { type ReportTask, reportRun } from "../../../functions/report/report-run.ts";
import { parse } from "../../../functions/runtime/parse.ts";
import type { AccountResult, KeyResult } from "../../../statemachine/account-result.ts";
import type { PlanFile, PlannedKeyResult } from "../../../statemachine/plan.ts";
import type { ObjectLocation, SkippedAccount } from "../../../statemachine/run.ts";
import { type RunReport, runReportSchema } from "../../../statemachine/run-report.ts";
import { type ReportEvent, reportEventSchema } from "../../../statemachine/run-summary.ts";
import { policy } from "../domain/policy-fixture.ts";
import { run } from "./result-fixture.ts";

/** A page that contains only the place for the data. */
export const emptyPage = '<html><script type="text/plain" id="run-report"></script></html>';

const bucketName = "curfew-runs";

/** What is in the bucket when the report begins, and the event from the state machine. */
export interface Before {
  readonly results: readonly AccountResult[];
  /** Accounts of the work list without a result, or with an invalid one. */
  readonly broken?: readonly { readonly account: AccountResult["account"]; readonly text?: string }[];
  readonly skipped?: readonly SkippedAccount[];
  readonly plan?: Partial<Plan>;
  /** By account ID. */
  readonly deactivated?: Readonly<Record<string, readonly PlannedKeyResult[]>>;
  readonly event?: Partial<ReportEvent>;
  readonly task?: Partial<ReportTask>;
  /** Other objects, by key. */
  readonly objects?: Readonly<Record<string, string>>;
}

/** One call of the report function over these results. `order` lists what it did, in order. */
export function reporter(before: Before) {
  const objects = new Map<string, string>(Object.entries(before.objects ?? {}));
  const order: string[] = [];
  const digests: { digest: Digest; to: readonly string[] }[] = [];
  const metrics: MetricFacts[] = [];
  const events: BusEvent[] = [];
  const at = (key: string): ObjectLocation => ({ bucket: bucketName, key });
  const prefix = runPrefix(run.day, run.id);
  const broken = before.broken ?? [];
  const listed = [...before.results.map(({ account }) => account), ...broken.map(({ account }) => account)];
  const lines = listed.map((account) => JSON.stringify(account));
  objects.set(`${prefix}work-list.json`, `[\n${lines.join(",\n")}\n]\n`);
  objects.set(
    `${prefix}skipped.jsonl`,
    (before.skipped ?? []).map((line) => JSON.stringify(line)).join("\n"),
  );
  for (const result of before.results)
    objects.set(accountResultKey(run.day, run.id, result.account.id), JSON.stringify(result));
  for (const { account, text } of broken)
    if (text !== undefined) objects.set(accountResultKey(run.day, run.id, account.id), text);
  objects.set(planKey(run.day, run.id), JSON.stringify(planFile(before.plan)));
  for (const [id, keys] of Object.entries(before.deactivated ?? {})) {
    const account = listed.find((one) => one.id === id);
    objects.set(
      deactivationResultKey(run.day, run.id, id),
      JSON.stringify({ run, account, keys, problems: [] }),
    );
  }
  const event: ReportEvent = {
    run,
    workList: at(`${prefix}work-list.json`),
    skipped: at(`${prefix}skipped.jsonl`),
    accounts: { listed: listed.length, skipped: before.skipped?.length ?? 0 },
    mailsDigest: true,
    maxConcurrency: 40,
    plan: {
      state: before.plan?.state ?? "nothingDue",
      file: at(planKey(run.day, run.id)),
      items: at(`${prefix}plan-items.json`),
      keys: 0,
    },
    ...before.event,
  };
  const save = (location: ObjectLocation, text: string) => {
    objects.set(location.key, text);
    order.push(location.key.split("/").at(-1) ?? "");
  };
  const task: ReportTask = {
    event: parse(reportEventSchema, event, "Report event"),
    bucket: bucketName,
    policy: policy(),
    page: emptyPage,
    reader: {
      async *readLines({ key }) {
        yield* (objects.get(key) ?? "").split("\n");
      },
      getText: async ({ key }) => objects.get(key),
    },
    streamUp: async (location, pieces) => {
      const all: string[] = [];
      for await (const piece of pieces) all.push(piece);
      save(location, all.join(""));
    },
    putText: async (location, text) => save(location, text),
    consoleLink: async ({ key }) => `https://console.example/${key}`,
    mailDigest: async (digest, to) => {
      digests.push({ digest, to });
      order.push("digest");
    },
    publishMetrics: (facts) => {
      metrics.push(facts);
      order.push("metrics");
    },
    putEvents: async (put) => {
      events.push(...put);
      order.push("events");
      return { refused: 0, unsent: 0 };
    },
    ...before.task,
  };
  const text = (name: string) => objects.get(`${prefix}report.${name}`) ?? "";
  return {
    reportRun: () => reportRun(task),
    report: (): RunReport => parse(runReportSchema, JSON.parse(text("json")), "report"),
    csv: () => text("csv"),
    html: () => text("html"),
    digests,
    metrics,
    events,
    order,
    objects,
  };
}

/** A plan file with one fate for each of these keys. */
export function planOf(
  keys: readonly KeyResult[],
  fate: Fate,
  accountId: string,
  more: Partial<Plan> = {},
): Plan {
  const state = fate === "awaitsApproval" ? "awaitingApproval" : fate === "onHold" ? "onHold" : "deactivate";
  return {
    state,
    keys: keys.map(({ facts, decision }) => ({
      accountId,
      accessKeyId: facts.accessKeyId,
      userName: facts.userName,
      createdOn: facts.createdOn,
      named: decision.reason.code === "deactivationDue" ? decision.reason.named : run.day,
      fate,
    })),
    ...more,
  };
}

/** The deactivation step's result for a key that it deactivated. */
export function deactivatedResult(
  { facts, decision }: KeyResult,
  more: Partial<PlannedKeyResult> = {},
): PlannedKeyResult {
  const { accessKeyId, userName } = facts;
  return { accessKeyId, userName, decision, outcome: "deactivated", notices: [], ...more };
}

/** Its result for a key whose deactivation failed. */
export function failedResult({ facts, decision }: KeyResult, error: string): PlannedKeyResult {
  const { accessKeyId, userName } = facts;
  return {
    accessKeyId,
    userName,
    decision,
    outcome: "notDeactivated",
    why: { code: "failed", error },
    notices: [],
  };
}

function planFile(plan: Partial<Plan> = {}): PlanFile {
  return {
    run,
    organizationId: "o-a1b2c3d4e5",
    settingsFingerprint: "f",
    limits: { perDay: 25, perDayAndAccount: 10, approvalAbove: 100, reserved: 0 },
    accounts: [],
    plan: { state: "nothingDue", keys: [], ...plan },
  };
}
