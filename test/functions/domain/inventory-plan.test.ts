import { expect, it } from "vitest";
import type { AccessKey } from "../../../functions/domain/access-key.ts";
import type { RememberedUser } from "../../../functions/domain/inventory-memory.ts";
import { planByListing, planByReport } from "../../../functions/domain/inventory-plan.ts";
import type { CredentialReport, ReportedUser } from "../../../functions/domain/reported-user.ts";

const keys: AccessKey[] = [
  { accessKeyId: "AKIA1", userName: "jane", status: "Active", createdOn: "2026-01-01" },
];

function reportOf(...users: ReportedUser[]): CredentialReport {
  return { users: new Map(users.map((user) => [user.userName, user])), rootHasActiveKey: false };
}

function user(userName: string, fingerprint: string, owned = 1): ReportedUser {
  const slot = { active: true, lastUsed: { state: "never" } } as const;
  return { userName, fingerprint, keys: Array.from({ length: owned }, () => slot), hasMore: false };
}

const remembered = (fingerprint?: string): RememberedUser => ({ run: "yesterday", keys, fingerprint });
const none = new Set<string>();

it("lists on the first run only users who own keys", () => {
  const plan = planByReport(
    reportOf(user("jane", "a"), user("console-only", "b", 0)),
    new Map(),
    none,
    "today",
  );

  expect(plan).toMatchObject({ userNames: ["jane", "console-only"], toList: ["jane"] });
});

it("lists on a later run only users whose row has changed", () => {
  const memory = new Map([
    ["jane", remembered("a")],
    ["joe", remembered("old")],
    ["unpinned", remembered()],
  ]);
  const plan = planByReport(
    reportOf(user("jane", "a"), user("joe", "new"), user("unpinned", "c")),
    memory,
    none,
    "today",
  );

  expect(plan.toList).toEqual(["joe", "unpinned"]);
  expect(plan.known).toEqual(new Map([["jane", keys]]));
});

it("lists a user whose keys the ledger has unfinished business with, though the report shows none", () => {
  const plan = planByReport(reportOf(user("jane", "a", 0)), new Map(), new Set(["jane"]), "today");

  expect(plan.toList).toEqual(["jane"]);
});

it("lists a user with more credentials than the report can show, every time", () => {
  const many = { ...user("jane", "a", 0), hasMore: true };

  expect(planByReport(reportOf(many), new Map([["jane", remembered("a")]]), none, "today").toList).toEqual([
    "jane",
  ]);
});

it("forgets users who are gone", () => {
  const plan = planByReport(reportOf(), new Map([["jane", remembered("a")]]), none, "today");

  expect(plan).toMatchObject({ userNames: [], toList: [], known: new Map() });
});

it("without a report lists everyone, but nobody twice in a run", () => {
  const memory = new Map([
    ["jane", remembered("a")],
    ["joe", { ...remembered(), run: "today" }],
  ]);
  const plan = planByListing(["jane", "joe", "new"], memory, "today");

  expect(plan.toList).toEqual(["jane", "new"]);
  expect(plan.known).toEqual(new Map([["joe", keys]]));
});
