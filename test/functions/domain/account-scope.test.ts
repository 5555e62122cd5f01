import { expect, it } from "vitest";
import { leftOutReason, rulesFor } from "../../../functions/domain/account-scope.ts";
import type { Override, Policy } from "../../../functions/domain/policy.ts";
import { runModeFor } from "../../../functions/domain/run-mode.ts";
import { policy } from "./policy-fixture.ts";

const account = { id: "111122223333", name: "Sales", path: ["r-a1b2", "ou-a1b2-apps", "ou-a1b2-prod"] };

const accounts = (...ids: string[]) => ({ accounts: ids, organizationalUnits: [] });
const units = (...ids: string[]) => ({ accounts: [], organizationalUnits: ids });

it.each<{ what: string; scope: Partial<Policy>; reason: string | undefined }>([
  { what: "no list", scope: {}, reason: undefined },
  { what: "it included", scope: { include: accounts(account.id) }, reason: undefined },
  { what: "its unit included", scope: { include: units("ou-a1b2-prod") }, reason: undefined },
  { what: "a unit above it included", scope: { include: units("ou-a1b2-apps") }, reason: undefined },
  { what: "the root included", scope: { include: units("r-a1b2") }, reason: undefined },
  {
    what: "only others included",
    scope: { include: accounts("999999999999") },
    reason: "not included by the settings",
  },
  {
    what: "only another unit included",
    scope: { include: units("ou-a1b2-dev") },
    reason: "not included by the settings",
  },
  { what: "it excluded", scope: { exclude: accounts(account.id) }, reason: "excluded by the settings" },
  {
    what: "a unit above it excluded",
    scope: { exclude: units("ou-a1b2-apps") },
    reason: "excluded by the settings with ou-a1b2-apps",
  },
  {
    what: "it included and its unit excluded",
    scope: { include: accounts(account.id), exclude: units("ou-a1b2-prod") },
    reason: "excluded by the settings with ou-a1b2-prod",
  },
])("with $what an active account is left out because: $reason", ({ scope, reason }) => {
  expect(leftOutReason(account, "ACTIVE", policy(scope))).toBe(reason);
});

it.each([
  { state: "ACTIVE", isIn: true },
  { state: "PENDING_CLOSURE", isIn: true },
  { state: "SUSPENDED", isIn: false },
  { state: "CLOSED", isIn: false },
  { state: "PENDING_ACTIVATION", isIn: false },
  { state: "SOMETHING_NEW", isIn: false },
])("an account that is $state is enforced: $isIn", ({ state, isIn }) => {
  expect(leftOutReason(account, state, policy())).toBe(isIn ? undefined : `account state is ${state}`);
});

const enforce = { mode: "enforce" } as const;
const report = { mode: "report" } as const;

it.each<{ what: string; overrides: Override[]; mode: string }>([
  { what: "no override: the policy's", overrides: [], mode: "report" },
  {
    what: "one that names another unit: the policy's",
    overrides: [{ ...units("ou-a1b2-dev"), ...enforce }],
    mode: "report",
  },
  {
    what: "one that names another account: the policy's",
    overrides: [{ ...accounts("999999999999"), ...enforce }],
    mode: "report",
  },
  { what: "a unit above it", overrides: [{ ...units("ou-a1b2-apps"), ...enforce }], mode: "enforce" },
  {
    what: "the deeper unit beats the higher one, written first",
    overrides: [
      { ...units("ou-a1b2-prod"), ...report },
      { ...units("ou-a1b2-apps"), ...enforce },
    ],
    mode: "report",
  },
  {
    what: "the deeper unit beats the higher one, written last",
    overrides: [
      { ...units("ou-a1b2-apps"), ...enforce },
      { ...units("ou-a1b2-prod"), ...report },
    ],
    mode: "report",
  },
  {
    what: "the account beats its unit, written first",
    overrides: [
      { ...accounts(account.id), ...report },
      { ...units("ou-a1b2-prod"), ...enforce },
    ],
    mode: "report",
  },
  {
    what: "an override that says nothing about the mode leaves it",
    overrides: [
      { ...units("ou-a1b2-apps"), ...enforce },
      { ...accounts(account.id), stages: [{ day: 60, actions: { employee: "notify" } }] },
    ],
    mode: "enforce",
  },
])("the mode of an account is decided by $what", ({ overrides, mode }) => {
  const own = policy({ mode: "report", overrides });

  expect(rulesFor(account, own, "enforce").mode).toBe(mode);
  expect(rulesFor(account, own, "report").mode).toBe("report");
});

it("changes the stages of the part an override names, and nothing else of its rules", () => {
  const stages = [{ day: 30, actions: { employee: "notify" as const } }];
  const own = policy({ overrides: [{ ...units("ou-a1b2-apps"), stages }] });

  expect(rulesFor(account, own, "enforce")).toEqual({ ...rulesFor(account, policy(), "enforce"), stages });
  expect(rulesFor({ ...account, path: ["r-a1b2"] }, own, "enforce").stages).toEqual(policy().stages);
});

it.each([
  { own: "report", override: "report", lowered: false, mode: "report" },
  { own: "report", override: "enforce", lowered: false, mode: "enforce" },
  { own: "enforce", override: "report", lowered: false, mode: "enforce" },
  { own: "enforce", override: "enforce", lowered: true, mode: "report" },
] as const)(
  "a run over settings in $own mode with an override in $override mode, lowered: $lowered, is a run in $mode mode",
  ({ own, override, lowered, mode }) => {
    const settings = policy({ mode: own, overrides: [{ ...accounts(account.id), mode: override }] });

    expect(runModeFor(settings, lowered)).toBe(mode);
  },
);
