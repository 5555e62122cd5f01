import { expect, it } from "vitest";
import type { AccessKey } from "../../../functions/domain/access-key.ts";
import type { RememberedUser } from "../../../functions/domain/inventory-memory.ts";
import {
  type InventoryPlanFacts,
  planByListing,
  planByReport,
} from "../../../functions/domain/inventory-plan.ts";
import { emptyHistory, type KeyHistory } from "../../../functions/domain/key-history.ts";
import type { CredentialReport, ReportedUser } from "../../../functions/domain/reported-user.ts";

const keys: AccessKey[] = [
  { accessKeyId: "AKIA1", userName: "jane", status: "Active", createdOn: "2026-01-01" },
];

function reportOf(...users: ReportedUser[]): CredentialReport {
  return { users: new Map(users.map((user) => [user.userName, user])), rootHasActiveKey: false };
}

function user(userName: string, fingerprint: string, owned = 1): ReportedUser {
  const slot = { active: true, lastUsed: { state: "never" } } as const;
  return {
    userName,
    fingerprint,
    keys: Array.from({ length: owned }, () => slot),
    hasPassword: false,
    hasMore: false,
  };
}

function facts(
  memory: readonly (readonly [string, RememberedUser])[] = [],
  histories: InventoryPlanFacts["histories"] = new Map(),
): InventoryPlanFacts {
  return { memory: new Map(memory), histories, run: "today", startedOn: "2026-11-24" };
}

const remembered = (fingerprint?: string): RememberedUser => ({ run: "yesterday", keys, fingerprint });

function deactivated(on: string): KeyHistory {
  return { ...emptyHistory, deactivation: { state: "done", on, run: "earlier", number: 1 } };
}

it("lists on the first run only users who own keys", () => {
  const plan = planByReport(reportOf(user("jane", "a"), user("console-only", "b", 0)), facts());

  expect(plan).toMatchObject({ userNames: ["jane", "console-only"], toList: ["jane"] });
});

it("lists on a later run only users whose row has changed", () => {
  const plan = planByReport(
    reportOf(user("jane", "a"), user("joe", "new"), user("unpinned", "c")),
    facts([
      ["jane", remembered("a")],
      ["joe", remembered("old")],
      ["unpinned", remembered()],
    ]),
  );

  expect(plan.toList).toEqual(["joe", "unpinned"]);
  expect(plan.known).toEqual(new Map([["jane", keys]]));
});

it("lists a user whose keys have unfinished work in the ledger, even if the report shows no keys", () => {
  const plan = planByReport(
    reportOf(user("jane", "a", 0)),
    facts(
      [],
      new Map([
        ["AKIA1", { ...deactivated("2026-11-20"), key: { userName: "jane", createdOn: "2026-01-01" } }],
      ]),
    ),
  );

  expect(plan.toList).toEqual(["jane"]);
});

it("lists a user with more credentials than the report can show, every time", () => {
  const many = { ...user("jane", "a", 0), hasMore: true };

  expect(planByReport(reportOf(many), facts([["jane", remembered("a")]])).toList).toEqual(["jane"]);
});

it("forgets users who are gone", () => {
  const plan = planByReport(reportOf(), facts([["jane", remembered("a")]]));

  expect(plan).toMatchObject({ userNames: [], toList: [], known: new Map() });
});

it("without a report lists every user, but no user twice in a run", () => {
  const memory: [string, RememberedUser][] = [
    ["jane", remembered("a")],
    ["joe", { ...remembered(), run: "today" }],
  ];
  const plan = planByListing(["jane", "joe", "new"], facts(memory));

  expect(plan.toList).toEqual(["jane", "new"]);
  expect(plan.known).toEqual(new Map([["joe", keys]]));
});

it.each([
  { on: "2026-11-24", known: false },
  { on: "2026-11-23", known: false },
  { on: "2026-11-22", known: true },
])("lists a user again whose key Curfew deactivated on $on: $known", ({ on, known }) => {
  const histories = new Map([["AKIA1", deactivated(on)]]);
  const byReport = planByReport(reportOf(user("jane", "a")), facts([["jane", remembered("a")]], histories));
  const within = { ...remembered(), run: "today" };
  const byListing = planByListing(["jane"], facts([["jane", within]], histories));

  expect(byReport.known.has("jane")).toBe(known);
  expect(byReport.toList).toEqual(known ? [] : ["jane"]);
  expect(byListing.known.has("jane")).toBe(known);
});
