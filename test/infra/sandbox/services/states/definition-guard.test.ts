import { expect, test } from "vitest";
import { guardDefinition } from "../../../../../infra/sandbox/services/states/definition-guard.ts";
import { curfewDefinition } from "./states-fixture.ts";

test("the definition of this repository runs here unchanged", () => {
  expect(Object.keys(guardDefinition(curfewDefinition()).States)).toContain("EvaluateAccounts");
});

const state = { Type: "Pass", End: true };
const map = "States.EvaluateAccounts";
const worker = "States.EvaluateAccounts.ItemProcessor.States.EvaluateAccount";

test.each([
  ["a batch", `${map}.ItemBatcher`, { MaxItemsPerBatch: 10 }, `unknown field "ItemBatcher"`],
  ["a result writer", `${map}.ResultWriter`, {}, `unknown field "ResultWriter"`],
  [
    "a tolerated percentage",
    `${map}.ToleratedFailurePercentage`,
    5,
    `unknown field "ToleratedFailurePercentage"`,
  ],
  ["items of another format", `${map}.ItemReader.ReaderConfig.InputType`, "CSV", "InputType"],
  ["a limit of items", `${map}.ItemReader.ReaderConfig.MaxItems`, 5, `unknown field "MaxItems"`],
  ["an inline Map", `${map}.ItemProcessor.ProcessorConfig.Mode`, "INLINE", "Mode"],
  ["express children", `${map}.ItemProcessor.ProcessorConfig.ExecutionType`, "EXPRESS", "ExecutionType"],
  ["a Map within a Map", `${worker}.Type`, "Map", "Type"],
  ["both concurrencies", `${map}.MaxConcurrency`, 5, "MaxConcurrency or MaxConcurrencyPath"],
  ["a task's error on a Map", `${map}.Catch.0.ErrorEquals`, ["States.TaskFailed"], "an error that can occur"],
  ["JSONata", "QueryLanguage", "JSONata", "JSONata does not run here"],
  ["JSONata in a state", "States.Report.QueryLanguage", "JSONata", `unknown field "QueryLanguage"`],
  ["variables", "States.Report.Assign", { a: 1 }, `unknown field "Assign"`],
  ["a heartbeat", "States.Report.HeartbeatSeconds", 5, `unknown field "HeartbeatSeconds"`],
  ["another integration", "States.Report.Resource", "arn:aws:states:::sqs:sendMessage", "lambda:invoke"],
  [
    "a callback",
    "States.Report.Resource",
    "arn:aws:states:::lambda:invoke.waitForTaskToken",
    "lambda:invoke",
  ],
  [
    "an asynchronous invocation",
    "States.Report.Parameters.InvocationType",
    "Event",
    `unknown field "InvocationType"`,
  ],
  ["Parallel", "States.Report", { Type: "Parallel", Branches: [], Next: "X" }, "States.Report.Type"],
  [
    "an intrinsic function",
    "States.Report.Parameters",
    { FunctionName: "f", Payload: { "id.$": "States.UUID()" } },
    `"id.$"`,
  ],
  ["a filter", "States.Report.InputPath", "$.a[?(@.b == 1)]", "plain path"],
  [
    "a task token",
    "States.Report.Parameters",
    { FunctionName: "f", Payload: { "t.$": "$$.Task.Token" } },
    `"t.$"`,
  ],
  [
    "the item outside an ItemSelector",
    `${worker}.Parameters`,
    { FunctionName: "f", "Payload.$": "$$.Map.Item.Value" },
    "expected a path",
  ],
  ["ResultPath $", "States.Report.ResultPath", "$", "$.mapFailure"],
  ["a falsy result", "States.Enforced", { ...state, Result: 0 }, "truthy"],
  [
    "an operator across types",
    "States.IsEverythingAccountedFor.Choices.0.StringLessThan",
    "a",
    `"StringLessThan"`,
  ],
  ["two operators at once", "States.IsEverythingAccountedFor.Choices.0.IsNull", true, "expected one of"],
  [
    "a type test for false",
    "States.IsEverythingAccountedFor.Choices.0",
    { Variable: "$.a", IsNull: false, Next: "Enforced" },
    "IsNull",
  ],
  [
    "a failure without a cause",
    "States.CoverageIncomplete",
    { Type: "Fail", Error: "E" },
    "Cause, CausePath",
  ],
  ["States.ALL among others", "States.Report.Retry.0.ErrorEquals", ["States.ALL", "E"], "States.ALL alone"],
  [
    "a Retry of an error that cannot be retried",
    "States.Report.Retry.0.ErrorEquals",
    ["States.Runtime"],
    "an error that can occur",
  ],
  ["a wait that is too long for the engine", "States.Report.TimeoutSeconds", 99_999_999, "TimeoutSeconds"],
  [
    "a timeout from the input",
    "States.Report.TimeoutSecondsPath",
    "$.t",
    `unknown field "TimeoutSecondsPath"`,
  ],
  ["neither Next nor End", "States.ListAccounts.Next", undefined, "one of Next, End"],
  ["a transition to nowhere", "States.ListAccounts.Next", "Nowhere", "Nowhere"],
  ["one name twice", "States.EvaluateAccount", state, "two states EvaluateAccount"],
])("%s is refused by name instead of ignored", (_, path, value, message) => {
  const definition: unknown = JSON.parse(curfewDefinition());
  put(definition, path.split("."), value);
  expect(() => guardDefinition(JSON.stringify(definition))).toThrow(message);
});

test("a definition that is not JSON is refused", () => {
  expect(() => guardDefinition("StartAt: A")).toThrow("Invalid State Machine Definition");
});

function put(target: unknown, [name = "", ...rest]: string[], value: unknown): void {
  if (rest.length === 0) Reflect.set(Object(target), name, value);
  else put(Reflect.get(Object(target), name), rest, value);
}
