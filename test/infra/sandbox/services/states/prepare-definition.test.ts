import { expect, test } from "vitest";
import { guardDefinition } from "../../../../../infra/sandbox/services/states/definition-guard.ts";
import { prepareDefinition } from "../../../../../infra/sandbox/services/states/prepare-definition.ts";
import { curfewDefinition } from "./states-fixture.ts";

const definition = guardDefinition(curfewDefinition());

test("passes everything to the engine unchanged that it does like AWS", () => {
  const { States } = definition;
  expect(prepareDefinition(definition, 1).definition).toMatchObject({
    StartAt: "ListAccounts",
    States: {
      IsEverythingAccountedFor: States.IsEverythingAccountedFor,
      Done: States.Done,
      CoverageIncomplete: States.CoverageIncomplete,
      Report: States.Report,
    },
  });
});

test("a Distributed Map becomes a task that gets everything that the Map needs", () => {
  expect(prepareDefinition(definition, 1).definition).toHaveProperty("States.EvaluateAccounts", {
    Type: "Task",
    Comment: expect.any(String),
    Resource: "arn:aws:states:::lambda:invoke",
    Parameters: {
      "Bucket.$": "$.workList.bucket",
      "Key.$": "$.workList.key",
      "MaxConcurrency.$": "$.maxConcurrency",
      "Input.$": "$",
    },
    TimeoutSeconds: 2_000_000,
    ResultPath: null,
    Catch: [{ ErrorEquals: ["States.ALL"], ResultPath: "$.evaluateFailure", Next: "PlanDeactivations" }],
    Next: "PlanDeactivations",
  });
});

test("its children are a separate machine", () => {
  const map = prepareDefinition(definition, 1).maps.get("EvaluateAccounts");
  expect(map).toMatchObject({ label: "EvaluateAccounts", toleratedFailureCount: 50_000 });
  expect(map?.child.definition).toMatchObject({ StartAt: "EvaluateAccount" });
  expect(map?.child.tasks).toEqual(["EvaluateAccount"]);
});

test("the execution in the context object is renamed, because the engine overwrites it", () => {
  expect(prepareDefinition(definition, 1).definition).toHaveProperty(
    "States.ListAccounts.Parameters.Payload.execution",
    { "name.$": "$$.OfExecution.Name", "startTime.$": "$$.OfExecution.StartTime" },
  );
});

test("the seconds of every Retry are scaled, its attempts and its jitter are not", () => {
  const { child } = prepareDefinition(definition, 0.01).maps.get("EvaluateAccounts") ?? {};
  expect(child?.definition).toHaveProperty(
    "States.EvaluateAccount.Retry",
    expect.arrayContaining([
      { ErrorEquals: ["NoticesInFlight"], IntervalSeconds: 1, BackoffRate: 1, MaxAttempts: 2 },
      {
        ErrorEquals: ["Lambda.TooManyRequestsException"],
        IntervalSeconds: 0.1,
        BackoffRate: 1.5,
        MaxAttempts: 30,
        MaxDelaySeconds: 0.6,
        JitterStrategy: "FULL",
      },
      {
        ErrorEquals: expect.arrayContaining(["Interrupted"]),
        IntervalSeconds: 0.05,
        BackoffRate: 2,
        MaxAttempts: 6,
        MaxDelaySeconds: 1.2,
        JitterStrategy: "FULL",
      },
    ]),
  );
});

test("a task without a timeout gets one that the engine's timer supports", () => {
  const { Parameters } = { Parameters: { FunctionName: "f" } };
  const task = guardDefinition(
    JSON.stringify({
      StartAt: "A",
      States: { A: { Type: "Task", Resource: "arn:aws:states:::lambda:invoke", Parameters, End: true } },
    }),
  );
  expect(prepareDefinition(task, 1).definition).toHaveProperty("States.A.TimeoutSeconds", 2_000_000);
});
