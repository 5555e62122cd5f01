import { expect, it } from "vitest";
import type { Policy } from "../../../../functions/domain/policy.ts";
import { checkSelections } from "../../../../infra/cli/doctor/check-selections.ts";
import { sampleSettings } from "../../../../infra/sandbox/sample/start-sample.ts";
import { runRecord } from "../run-record-fixture.ts";
import { runReport } from "../run-report-fixture.ts";

const nothing = { accounts: [], organizationalUnits: [] };
const sales = {
  id: "111111111111",
  name: "Sales",
  path: ["r-a1b2", "ou-a1b2-11111111"],
  mode: "enforce",
  outcome: "enforced",
  users: 0,
  keys: 0,
  activeKeys: 0,
  noticesSent: 0,
  wouldNotify: 0,
  keysDeactivated: 0,
  wouldDeactivate: 0,
  keysWithheld: 0,
};
const leftOut = [
  { id: "222222222222", name: "Old", path: ["r-a1b2"], reason: "excluded by the settings" },
  {
    id: "333333333333",
    name: "Lab",
    path: ["r-a1b2", "ou-a1b2-33333333", "ou-a1b2-34343434"],
    reason: "excluded by the settings with ou-a1b2-33333333",
  },
];

function found(selections: Partial<Pick<Policy, "include" | "exclude" | "overrides">>) {
  const settings = sampleSettings();
  const policy = { ...settings.policy, include: nothing, exclude: nothing, overrides: [], ...selections };
  const report = runReport({ accounts: [sales], leftOut });
  return checkSelections({
    settings: { answer: { ...settings, policy } },
    whole: { answer: { record: runRecord(), report } },
  });
}

it("knows accounts and units that the last run enforced or left out, one unit inside another too", () => {
  const exclude = {
    accounts: ["222222222222"],
    organizationalUnits: ["ou-a1b2-33333333", "ou-a1b2-34343434"],
  };
  const overrides = [{ accounts: ["111111111111"], organizationalUnits: ["ou-a1b2-11111111"] }];

  expect(found({ exclude, overrides })).toEqual([
    { check: "Selections", state: "ok", finding: "5 ids in the settings, all known" },
  ]);
});

it.each([
  ["exclude.accounts 222222222223", { exclude: { ...nothing, accounts: ["222222222223"] } }],
  [
    "exclude.organizationalUnits ou-a1b2-33333334",
    { exclude: { ...nothing, organizationalUnits: ["ou-a1b2-33333334"] } },
  ],
  [
    "include.organizationalUnits r-a1b3",
    { include: { ...nothing, organizationalUnits: ["r-a1b3", "r-a1b2"] } },
  ],
  [
    "overrides[1].accounts 444444444444",
    { overrides: [nothing, { ...nothing, accounts: ["444444444444"] }] },
  ],
])("warns of a mistyped %s, which a run passes over in silence", (named, selections) => {
  const [finding, ...others] = found(selections);

  expect(finding).toMatchObject({ state: "warning" });
  expect(finding?.finding).toBe(`the last whole run met nothing that goes by ${named}`);
  expect(others).toEqual([]);
});

it("says nothing where the settings select nothing, and where no run has met the accounts yet", () => {
  const { policy } = sampleSettings();
  const exclude = { ...nothing, accounts: ["222222222222"] };
  const settings = { answer: { ...sampleSettings(), policy: { ...policy, exclude } } };

  expect(found({})).toEqual([]);
  expect(checkSelections({ settings, whole: { answer: { missing: "no run yet" } } })).toEqual([]);
});
