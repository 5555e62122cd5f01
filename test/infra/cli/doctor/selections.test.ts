import { expect, it } from "vitest";
import type { Policy } from "../../../../functions/domain/policy.ts";
import { checkSelections } from "../../../../infra/cli/doctor/check-selections.ts";
import { sampleSettings } from "../../../../infra/sandbox/sample/sample-settings.ts";
import { runRecord } from "../run-record-fixture.ts";
import { accountRow, runReport } from "../run-report-fixture.ts";

const nothing = { accounts: [], organizationalUnits: [] };
const sales = accountRow({ id: "111111111111", path: ["r-a1b2", "ou-a1b2-11111111"] });
const skipped = [
  { id: "222222222222", name: "Old", path: ["r-a1b2"], reason: { code: "excluded" as const } },
  {
    id: "333333333333",
    name: "Lab",
    path: ["r-a1b2", "ou-a1b2-33333333", "ou-a1b2-34343434"],
    reason: { code: "excludedWithOu" as const, organizationalUnit: "ou-a1b2-33333333" },
  },
];

function found(selections: Partial<Pick<Policy, "include" | "exclude" | "overrides">>) {
  const settings = sampleSettings();
  const policy = { ...settings.policy, include: nothing, exclude: nothing, overrides: [], ...selections };
  const report = runReport({ accounts: [sales], skipped });
  return checkSelections({
    settings: { answer: { ...settings, policy } },
    full: { answer: { record: runRecord(), report } },
  });
}

it("knows the accounts and OUs that the last run listed or skipped, also an OU inside another", () => {
  const exclude = {
    accounts: ["222222222222"],
    organizationalUnits: ["ou-a1b2-33333333", "ou-a1b2-34343434"],
  };
  const overrides = [{ accounts: ["111111111111"], organizationalUnits: ["ou-a1b2-11111111"] }];

  expect(found({ exclude, overrides })).toEqual([
    { check: "Selections", state: "ok", finding: "5 IDs in the settings, all known" },
  ]);
});

it.each([
  [
    "exclude.accounts: no account in the last full run matches 222222222223",
    { exclude: { ...nothing, accounts: ["222222222223"] } },
  ],
  [
    "exclude.organizationalUnits: no account in the last full run matches ou-a1b2-33333334",
    { exclude: { ...nothing, organizationalUnits: ["ou-a1b2-33333334"] } },
  ],
  [
    "include.organizationalUnits: no account in the last full run matches r-a1b3",
    { include: { ...nothing, organizationalUnits: ["r-a1b3", "r-a1b2"] } },
  ],
  [
    "overrides[1].accounts: no account in the last full run matches 444444444444",
    { overrides: [nothing, { ...nothing, accounts: ["444444444444"] }] },
  ],
])("warns of a mistyped ID: %s", (named, selections) => {
  const [finding, ...others] = found(selections);

  expect(finding).toMatchObject({ state: "warning" });
  expect(finding?.finding).toBe(named);
  expect(others).toEqual([]);
});

it("says nothing if the settings name no account, or if no full run has completed yet", () => {
  const { policy } = sampleSettings();
  const exclude = { ...nothing, accounts: ["222222222222"] };
  const settings = { answer: { ...sampleSettings(), policy: { ...policy, exclude } } };

  expect(found({})).toEqual([]);
  expect(checkSelections({ settings, full: { answer: { missing: "no run yet" } } })).toEqual([]);
});
