import { expect, it } from "vitest";
import { failureText, refusedInput } from "../../../infra/cli/shared/refused-input.ts";

it("extracts the scheduler's message from Lambda's error, including quotes", () => {
  const cause =
    '{"errorType":"InvalidInput","errorMessage":"mode: expected \\"report\\", got \\"enforce\\"","trace":[]}';

  expect(refusedInput(cause)).toBe('mode: expected "report", got "enforce"');
});

it("says nothing about a failure of another kind", () => {
  expect(refusedInput('{"errorType":"Interrupted","errorMessage":"InvalidInput"}')).toBeUndefined();
  expect(refusedInput(undefined)).toBeUndefined();
});

it("describes the end of an execution with the function's error, or else with that of Step Functions", () => {
  const thrown = (errorType: string) =>
    JSON.stringify({ errorType, errorMessage: "mode: is missing", trace: [] });

  expect(failureText({ error: "InvalidInput", cause: thrown("InvalidInput") })).toBe("mode: is missing");
  expect(failureText({ error: "Broken", cause: thrown("Broken") })).toBe("Broken: mode: is missing");
  expect(failureText({ error: "States.Timeout", cause: "took too long" })).toBe(
    "States.Timeout: took too long",
  );
  expect(failureText({ error: "States.Timeout" })).toBe("States.Timeout");
});
