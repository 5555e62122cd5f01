import { expect, it } from "vitest";
import { Interrupted, NoticesInFlight } from "../../functions/runtime/errors.ts";
import { parse } from "../../functions/runtime/parse.ts";
import { deactivateKeysEventSchema, planEventSchema, planOutputSchema } from "../../statemachine/plan.ts";
import { listAccountsEventSchema } from "../../statemachine/run.ts";
import { reportEventSchema } from "../../statemachine/run-summary.ts";
import { accountList, fine, planOutput, type RunOutcome } from "./run-fixture.ts";
import { childOf, definitionOf, execute, type Handler, withoutMaps } from "./state-machine.ts";

const daily = definitionOf("daily");

/** One run with stubs of the functions and Maps; which of them ran, and what each got. */
async function runOf(parts: { keys?: number; outcome?: RunOutcome; failing?: Record<string, Error> } = {}) {
  const { keys = 0, outcome = fine, failing = {} } = parts;
  const got = new Map<string, unknown>();
  const step = (name: string, answer: (payload: unknown) => object): [string, Handler] => [
    name,
    async (payload) => {
      got.set(name, payload);
      const failure = failing[name];
      if (failure !== undefined) throw failure;
      return answer(payload);
    },
  ];
  const output = execute(
    withoutMaps(daily),
    { accountIds: ["777788889999"] },
    Object.fromEntries([
      step("ListAccounts", () => ({ Payload: accountList })),
      step("EvaluateAccounts", () => ({ Payload: { anything: "a Map puts out" } })),
      step("PlanDeactivations", (event) => ({
        Payload: planOutput(parse(planEventSchema, event, "plan event"), keys),
      })),
      step("DeactivateKeys", () => ({ Payload: { anything: "a Map puts out" } })),
      step("Report", () => ({ Payload: outcome })),
    ]),
  );
  const result = await output.then(
    (value: unknown) => ({ value }),
    (error: unknown) => ({ error }),
  );
  return { result, got };
}

function named(name: string): Error {
  return Object.assign(new Error("why"), { name });
}

it("starts the scheduler with the execution and the input", async () => {
  const { got } = await runOf();

  expect(parse(listAccountsEventSchema, got.get("ListAccounts"), "run input")).toEqual({
    execution: { name: "daily-1", startTime: expect.any(String) },
    input: { accountIds: ["777788889999"] },
  });
});

it("evaluates, plans and reports, and skips the second Map if the plan has no key for today", async () => {
  const { result, got } = await runOf();

  expect([...got.keys()]).toEqual(["ListAccounts", "EvaluateAccounts", "PlanDeactivations", "Report"]);
  expect(got.get("PlanDeactivations")).toEqual(accountList);
  expect(parse(reportEventSchema, got.get("Report"), "report event")).toEqual(planOutput(accountList, 0));
  expect(result).toEqual({ value: fine });
});

it("takes at most two more transitions on a day without due keys than the one Map and report of 0.1", () => {
  const path: string[] = [];
  for (let name: string | undefined = daily.StartAt; name !== undefined; ) {
    path.push(name);
    const state: Record<string, unknown> = { ...daily.States[name] };
    const [first] = Array.isArray(state.Choices) ? state.Choices.slice(-1) : [];
    // No key is planned and nothing is missing. Both take the default of their Choice state.
    const next: unknown = first === undefined ? state.Next : first.Next;
    name = typeof next === "string" ? next : undefined;
  }

  expect(path.at(-1)).toBe("Done");
  expect(path).not.toContain("DeactivateKeys");
  expect(path.length).toBeLessThanOrEqual(6 + 2);
});

it("deactivates between the plan and the report, and passes the whole plan on", async () => {
  const { got } = await runOf({ keys: 3 });

  expect([...got.keys()].slice(-3)).toEqual(["PlanDeactivations", "DeactivateKeys", "Report"]);
  const plan = planOutput(accountList, 3);
  expect(parse(planOutputSchema, got.get("DeactivateKeys"), "plan")).toEqual(plan);
  expect(got.get("Report")).toEqual(plan);
});

it("gives each child of the second Map the run, its account and the keys of the plan, and nothing else", () => {
  const { ItemSelector } = { ItemSelector: undefined, ...daily.States.DeactivateKeys };
  const keys = Object.keys(Object(ItemSelector)).map((key) => key.replace(/\.\$$/, ""));

  expect(keys.toSorted()).toEqual(Object.keys(deactivateKeysEventSchema.shape).toSorted());
  // An item of the plan's list has the account and its planned keys (`planItemSchema`).
  expect(ItemSelector).toEqual({
    "run.$": "$.run",
    "account.$": "$$.Map.Item.Value.account",
    "keys.$": "$$.Map.Item.Value.keys",
  });
});

it.each([
  ["EvaluateAccounts", "evaluateFailure"],
  ["PlanDeactivations", "planFailure"],
  ["DeactivateKeys", "deactivateFailure"],
])("passes the failure of %s on to the report", async (state, field) => {
  const { got } = await runOf({ keys: 1, failing: { [state]: named("States.ItemReaderFailed") } });

  const event = parse(reportEventSchema, got.get("Report"), "report event");
  expect(event).toMatchObject({ [field]: { Error: "States.ItemReaderFailed", Cause: "why" } });
});

it("passes the failure of the first Map to the plan function", async () => {
  const { got } = await runOf({ failing: { EvaluateAccounts: named("States.DataLimitExceeded") } });

  expect(parse(planEventSchema, got.get("PlanDeactivations"), "plan event").evaluateFailure).toEqual({
    Error: "States.DataLimitExceeded",
    Cause: "why",
  });
});

it("deactivates nothing if the plan function failed", async () => {
  const { got } = await runOf({ keys: 1, failing: { PlanDeactivations: named("TypeError") } });

  expect([...got.keys()].slice(-2)).toEqual(["PlanDeactivations", "Report"]);
});

it.each([
  ["CoverageIncomplete", { ...fine, coverage: "incomplete", cause: "1 account is unreachable." }],
  ["DeactivationsIncomplete", { ...fine, deactivations: "incomplete", cause: "1 key has no result." }],
  ["CoverageIncomplete", { coverage: "incomplete", deactivations: "incomplete", cause: "Both." }],
] as const)("fails as %s with the report's cause", async (name, outcome) => {
  const { result } = await runOf({ outcome });

  expect(result).toMatchObject({ error: { cause: { name, message: outcome.cause } } });
});

it.each([
  { map: "EvaluateAccounts", task: "EvaluateAccount" },
  { map: "DeactivateKeys", task: "DeactivateKeysOfAccount" },
])("a child of $map never fails, and its answer is not in the Map's output", async ({ map, task }) => {
  const child = childOf(daily, map);
  for (const [error, attempts] of [
    [undefined, 1],
    [named("AccountUnreachable"), 1],
    [new TypeError("a bug"), 1],
    [new NoticesInFlight("claimed by another worker"), 3],
    [new Interrupted("throttled"), 7],
    [named("Lambda.ResourceNotReadyException"), 21],
    [named("Lambda.TooManyRequestsException"), 31],
  ] as const) {
    let calls = 0;
    const output = await execute(
      child,
      {},
      {
        [task]: async () => {
          calls += 1;
          if (error !== undefined) throw error;
          return { Payload: { outcome: "evaluated" } };
        },
      },
    );

    expect(output).toEqual({});
    expect(calls, error?.name).toBe(attempts);
  }
});
