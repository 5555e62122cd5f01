import { expect, it } from "vitest";
import { probe } from "../../../../infra/cli/doctor/finding.ts";

it("returns an error as an answer in one line", async () => {
  const broken = async () => {
    throw new SyntaxError("no JSON\n  Deserialization error");
  };

  expect(await probe(broken)).toEqual({ failed: "SyntaxError: no JSON Deserialization error" });
});
