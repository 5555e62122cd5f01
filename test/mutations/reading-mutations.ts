import type { Mutation } from "./mutation.ts";

const memberAccount = "functions/aws/member-account.ts";
const organizations = "functions/aws/organizations.ts";
const organizationsTest = "test/functions/aws/organizations.test.ts";
const organizationTree = "test/functions/aws/organization-tree.test.ts";
const everyoneIsRead = "test/peer-defects/everyone-is-read.test.ts";
const unknownIsNotPermission = "test/peer-defects/unknown-is-not-permission.test.ts";
const enforceAccount = "test/functions/worker/enforce-account.test.ts";
const accountFailures = "test/functions/worker/account-failures.test.ts";
const inventory = "test/functions/worker/inventory.test.ts";
const inventoryPlan = "test/functions/domain/inventory-plan.test.ts";
const runsAtOnce = "test/faults/runs-at-once.test.ts";
const shortSoak = "test/soak/short-soak.test.ts";

/** What is read of Organizations and IAM, and what becomes of it where it cannot be. */
export const readingMutations: readonly Mutation[] = [
  {
    breaks: "Only the first page of accounts is read",
    file: organizations,
    replace: "of paginateListAccounts({ client, pageSize: 20 }, {}))",
    by: "of [(await paginateListAccounts({ client, pageSize: 20 }, {}).next()).value])",
    caughtBy: [organizationsTest, shortSoak],
  },
  {
    breaks: "Only the first page of users is read",
    file: memberAccount,
    replace: "of paginateListUsers({ client, pageSize: 1000 }, {}))",
    by: "of [(await paginateListUsers({ client, pageSize: 1000 }, {}).next()).value])",
    caughtBy: [everyoneIsRead, runsAtOnce],
  },
  {
    breaks: "Only the first page of a user's keys is read",
    file: memberAccount,
    replace: "of paginateListAccessKeys({ client }, { UserName: userName }))",
    by: "of [(await paginateListAccessKeys({ client }, { UserName: userName }).next()).value])",
    caughtBy: [everyoneIsRead],
  },
  {
    breaks: "Only the first page of a user's tags is read",
    file: memberAccount,
    replace: "of paginateListUserTags({ client }, { UserName: userName }))",
    by: "of [(await paginateListUserTags({ client }, { UserName: userName }).next()).value])",
    caughtBy: [everyoneIsRead],
  },
  {
    breaks: "Only the first page of a unit's accounts is read",
    file: "functions/aws/organization-tree.ts",
    replace: "of paginateListAccountsForParent({ client }, { ParentId }))",
    by: "of [(await paginateListAccountsForParent({ client }, { ParentId }).next()).value])",
    caughtBy: [organizationTree],
  },
  {
    breaks: "Only the first page of a unit's units is read",
    file: "functions/aws/organization-tree.ts",
    replace: "of paginateListOrganizationalUnitsForParent({ client }, { ParentId }))",
    by: "of [(await paginateListOrganizationalUnitsForParent({ client }, { ParentId }).next()).value])",
    caughtBy: [organizationTree],
  },
  {
    breaks: "A unit below a unit is not walked into",
    file: "functions/aws/organization-tree.ts",
    replace: "open.push([...path, Id])",
    by: "open.push(...(path.length > 1 ? [] : [[...path, Id]]))",
    caughtBy: [everyoneIsRead],
  },
  {
    breaks: "The retired Status of an account is read instead of its State",
    file: organizations,
    replace: "function readAccount({ Id, Name, State, Paths",
    by: "function readAccount({ Id, Name, Status: State, Paths",
    caughtBy: [organizationsTest, everyoneIsRead],
  },
  {
    breaks: "An answer without users is an account without users",
    file: memberAccount,
    replace: 'present(page.Users, "ListUsers", "Users")',
    by: "(page.Users ?? [])",
    caughtBy: ["test/functions/aws/member-account.test.ts"],
  },
  {
    breaks: "Tags that cannot be read are no tags",
    file: "functions/worker/read-user.ts",
    replace: 'return { ...user, tags: "unreadable" };',
    by: "return { ...user, tags: [] };",
    caughtBy: [enforceAccount],
  },
  {
    breaks: "Tags that cannot be read are those of an employee",
    file: "functions/worker/read-user.ts",
    replace: 'return { ...user, tags: "unreadable" };',
    by: 'return { ...user, tags: [{ key: "UserType", value: "employee" }] };',
    caughtBy: [enforceAccount, unknownIsNotPermission],
  },
  {
    breaks: "That tags could not be read is nobody's problem",
    file: "functions/worker/read-user.ts",
    replace: 'transient: isTransient(error) });\n    return { ...user, tags: "unreadable" };',
    by: 'transient: isTransient(error) });\n    problems.pop();\n    return { ...user, tags: "unreadable" };',
    caughtBy: [enforceAccount],
  },
  {
    breaks: "One user who cannot be read ends the account",
    file: "functions/worker/take-inventory.ts",
    replace:
      "problems.push({ userName, problem: describeError(error), transient: isTransient(error) });\n        return undefined;",
    by: "throw error;",
    caughtBy: [accountFailures],
  },
  {
    breaks: "A user who was deleted since the listing is an error",
    file: memberAccount,
    replace: "if (isNoSuchEntity(error)) return undefined;",
    by: "void isNoSuchEntity;",
    caughtBy: ["test/functions/aws/member-account.test.ts"],
  },
  {
    breaks: "What is remembered of a user holds for ever",
    file: "functions/domain/inventory-memory.ts",
    replace: "!reported.hasMore && remembered.fingerprint === reported.fingerprint",
    by: "!reported.hasMore",
    caughtBy: [inventoryPlan, inventory],
  },
  {
    breaks: "A key that Curfew switched off today is remembered as active",
    file: "functions/domain/inventory-plan.ts",
    replace: 'return state === "intended" || daysBetween(on, startedOn) <= 1;',
    by: 'return state === "intended" && daysBetween(on, startedOn) > 1000;',
    caughtBy: [inventoryPlan],
  },
  {
    breaks: "An account that refused its credential report once is never asked again",
    file: "functions/worker/ask-for-report.ts",
    replace: "askedFrom !== undefined",
    by: 'startedOn >= "2000-01-01"',
    caughtBy: ["test/functions/worker/refused-report.test.ts"],
  },
  {
    breaks: "A credential report of any age is used",
    file: "functions/aws/credential-report.ts",
    replace: "clock.now().getTime() - GeneratedTime.getTime() > oldestMilliseconds",
    by: "clock.now().getTime() - GeneratedTime.getTime() > oldestMilliseconds * 10_000",
    caughtBy: ["test/functions/aws/credential-report.test.ts"],
  },
  {
    breaks: "A reminded owner is told of a remembered key that is off by now",
    file: "functions/worker/judge-account.ts",
    replace: 'rules.mode === "report" ? inventory : await refresh(inventory, first.judged, task)',
    by: "rules === undefined ? await refresh(inventory, first.judged, task) : inventory",
    caughtBy: [inventory],
  },
];
