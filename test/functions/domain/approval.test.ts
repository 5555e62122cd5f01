import { expect, it } from "vitest";
import {
  approvalEnd,
  isApprovable,
  isInForce,
  keysToApprove,
  unmatchedNames,
} from "../../../functions/domain/approval.ts";
import type { Fate } from "../../../functions/domain/plan.ts";
import { approvedSettingsText } from "../../../functions/domain/settings-text.ts";
import { policy } from "./policy-fixture.ts";

const account = (id: string, ...path: string[]) => ({ id, name: id, path, state: "ACTIVE" });
const key = (accountId: string, accessKeyId: string, fate: Fate = "awaitsApproval") => ({
  accountId,
  accessKeyId,
  userName: "jane",
  createdOn: "2026-08-01",
  named: "2026-11-01",
  fate,
});
const plan = {
  accounts: [
    account("a", "r-1", "ou-sales"),
    account("b", "r-1", "ou-sales", "ou-deep"),
    account("c", "r-1"),
  ],
  keys: [key("a", "a-1"), key("a", "a-2", "waitsForPace"), key("b", "b-1"), key("c", "c-1", "deactivate")],
};

it.each([
  { scope: {}, keys: ["a-1", "b-1"] },
  { scope: { accounts: ["a"] }, keys: ["a-1"] },
  { scope: { organizationalUnits: ["ou-deep"] }, keys: ["b-1"] },
  { scope: { organizationalUnits: ["ou-sales"] }, keys: ["a-1", "b-1"] },
  { scope: { accounts: ["a"], organizationalUnits: ["ou-deep"] }, keys: ["a-1", "b-1"] },
  { scope: { accounts: ["c"] }, keys: [] },
])("covers the keys that wait for an approval in $scope", ({ scope, keys }) => {
  expect(keysToApprove(plan, scope).map(({ accessKeyId }) => accessKeyId)).toEqual(keys);
});

it("names the accounts and OUs in which no key waits for an approval", () => {
  const scope = { accounts: ["a", "c", "d"], organizationalUnits: ["ou-deep", "ou-x"] };

  expect(unmatchedNames(plan, scope)).toEqual(["c", "d", "ou-x"]);
});

it.each([
  { today: "2026-11-22", approvable: false },
  { today: "2026-11-23", approvable: true },
  { today: "2026-11-30", approvable: true },
  { today: "2026-12-01", approvable: false },
])("a plan of 23 November can be approved on $today: $approvable", ({ today, approvable }) => {
  expect(isApprovable("2026-11-23", today)).toBe(approvable);
});

it("honours an approval for 60 days and under the same settings only", () => {
  const approval = { expiresOn: approvalEnd("2026-11-23"), settingsFingerprint: "same" };

  expect(approval.expiresOn).toBe("2027-01-22");
  expect(isInForce(approval, "2027-01-22", "same")).toBe(true);
  expect(isInForce(approval, "2027-01-23", "same")).toBe(false);
  expect(isInForce(approval, "2026-11-24", "other")).toBe(false);
});

const override = { accounts: ["1"], organizationalUnits: ["ou-b", "ou-a"] };
const stages = [{ day: 30, actions: { employee: "deactivate", machine: "notify" } }] as const;

it.each([
  { what: "stages", changed: { stages } },
  { what: "stages of an OU", changed: { overrides: [{ ...override, stages }] } },
  { what: "user types", changed: { userTypes: { employee: { tagValues: ["staff"] } } } },
  { what: "minimum notice days", changed: { minimumNoticeDays: 11 } },
  { what: "valid notice days", changed: { noticeValidDays: 15 } },
  { what: "limits", changed: { limits: { maxUnreachablePercent: 10, approvalAbove: 5 } } },
])("an approval depends on $what", ({ changed }) => {
  expect(approvedSettingsText(policy(changed))).not.toBe(approvedSettingsText(policy()));
});

it.each([
  { what: "contacts", changed: { contacts: { ...policy().contacts, help: "somebody" } } },
  { what: "the mode of an OU", changed: { overrides: [{ ...override, mode: "report" as const }] } },
  {
    what: "a limit that is absent",
    changed: { limits: { approvalAbove: undefined, maxUnreachablePercent: 10 } },
  },
])("an approval does not depend on $what", ({ changed }) => {
  expect(approvedSettingsText(policy(changed))).toBe(approvedSettingsText(policy()));
});

it.each([
  { what: "account", other: { ...override, accounts: ["2"] } },
  { what: "OU", other: { ...override, organizationalUnits: ["ou-a"] } },
])("an approval depends on the $what that has its own stages", ({ other }) => {
  expect(approvedSettingsText(policy({ overrides: [{ ...other, stages }] }))).not.toBe(
    approvedSettingsText(policy({ overrides: [{ ...override, stages }] })),
  );
});

it("an approval does not depend on the order in which user types and limits are written", () => {
  const { employee, machine } = policy().userTypes;
  if (employee === undefined || machine === undefined) throw new Error("no user types");
  const written = {
    userTypes: { employee, machine },
    limits: { approvalAbove: 5, maxUnreachablePercent: 10 },
  };
  const reversed = {
    userTypes: { machine, employee },
    limits: { maxUnreachablePercent: 10, approvalAbove: 5 },
  };
  const text = approvedSettingsText(policy(written));

  expect(approvedSettingsText(policy(reversed))).toBe(text);
  expect(text).toContain('{"limits":{"approvalAbove":5,"maxUnreachablePercent":10},"minimumNoticeDays":10');
});

it("an approval does not depend on the order in which fields and OUs are written", () => {
  const reversed = { organizationalUnits: ["ou-a", "ou-b"], stages, accounts: ["1"] };

  expect(approvedSettingsText(policy({ overrides: [reversed] }))).toBe(
    approvedSettingsText(policy({ overrides: [{ ...override, stages }] })),
  );
});
