import { expect, it } from "vitest";
import { rulesFor, type SkipReason, skipReason } from "../../../functions/domain/account-scope.ts";
import type { Override, Policy } from "../../../functions/domain/policy.ts";
import { namesOrganizationalUnits, runModeFor } from "../../../functions/domain/run-mode.ts";
import { policy } from "./policy-fixture.ts";

const account = {
  id: "111122223333",
  name: "Sales",
  path: ["r-a1b2", "ou-a1b2-apps", "ou-a1b2-prod"],
  state: "ACTIVE",
};

const accounts = (...ids: string[]) => ({ accounts: ids, organizationalUnits: [] });
const ous = (...ids: string[]) => ({ accounts: [], organizationalUnits: ids });

it.each<{ what: string; scope: Partial<Policy>; reason: SkipReason | undefined }>([
  { what: "no list", scope: {}, reason: undefined },
  { what: "it included", scope: { include: accounts(account.id) }, reason: undefined },
  { what: "its OU included", scope: { include: ous("ou-a1b2-prod") }, reason: undefined },
  { what: "an OU above it included", scope: { include: ous("ou-a1b2-apps") }, reason: undefined },
  { what: "the root included", scope: { include: ous("r-a1b2") }, reason: undefined },
  {
    what: "only others included",
    scope: { include: accounts("999999999999") },
    reason: { code: "notIncluded" },
  },
  {
    what: "only another OU included",
    scope: { include: ous("ou-a1b2-dev") },
    reason: { code: "notIncluded" },
  },
  { what: "it excluded", scope: { exclude: accounts(account.id) }, reason: { code: "excluded" } },
  {
    what: "an OU above it excluded",
    scope: { exclude: ous("ou-a1b2-apps") },
    reason: { code: "excludedWithOu", organizationalUnit: "ou-a1b2-apps" },
  },
  {
    what: "it included and its OU excluded",
    scope: { include: accounts(account.id), exclude: ous("ou-a1b2-prod") },
    reason: { code: "excludedWithOu", organizationalUnit: "ou-a1b2-prod" },
  },
])("with $what, an active account is skipped for the reason $reason", ({ scope, reason }) => {
  expect(skipReason(account, policy(scope))).toEqual(reason);
});

it.each([
  { state: "ACTIVE", isIn: true },
  { state: "PENDING_CLOSURE", isIn: true },
  { state: "SUSPENDED", isIn: false },
  { state: "CLOSED", isIn: false },
  { state: "PENDING_ACTIVATION", isIn: false },
  { state: "SOMETHING_NEW", isIn: false },
])("an account that is $state is evaluated: $isIn", ({ state, isIn }) => {
  const reason = isIn ? undefined : { code: "state", state };
  expect(skipReason({ ...account, state }, policy())).toEqual(reason);
});

const enforce = { mode: "enforce" } as const;
const report = { mode: "report" } as const;

it.each<{ what: string; overrides: Override[]; mode: string }>([
  { what: "no override: the policy's", overrides: [], mode: "report" },
  {
    what: "one that names another OU: the policy's",
    overrides: [{ ...ous("ou-a1b2-dev"), ...enforce }],
    mode: "report",
  },
  {
    what: "one that names another account: the policy's",
    overrides: [{ ...accounts("999999999999"), ...enforce }],
    mode: "report",
  },
  { what: "an OU above it", overrides: [{ ...ous("ou-a1b2-apps"), ...enforce }], mode: "enforce" },
  {
    what: "the deeper OU beats the higher one, written first",
    overrides: [
      { ...ous("ou-a1b2-prod"), ...report },
      { ...ous("ou-a1b2-apps"), ...enforce },
    ],
    mode: "report",
  },
  {
    what: "the deeper OU beats the higher one, written last",
    overrides: [
      { ...ous("ou-a1b2-apps"), ...enforce },
      { ...ous("ou-a1b2-prod"), ...report },
    ],
    mode: "report",
  },
  {
    what: "the account beats its OU, written first",
    overrides: [
      { ...accounts(account.id), ...report },
      { ...ous("ou-a1b2-prod"), ...enforce },
    ],
    mode: "report",
  },
  {
    what: "an override without a mode does not change it",
    overrides: [
      { ...ous("ou-a1b2-apps"), ...enforce },
      { ...accounts(account.id), stages: [{ day: 60, actions: { employee: "notify" } }] },
    ],
    mode: "enforce",
  },
])("the mode of an account is decided by $what", ({ overrides, mode }) => {
  const own = policy({ mode: "report", overrides });

  expect(rulesFor(account, own, "enforce").mode).toBe(mode);
  expect(rulesFor(account, own, "report").mode).toBe("report");
});

it("changes the stages that an override names, and no other rule", () => {
  const stages = [{ day: 30, actions: { employee: "notify" as const } }];
  const own = policy({ overrides: [{ ...ous("ou-a1b2-apps"), stages }] });

  expect(rulesFor(account, own, "enforce")).toEqual({ ...rulesFor(account, policy(), "enforce"), stages });
  expect(rulesFor({ ...account, path: ["r-a1b2"] }, own, "enforce").stages).toEqual(policy().stages);
});

it("changes only the contacts that an override names", () => {
  const contacts = { fallback: "apps-team@example.com" };
  const own = policy({ overrides: [{ ...ous("ou-a1b2-apps"), contacts }] });

  expect(rulesFor(account, own, "enforce").contacts).toEqual({ ...policy().contacts, ...contacts });
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

it.each<{ what: string; scope: Partial<Policy>; names: boolean }>([
  { what: "accounts only", scope: { include: accounts("1"), exclude: accounts("2") }, names: false },
  { what: "an included OU", scope: { include: ous("ou-a") }, names: true },
  { what: "an excluded OU", scope: { exclude: ous("ou-a") }, names: true },
  { what: "an override of an OU", scope: { overrides: [{ ...ous("ou-a"), mode: "report" }] }, names: true },
])("a policy that names $what needs the paths of accounts: $names", ({ scope, names }) => {
  expect(namesOrganizationalUnits(policy(scope))).toBe(names);
});
