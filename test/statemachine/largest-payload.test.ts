import { expect, it } from "vitest";
import * as z from "zod/mini";
import type { Account } from "../../functions/domain/account.ts";
import { mostPerAccount } from "../../functions/domain/pace.ts";
import {
  planItemsKey,
  planKey,
  reportKey,
  restoreItemsKey,
  skippedKey,
  workListKey,
} from "../../functions/domain/run-files.ts";
import { coverageOf } from "../../functions/report/coverage.ts";
import { emptyTotals } from "../../functions/report/tally.ts";
import { parse } from "../../functions/runtime/parse.ts";
import { bytesOf, dataLimitBytes } from "../../infra/sandbox/services/states/data-limit.ts";
import { deactivateKeysEventSchema, type PlanOutput, planOutputSchema } from "../../statemachine/plan.ts";
import { keysFoundSchema, restoreKeysEventSchema } from "../../statemachine/restore.ts";
import {
  type AccountList,
  accountListSchema,
  type EvaluateAccountEvent,
  evaluateAccountEventSchema,
  type ListAccountsEvent,
  listAccountsEventSchema,
  type Run,
} from "../../statemachine/run.ts";
import {
  type ReportEvent,
  type RunSummary,
  reportEventSchema,
  runSummarySchema,
  totalsSchema,
} from "../../statemachine/run-summary.ts";
import { childrenOf, definitionOf, execute, machineNames } from "./state-machine.ts";

/** The most that an Organization can have (Organizations quotas). */
const mostAccounts = 50_000;

/** The longest names that AWS and our own schemas allow, so that no state can have a larger payload. */
const runId = "r".repeat(80);
const bucket = "b".repeat(63);
const day = "2026-11-24";
const run: Run = {
  id: runId,
  startedAt: "2026-11-24T09:00:00.000+00:00",
  day,
  mode: "enforce",
  scope: "organization",
  pausedUntil: day,
  spreadOverDays: 3_650,
  mailRate: 100_000,
};

/** Names have 50 characters, OUs are five levels deep (Organizations API reference, Account; Organizations quotas). */
const account: Account = {
  id: "9".repeat(12),
  name: '"'.repeat(50),
  path: [`r-${"a".repeat(32)}`, ...Array.from({ length: 5 }, () => `ou-${"a".repeat(32)}-${"b".repeat(32)}`)],
  joinedOn: day,
  state: "PENDING_ACTIVATION",
};

/** A cause has 32,768 characters at most (Step Functions API reference), and JSON may double them. */
const failure = { Error: "E".repeat(256), Cause: '"'.repeat(32_768) };

const listEvent: ListAccountsEvent = {
  execution: { name: runId, startTime: run.startedAt },
  input: {
    accountIds: Array.from({ length: 1000 }, () => account.id),
    mode: "report",
    asOf: day,
    digest: true,
  },
};
const list: AccountList = {
  run,
  workList: { bucket, key: workListKey(day, runId) },
  skipped: { bucket, key: skippedKey(day, runId) },
  accounts: { listed: mostAccounts, skipped: mostAccounts },
  mailsDigest: true,
  maxConcurrency: 1000,
};
const work: EvaluateAccountEvent = { run, account };
const plan: PlanOutput = {
  ...list,
  evaluateFailure: failure,
  plan: {
    state: "awaitingApproval",
    file: { bucket, key: planKey(day, runId) },
    items: { bucket, key: planItemsKey(day, runId) },
    keys: 1_000_000,
  },
};
const reportEvent: ReportEvent = { ...plan, deactivateFailure: failure };

const totals = parse(
  totalsSchema,
  {
    ...Object.fromEntries(Object.keys(emptyTotals()).map((name) => [name, Number.MAX_SAFE_INTEGER])),
    accounts: { ...emptyTotals(mostAccounts).accounts, listed: mostAccounts, unreachable: mostAccounts },
  },
  "totals",
);
const unreachable = Array.from({ length: mostAccounts }, () => ({
  id: account.id,
  name: account.name,
  reason: '"'.repeat(32_768),
}));
const noPlan = { file: undefined, problem: "p".repeat(10_000), keys: new Map(), problems: [] };
const { coverage, deactivations, cause } = coverageOf(reportEvent, totals, unreachable, noPlan);
const reportFile = (form: "json" | "csv" | "html") => ({ bucket, key: reportKey(day, runId, form) });
const summary: RunSummary = {
  ...{ run, coverage, deactivations, state: "awaitingApproval", cause, totals },
  report: { json: reportFile("json"), csv: reportFile("csv"), html: reportFile("html") },
};
const restored = {
  request: { execution: runId, day, days: 90, reason: '"'.repeat(300), mailRate: 14 },
  items: { bucket, key: restoreItemsKey(runId) },
  accounts: mostAccounts,
  keys: 1_000_000,
};

const payloads: [string, unknown, z.ZodMiniType][] = [
  ["what the execution is started with, and the scheduler gets", listEvent, listAccountsEventSchema],
  ["what the scheduler answers", list, accountListSchema],
  ["what a child is started with", work, evaluateAccountEventSchema],
  ["what the plan answers after the first Map failed", plan, planOutputSchema],
  ["what the report gets after both Maps failed", reportEvent, reportEventSchema],
  ["what the report answers about 50,000 unreachable accounts", summary, runSummarySchema],
  ["what a restore carries", restored, keysFoundSchema],
];

it.each(payloads)("%s at its largest is well below the limit of a state", (_, payload, schema) => {
  expect(parse(schema, payload, "payload")).toEqual(payload);
  expect(bytesOf(JSON.parse(JSON.stringify(payload)))).toBeLessThan(dataLimitBytes * 0.6);
});

/** The longest ID of an access key, and the longest user name (IAM API reference). */
const accessKeyId = "A".repeat(128);
const planned = { accessKeyId, userName: "u".repeat(64), createdOn: day };
const ofOneAccount = <Key>(key: Key): Key[] => Array.from({ length: mostPerAccount }, () => key);
const childInputs: [string, unknown, z.ZodMiniType][] = [
  ["deactivate", { run, account, keys: ofOneAccount(planned) }, deactivateKeysEventSchema],
  [
    "restore",
    { step: "restoreKeys", request: restored.request, account, accessKeyIds: ofOneAccount(accessKeyId) },
    restoreKeysEventSchema,
  ],
];

it.each(childInputs)("a child can %s as many keys as the pace allows in one account", (_, input, schema) => {
  expect(parse(schema, input, "input")).toEqual(input);
  expect(bytesOf(JSON.parse(JSON.stringify(input)))).toBeLessThan(dataLimitBytes);
});

const children = machineNames.flatMap((name) => [...childrenOf(definitionOf(name))]);

it.each(children)("keeps the outputs of 50,000 children of %s together below the limit", async (_, child) => {
  const answer = async () => ({ Payload: { answer: "x".repeat(100) } });

  const output = parse(z.json(), await execute(child, {}, { [child.StartAt]: answer }), "output");

  expect(bytesOf(Array.from({ length: mostAccounts }, () => output))).toBeLessThan(dataLimitBytes);
});
