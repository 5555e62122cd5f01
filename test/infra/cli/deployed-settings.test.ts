import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";
import { deployedSettings } from "../../../infra/cli/shared/deployed-settings.ts";
import { sampleSettings } from "../../../infra/sandbox/sample/sample-settings.ts";
import { run } from "../../functions/report/result-fixture.ts";

const file = fileURLToPath(new URL("../../../infra/sandbox/sample/settings.yaml", import.meta.url));
const hub = { accountId: "100000000002", region: "eu-central-1" };
const stages = sampleSettings().policy.stages.map(({ day, actions }) => ({ day, actions: { ...actions } }));

it("accepts the file that agrees with the hub and its last run, or only with the hub if there was no run", () => {
  expect(deployedSettings(file, hub, { run, stages }).policy.stages).toHaveLength(3);
  expect(deployedSettings(file, hub, undefined).hub.accountId).toBe(hub.accountId);
});

it("refuses the file of another account, another Region, or other stages", () => {
  const account = { ...hub, accountId: "999999999999" };

  expect(() => deployedSettings(file, account, { run, stages })).toThrow(/connected to 999999999999/);
  expect(() => deployedSettings(file, { ...hub, region: "eu-west-1" }, undefined)).toThrow(/eu-west-1/);
  expect(() => deployedSettings(file, hub, { run, stages: stages.slice(1) })).toThrow(
    "its stages differ from those of run daily-1",
  );
});

it("says that there is no such file", () => {
  expect(() => deployedSettings("/nowhere/settings.yaml", hub, undefined)).toThrow(
    "There is no settings file",
  );
});
