import { expect, it } from "vitest";
import { AccountUnreached, Interrupted, NoticesInFlight } from "../../functions/runtime/errors.ts";
import { parse } from "../../functions/runtime/parse.ts";
import {
  type AccountList,
  listAccountsEventSchema,
  type ReportEvent,
  reportEventSchema,
  runSummarySchema,
} from "../../statemachine/contract.ts";
import { reporter } from "../functions/report/report-fixture.ts";
import { account, accountResult, run } from "../functions/report/result-fixture.ts";
import { scheduler } from "../functions/scheduler/scheduler-fixture.ts";
import { child, execute, withoutMap } from "./state-machine.ts";

/** One child of the Map whose worker ends so each time. */
async function childOf(worker: () => Promise<object>) {
  let attempts = 0;
  const output = await execute(
    child,
    { run, account: account(1) },
    {
      EnforceAccount: () => {
        attempts += 1;
        return worker();
      },
    },
  );
  return { output, attempts };
}

/** An error as AWS names it. */
function namedAs(name: string): Error {
  return Object.assign(new Error("Rate Exceeded"), { name });
}

it.each([
  { error: new AccountUnreached("no role"), attempts: 1 },
  { error: new TypeError("a bug"), attempts: 1 },
  { error: new NoticesInFlight("claimed by another worker"), attempts: 3 },
  { error: new Interrupted("throttled"), attempts: 5 },
  // It was not run at all: a hub whose Lambda has room for few workers only has to wait for it.
  { error: namedAs("Lambda.TooManyRequestsException"), attempts: 31 },
])(
  "a worker that fails with $error.name is tried $attempts times and never fails its child",
  async (example) => {
    const { output, attempts } = await childOf(() => Promise.reject(example.error));

    expect(attempts).toBe(example.attempts);
    expect(output).toEqual({});
  },
);

it("a worker's answer does not travel with the Map's output, which has room for 256 KiB only", async () => {
  const { output, attempts } = await childOf(async () => ({ Payload: { outcome: "enforced" } }));

  expect(attempts).toBe(1);
  expect(output).toEqual({});
});

/** The accounts of these tests, as the scheduler really lists them. */
async function accountList(): Promise<AccountList> {
  const accounts = [1, 2].map((number) => ({ account: account(number), state: "ACTIVE" }));
  const { run: schedule } = scheduler(accounts);
  return schedule();
}

/** The whole state machine over two accounts, the second without a result, with a Map that ends so. */
async function wholeRun(map: () => Promise<object>, results = [accountResult(1)]) {
  const listed = await accountList();
  const handedOver: { input?: unknown; event?: ReportEvent; started?: unknown } = {};
  const output = execute(
    withoutMap,
    {},
    {
      ListAccounts: async (input) => {
        handedOver.started = input;
        return { Payload: listed };
      },
      EnforceAccounts: map,
      Report: async (input) => {
        handedOver.input = input;
        handedOver.event = parse(reportEventSchema, input, "Report event");
        const { mapFailure } = handedOver.event;
        const event = mapFailure === undefined ? {} : { mapFailure };
        const report = await reporter({ accounts: [account(1), account(2)], results, event });
        return { Payload: await report.summarize() };
      },
    },
  );
  return { output, handedOver, listed };
}

it("starts the scheduler with the execution and the input, as the scheduler's contract wants it", async () => {
  const { output, handedOver } = await wholeRun(async () => ({}), [accountResult(1), accountResult(2)]);

  await output;

  expect(parse(listAccountsEventSchema, handedOver.started, "run input")).toEqual({
    execution: { name: "daily-1", startTime: expect.any(String) },
    input: {},
  });
});

it("hands the scheduler's own account list to the report, and succeeds where every account was reached", async () => {
  const { output, handedOver, listed } = await wholeRun(
    async () => ({ Payload: { anything: "the Map put out" } }),
    [accountResult(1), accountResult(2)],
  );

  expect(parse(runSummarySchema, await output, "run summary")).toMatchObject({ coverage: "complete" });
  expect(handedOver.input).toEqual(listed);
});

it("ends as failed, naming the account, where a child was caught and left no result", async () => {
  const { output, handedOver } = await wholeRun(async () => ({}));

  await expect(output).rejects.toMatchObject({
    cause: {
      name: "CoverageIncomplete",
      message: expect.stringContaining(`${account(2).id} (Account 2): its worker left no result`),
    },
  });
  expect(handedOver.event?.mapFailure).toBeUndefined();
});

it("hands the Map's own failure to the report, which parses it and names it, though all accounts were reached", async () => {
  const failure = Object.assign(new Error("the work list could not be read"), {
    name: "States.ItemReaderFailed",
  });
  const { output, handedOver, listed } = await wholeRun(
    () => Promise.reject(failure),
    [accountResult(1), accountResult(2)],
  );

  await expect(output).rejects.toMatchObject({
    cause: {
      name: "CoverageIncomplete",
      message: expect.stringContaining("the map run failed: States.ItemReaderFailed"),
    },
  });
  expect(handedOver.event).toEqual({
    ...listed,
    mapFailure: { Error: "States.ItemReaderFailed", Cause: "the work list could not be read" },
  });
});
