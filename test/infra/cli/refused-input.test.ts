import { expect, it } from "vitest";
import { refusedInput } from "../../../infra/cli/shared/refused-input.ts";

it("reads what the scheduler said out of Lambda's error, quotes and all", () => {
  const cause =
    '{"errorType":"InvalidInput","errorMessage":"mode: expected \\"report\\", got \\"enforce\\"","trace":[]}';

  expect(refusedInput(cause)).toBe('mode: expected "report", got "enforce"');
});

it("says nothing about a failure of another kind", () => {
  expect(refusedInput('{"errorType":"Interrupted","errorMessage":"InvalidInput"}')).toBeUndefined();
  expect(refusedInput(undefined)).toBeUndefined();
});
