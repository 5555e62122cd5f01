import { expect } from "vitest";
import { type ApproveTask, approvePlan } from "../../functions/approve/approve-plan.ts";
import { planKey } from "../../functions/domain/run-files.ts";
import { findKeys } from "../../functions/restore/find-keys.ts";
import { parse } from "../../functions/runtime/parse.ts";
import { deactivateKeysOfAccount } from "../../functions/worker/deactivate/deactivate-account.ts";
import { evaluateAccount } from "../../functions/worker/evaluate/evaluate-account.ts";
import { deactivateKeysEventSchema, planEventSchema } from "../../statemachine/plan.ts";
import { evaluateAccountEventSchema, listAccountsEventSchema } from "../../statemachine/run.ts";
import { reportEventSchema } from "../../statemachine/run-summary.ts";
import { policy } from "../functions/domain/policy-fixture.ts";
import { run as plannedRun, planning } from "../functions/plan/plan-fixture.ts";
import { reporter } from "../functions/report/report-fixture.ts";
import { accountResult } from "../functions/report/result-fixture.ts";
import { scheduler, startTime } from "../functions/scheduler/scheduler-fixture.ts";
import { busyAccount } from "../functions/worker/busy-account.ts";
import { deactivateTask, evaluateTask } from "../functions/worker/run-worker.ts";
import { keyIdOf, statuses, today } from "../functions/worker/world.ts";
import { memoryBucket } from "../support/memory-bucket.ts";
import { account } from "../support/memory-organization.ts";
import { clearOrRight, type Fared, isKnownEnd } from "./clear-or-right.ts";
import { mutated } from "./mutated.ts";
import { planFileOf } from "./plan-file.ts";

const accessKeyId = "AKIAIOSFODNN7EXAMPLE";
const execution = { name: "daily-1", startTime };

/** What the scheduler returns to the other states. */
const accountList = {
  run: plannedRun,
  workList: { bucket: "curfew-runs", key: "runs/2026-11-23/daily-1/work-list.json" },
  skipped: { bucket: "curfew-runs", key: "runs/2026-11-23/daily-1/skipped.jsonl" },
  accounts: { listed: 1, skipped: 0 },
  mailsDigest: true,
  maxConcurrency: 40,
};

/** The input of a run: it is understood completely, or nothing is written. */
export function fuzzRunInput(): Promise<Fared> {
  const accountIds = [account(1).id, account(2).id];
  const sample = { execution, input: { accountIds, mode: "report", asOf: "2026-11-20", digest: true } };
  let written = 0;
  return clearOrRight(
    mutated(sample),
    "run input",
    async (input) => {
      written = 0;
      const event = parse(listAccountsEventSchema, input, "run input");
      const { run, bucket } = scheduler([account(1), account(2)], {}, { event });
      try {
        const { accounts, run: started } = await run();
        expect(accounts.listed).toBeGreaterThan(0);
        if (event.input.asOf !== undefined) expect(started.mode).toBe("report");
        if (event.input.mode !== undefined) expect(started.mode).toBe("report");
      } finally {
        written = bucket.objects.size;
      }
    },
    () => expect(written).toBe(0),
  );
}

/** The input of a restore: it finds the one key, or is refused and nothing is written. */
export function fuzzRestoreInput(): Promise<Fared> {
  const sample = { accountId: account(1).id, accessKeyId, days: 3, reason: "the new key does not work" };
  const bucket = memoryBucket();
  return clearOrRight(
    mutated(sample),
    "restore input",
    async (input) => {
      bucket.objects.clear();
      const found = await findKeys({
        event: { step: "findKeys", execution: { name: "restore-1", startTime }, input },
        bucket: "runs",
        findAccounts: async (ids) =>
          new Map(ids.has(account(1).id) ? [[account(1).id, account(1)] as const] : []),
        checkSender: async () => ({ rate: 14 }),
        ...bucket,
      });
      expect(found.keys).toBe(found.refused === undefined ? 1 : 0);
      expect(found.request.days).toBeLessThanOrEqual(90);
    },
    () => expect(bucket.objects.size).toBe(0),
  );
}

/** The input of an approval: it approves the plan of the run, or nothing is recorded. */
export function fuzzApproveInput(): Promise<Fared> {
  const file = planFileOf("awaitsApproval");
  const sample = {
    run: file.run.id,
    day: file.run.day,
    accounts: [account(1).id],
    organizationalUnits: ["ou-a1b2-11111111"],
    reason: "looked through",
    approvedBy: "ann",
  };
  const bucket = memoryBucket();
  bucket.put(planKey(file.run.day, file.run.id), file);
  let recorded = 0;
  const task: Omit<ApproveTask, "event"> = {
    policy: policy(),
    bucket: "runs",
    organizationId: file.organizationId,
    utcDay: () => file.run.day,
    getText: bucket.getText,
    controls: {
      async putApproval(approval) {
        recorded += 1;
        expect(approval).toMatchObject({ run: file.run.id, on: file.run.day });
        expect(approval.reason.trim()).not.toBe("");
        return approval;
      },
    },
  };
  return clearOrRight(
    mutated(sample),
    "approve input",
    async (input) => {
      recorded = 0;
      const executionArn = "arn:aws:states:eu-central-1:111122223333:execution:curfew-approve:one";
      const { outcome } = await approvePlan({ ...task, event: { executionArn, startTime, input } });
      expect(recorded).toBe(outcome === "approved" ? 1 : 0);
    },
    () => expect(recorded).toBe(0),
  );
}

/** The event of an evaluation: it is understood, or no call is made. No key is changed. */
export function fuzzEvaluateEvent(): Promise<Fared> {
  const { event: sample } = evaluateTask(busyAccount());
  const before = statuses(busyAccount());
  let world = busyAccount();
  return clearOrRight(
    mutated({ ...sample, account: { ...sample.account, joinedOn: "2024-01-31" } }),
    "EvaluateAccounts event",
    async (input) => {
      world = busyAccount();
      const event = parse(evaluateAccountEventSchema, input, "EvaluateAccounts event");
      const error: unknown = await evaluateAccount({ ...evaluateTask(world), event }).then(
        () => undefined,
        (thrown: unknown) => thrown,
      );
      expect(isKnownEnd(error)).toBe(true);
      expect(statuses(world)).toEqual(before);
      if (event.run.mode === "report" || event.run.day !== today) expect(world.outbox).toEqual([]);
    },
    () => expect(world.calls).toEqual([]),
  );
}

/** The event of a deactivation: only keys for which the rule holds are changed. */
export function fuzzDeactivateEvent(): Promise<Fared> {
  const ids = ["ann", "bob", "dan", "eve", "ci", "may"].map((name) => keyIdOf(name));
  const { event: sample } = deactivateTask(busyAccount(), ids);
  const before = statuses(busyAccount());
  const mayBeDeactivated = new Set([keyIdOf("ann"), keyIdOf("bob")]);
  let world = busyAccount();
  return clearOrRight(
    mutated(sample),
    "DeactivateKeys event",
    async (input) => {
      world = busyAccount();
      const event = parse(deactivateKeysEventSchema, input, "DeactivateKeys event");
      const error: unknown = await deactivateKeysOfAccount({ ...deactivateTask(world, []), event }).then(
        () => undefined,
        (thrown: unknown) => thrown,
      );
      expect(isKnownEnd(error)).toBe(true);
      const isLive = event.run.mode === "enforce" && event.run.day === today;
      for (const [id, status] of Object.entries(statuses(world)))
        if (!isLive || !mayBeDeactivated.has(id)) expect(status).toBe(before[id]);
    },
    () => expect(world.calls).toEqual([]),
  );
}

/** The event of the plan function: a run of another day or in report mode deactivates nothing. */
export function fuzzPlanEvent(): Promise<Fared> {
  return clearOrRight(
    mutated({ ...accountList, evaluateFailure: { Error: "States.DataLimitExceeded", Cause: "too much" } }),
    "PlanDeactivations event",
    async (input) => {
      const event = parse(planEventSchema, input, "PlanDeactivations event");
      const { plan, putDue } = planning({ event });
      putDue(1, [{ id: "A1" }]);
      const ended = await plan().then(
        (output) => ({ output, error: undefined }),
        (error: unknown) => ({ output: undefined, error }),
      );
      expect(isKnownEnd(ended.error)).toBe(true);
      const { mode, day } = event.run;
      if (mode === "report" || day !== "2026-11-23" || event.evaluateFailure !== undefined)
        expect(ended.output?.plan.keys ?? 0).toBe(0);
    },
  );
}

/** The event of the report function. */
export function fuzzReportEvent(): Promise<Fared> {
  const location = { bucket: "curfew-runs", key: "runs/2026-11-23/daily-1/plan.json" };
  const plan = { state: "nothingDue", file: location, items: location, keys: 0 };
  const failure = { Error: "States.DataLimitExceeded", Cause: "too much" };
  return clearOrRight(
    mutated({ ...accountList, plan, evaluateFailure: failure }),
    "Report event",
    async (input) => {
      const event = parse(reportEventSchema, input, "Report event");
      const { reportRun } = reporter({ results: [accountResult(1)], task: { event } });
      const { coverage } = await reportRun();
      expect(["complete", "incomplete"]).toContain(coverage);
      if (event.evaluateFailure !== undefined) expect(coverage).toBe("incomplete");
    },
  );
}
