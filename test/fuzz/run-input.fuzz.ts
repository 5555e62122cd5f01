import { expect } from "vitest";
import { parse } from "../../functions/runtime/parse.ts";
import { beginRun } from "../../functions/scheduler/begin-run.ts";
import {
  enforceAccountEventSchema,
  listAccountsEventSchema,
  reportEventSchema,
} from "../../statemachine/contract.ts";
import { reporter } from "../functions/report/report-fixture.ts";
import { account, accountResult } from "../functions/report/result-fixture.ts";
import { listedAccount } from "../functions/scheduler/memory-organization.ts";
import { scheduler, startTime } from "../functions/scheduler/scheduler-fixture.ts";
import { busyAccount } from "../functions/worker/busy-account.ts";
import { runWorker, workerTask } from "../functions/worker/run-worker.ts";
import { clearOrRight, type Fared } from "./clear-or-right.ts";
import { mutated } from "./mutated.ts";

/** What a person or the schedule sends: either all of it is understood, or nothing was written. */
export function fuzzRunInput(runs: number): Promise<Fared> {
  const sample = {
    execution: { name: "daily-1", startTime },
    input: { accountIds: ["000000000001", "000000000002"], mode: "report", asOf: "2026-11-20" },
  };
  let written = 0;
  return clearOrRight(
    mutated(sample),
    runs,
    "run input",
    async (input) => {
      written = 0;
      const event = parse(listAccountsEventSchema, input, "run input");
      const { run, bucket } = scheduler([listedAccount(1), listedAccount(2)], {}, { event });
      try {
        const { accounts } = await run();
        expect(accounts.listed + accounts.leftOut).toBeGreaterThan(0);
      } finally {
        written = bucket.objects.size;
      }
    },
    () => {
      expect(written).toBe(0);
    },
  );
}

/** What an operator has restored: either the one account is found and handed on, or the order is refused. */
export function fuzzRestoreOrder(runs: number): Promise<Fared> {
  const accessKeyId = "AKIAIOSFODNN7EXAMPLE";
  const restore = { accountId: "000000000001", accessKeyId, days: 3, reason: "the new key does not work" };
  let written = 0;
  return clearOrRight(
    mutated({ execution: { name: "manual-1", startTime }, input: { restore } }),
    runs,
    "run input",
    async (input) => {
      written = 0;
      const event = parse(listAccountsEventSchema, input, "run input");
      const { task, bucket } = scheduler([listedAccount(1), listedAccount(2)], {}, { event });
      try {
        const begun = await beginRun(task);
        if (event.input.restore !== undefined)
          expect(begun).toMatchObject({ account: { id: event.input.restore.accountId } });
      } finally {
        written = bucket.objects.size;
      }
    },
    () => {
      expect(written).toBe(0);
    },
  );
}

/** What the Map hands to a worker: either it is understood, or no call was made. */
export function fuzzWorkerEvent(runs: number): Promise<Fared> {
  const { event: sample } = workerTask(busyAccount());
  let world = busyAccount();
  return clearOrRight(
    mutated({ ...sample, account: { ...sample.account, joinedOn: "2024-01-31" } }),
    runs,
    "EnforceAccount event",
    async (input) => {
      world = busyAccount();
      const event = parse(enforceAccountEventSchema, input, "EnforceAccount event");
      const { run, account: of } = event;
      const { result, error } = await runWorker(world, { runId: run.id, mode: run.mode, account: of });
      expect(error).toBeUndefined();
      expect(result?.outcome).toBe("enforced");
    },
    () => {
      expect(world.calls).toEqual([]);
    },
  );
}

/** What the state machine hands to the report. */
export function fuzzReportEvent(runs: number): Promise<Fared> {
  const sample = {
    run: accountResult(1).run,
    workList: { bucket: "curfew-runs", key: "runs/2026-11-23/daily-1/work-list.json" },
    leftOut: { bucket: "curfew-runs", key: "runs/2026-11-23/daily-1/left-out.jsonl" },
    accounts: { listed: 1, leftOut: 0 },
    maxConcurrency: 40,
    mapFailure: { Error: "States.DataLimitExceeded", Cause: "too much" },
  };
  return clearOrRight(mutated(sample), runs, "Report event", async (input) => {
    const event = parse(reportEventSchema, input, "Report event");
    const { summarize } = await reporter({ accounts: [account(1)], results: [accountResult(1)], event });
    const { coverage } = await summarize();
    expect(["complete", "incomplete"]).toContain(coverage);
  });
}
