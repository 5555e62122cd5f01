import { expect, it } from "vitest";
import { rulesFor } from "../../../../functions/domain/account-scope.ts";
import type { SampleAccount, SampleUser } from "../../../../infra/sandbox/sample/organization.ts";
import { type LoadedUser, loadedUsers } from "../../../../infra/sandbox/sample/sample-keys.ts";
import { sampleOrganization } from "../../../../infra/sandbox/sample/sample-organization.ts";
import { sampleSettings } from "../../../../infra/sandbox/sample/sample-settings.ts";

const today = "2026-11-28";
const sample = sampleOrganization();
const withHistory = sample.accounts.filter((account) => account.hasHistory && account.hasMemberRole);
const newcomers = sample.accounts.filter(({ hasHistory }) => !hasHistory);
const users = withHistory.flatMap((account) => account.users);

function tagOf({ tags }: Pick<SampleUser, "tags">, name: string): string | undefined {
  return tags.find(({ key }) => key.toLowerCase() === name.toLowerCase())?.value;
}

function typeOf(user: Pick<SampleUser, "tags">): string | undefined {
  return tagOf(user, "UserType")?.toLowerCase();
}

function loaded(account: SampleAccount): LoadedUser[] {
  const { policy } = sampleSettings();
  return loadedUsers(account, rulesFor({ ...account, path: [account.parentId] }, policy, "enforce"), today);
}

it("is the same Organization each time, so that two runs can be compared", () => {
  expect(sampleOrganization()).toEqual(sample);
  expect(sampleOrganization(1)).not.toEqual(sample);
});

it("has at least 12 accounts in nested OUs and 300 users, with more than a page of users in one account", () => {
  const nested = sample.organizationalUnits.filter(({ parentId }) => parentId !== sample.rootId);

  expect(sample.accounts.length).toBeGreaterThanOrEqual(12);
  expect(sample.accounts.flatMap((account) => account.users).length).toBeGreaterThanOrEqual(300);
  expect(nested.some(({ id }) => sample.organizationalUnits.some(({ parentId }) => parentId === id))).toBe(
    true,
  );
  expect(sample.accounts.some((account) => account.users.length > 100)).toBe(true);
});

it("has a suspended account, a closed one, one without the role, and two that joined yesterday without a past", () => {
  const states = sample.accounts.map(({ state }) => state);

  expect(states).toEqual(expect.arrayContaining(["ACTIVE", "SUSPENDED", "CLOSED"]));
  expect(sample.accounts.filter(({ hasMemberRole }) => !hasMemberRole)).toHaveLength(1);
  expect(newcomers.map(({ joinedDaysAgo }) => joinedDaysAgo)).toEqual([1, 1]);
});

it.each([69, 70, 71, 79, 80, 81, 89, 90, 91, 400])(
  "has an active key of day %i of an employee and of a machine",
  (age) => {
    const types = users
      .filter(({ keys }) => keys.some(({ ageDays, active }) => active && ageDays === age))
      .map(typeOf);

    expect(types).toEqual(expect.arrayContaining(["employee", "machine"]));
  },
);

it.each<[string, (user: SampleUser) => boolean]>([
  ["only fresh keys", ({ keys }) => keys.length > 0 && keys.every(({ ageDays }) => ageDays < 69)],
  ["two active keys", ({ keys }) => keys.filter(({ active }) => active).length === 2],
  ["an inactive key", ({ keys }) => keys.some(({ active }) => !active)],
  ["no user type", (user) => user.keys.length > 0 && typeOf(user) === undefined],
  ["an unknown user type", (user) => typeOf(user) === "contractor"],
  ["no email tag", (user) => user.keys.length > 0 && tagOf(user, "email") === undefined],
  ["two addresses", (user) => /@\S+ \S+@/.test(tagOf(user, "email") ?? "")],
  ["an exemption", (user) => /^@\d+ /.test(tagOf(user, "CurfewExempt") ?? "")],
  ["an exemption that cannot be read", (user) => tagOf(user, "CurfewExempt") === "please"],
])("has a user with %s", (_, is) => {
  expect(users.some(is)).toBe(true);
});

it("spells the tags in at least three ways", () => {
  const spelled = (name: string) =>
    new Set(
      users.flatMap(({ tags }) => tags.map(({ key }) => key)).filter((key) => key.toLowerCase() === name),
    );

  expect(spelled("email").size).toBeGreaterThanOrEqual(3);
  expect(spelled("usertype").size).toBeGreaterThanOrEqual(3);
});

it("has the ledger of the weeks before, as if Curfew had run daily until yesterday", () => {
  const keys = withHistory.flatMap(loaded).flatMap((user) => user.keys.map((key) => ({ ...key, user })));
  const old = keys.filter(
    ({ user, createdAt }) =>
      typeOf(user) === "employee" &&
      tagOf(user, "CurfewExempt") === undefined &&
      createdAt < new Date("2026-08-30T00:00:00Z"),
  );

  expect(old.length).toBeGreaterThan(0);
  expect(old.filter(({ status }) => status === "Active")).toEqual([]);
  const isOfDay80 = ({ notice }: (typeof keys)[number]["past"][number]) =>
    notice?.id.type === "stage" && notice.id.day === 80;
  expect(keys.some(({ past }) => past.some(isOfDay80))).toBe(true);
});

it("has no ledger entries of the accounts that joined yesterday, although they have old keys", () => {
  const keys = newcomers.flatMap(loaded).flatMap((user) => user.keys);

  expect(keys.flatMap(({ past }) => past)).toEqual([]);
  expect(keys.some(({ createdAt }) => createdAt < new Date("2025-12-31T00:00:00Z"))).toBe(true);
});
