import pMap from "p-map";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { parse } from "../../functions/runtime/parse.ts";
import type { AccountResult } from "../../statemachine/account-result.ts";
import { runSummarySchema } from "../../statemachine/run-summary.ts";
import { securityContact } from "../support/integration-settings.ts";
import { itStrictly, type Lacks } from "./lacks.ts";
import { describeStrictness } from "./strictness.suite.ts";
import type { EndedRun, StartCloud, TestCloud } from "./test-cloud.ts";

/** More than one page of users, and of accounts. */
const userCount = 120;
const members = 22;
/** The users before and after the page break. Only these have keys, so that a run has few results. */
const keyOwners = [0, 99, 100, 119];

/** Every account of the Organization is evaluated, and an account that cannot be evaluated is named. */
export function describeCoverage(startCloud: StartCloud, lacks: Lacks): void {
  describe("a run over the whole Organization", () => {
    let cloud: TestCloud;
    let other: TestCloud;
    let run: EndedRun;
    let runWithout: EndedRun;

    beforeAll(async () => {
      // One after the other: each cloud starts its own processes, and CI has two cores.
      cloud = await startCloud({ members, withoutRole: true });
      await populate(cloud);
      run = await cloud.run(70);
      other = await startCloud({ members });
      await populate(other);
      runWithout = await other.run(70);
    });
    afterAll(() => Promise.all([cloud?.close(), other?.close()]));

    it("succeeds if every account was evaluated, and its output matches the schema of the run summary", () => {
      expect(runWithout).toMatchObject({ status: "SUCCEEDED" });
      const output = parse(runSummarySchema, JSON.parse(runWithout.output ?? ""), "output of the execution");
      expect(output).toEqual(runWithout.summary);
      expect(output).toMatchObject({
        coverage: "complete",
        state: "nothingDue",
        totals: { accounts: { unreachable: 0 } },
      });
    });

    it(`evaluates all ${userCount} users of an account`, () => {
      const [big = ""] = cloud.accounts.members;
      expect(run.results.get(big)).toMatchObject({ outcome: "evaluated", users: userCount, keys: 4 });
      for (const number of keyOwners)
        expect(cloud.mails().filter(({ to }) => to === `user-${number}@example.com`)).toHaveLength(1);
    });

    it(`evaluates all ${members} member accounts`, () => {
      for (const id of cloud.accounts.members) expect(run.results.get(id)?.outcome).toBe("evaluated");
      expect(cloud.mails().filter(({ to }) => to === "last@example.com")).toHaveLength(1);
    });

    itStrictly(
      lacks,
      "missing roles",
      [
        "fails and names the account without the role, after the report was written and mailed",
        () => {
          const id = cloud.accounts.withoutRole ?? "none";
          expect(run).toMatchObject({ status: "FAILED", error: "CoverageIncomplete" });
          expect(run.output).toBeUndefined();
          expect(run.cause).toContain(id);
          expect(run.summary).toMatchObject({
            coverage: "incomplete",
            cause: run.cause,
            totals: { accounts: { unreachable: 1 } },
          });
          expect(run.report?.unreachable).toMatchObject([{ id, reason: { code: "roleRefused" } }]);
          expect(run.results.get(id)).toMatchObject({ outcome: "unreachable", results: [] });
          expect(run.markers.unreachable).toEqual([id]);
          const digest = cloud.mails().find(({ to }) => to === securityContact);
          expect(digest?.text).toContain(id);
        },
      ],
      [
        "finds an account without users, because the missing role can be assumed",
        () => {
          const id = cloud.accounts.withoutRole ?? "none";
          expect(run.status).toBe("SUCCEEDED");
          expect(run.results.get(id)).toMatchObject({ outcome: "evaluated", users: 0 });
        },
      ],
    );

    describeStrictness(() => cloud, lacks);

    it("gives the other accounts the same results as in a run without that account", () => {
      const results = new Map(run.results);
      expect(results.delete(cloud.accounts.withoutRole ?? "none")).toBe(true);
      expect(comparable(results, cloud)).toEqual(comparable(runWithout.results, other));
    });
  });
}

/** 120 users in the first account, one in the last, and none in the others. */
async function populate(cloud: TestCloud): Promise<void> {
  const [big = ""] = cloud.accounts.members;
  await pMap(
    Array.from({ length: userCount }, (_, number) => number),
    async (number) => {
      const userName = `user-${number}`;
      await cloud.createUser(big, { userName, tags: tagsOf(userName) });
      if (keyOwners.includes(number)) await cloud.createKey(big, userName);
    },
    { concurrency: 8 },
  );
  const last = cloud.accounts.members.at(-1) ?? "";
  await cloud.createUser(last, { userName: "last", tags: tagsOf("last") });
  await cloud.createKey(last, "last");
}

function tagsOf(userName: string) {
  return { email: `${userName}@example.com`, UserType: "employee" };
}

/** Results in the order of their accounts, without the values that differ between two clouds or two runs. */
function comparable(results: ReadonlyMap<string, AccountResult>, { accounts }: TestCloud): unknown[] {
  const ids = [...new Set([accounts.hub, accounts.management, ...accounts.members])];
  expect([...results.keys()].sort()).toEqual(ids.toSorted());
  return ids.map((id, place) => {
    const result = results.get(id);
    return {
      ...result,
      run: undefined,
      account: { ...result?.account, id: place, path: result?.account.path.length },
      results: result?.results.map((key) => ({
        ...key,
        decision: { ...key.decision, accessKeyId: "of this user" },
        ...(key.facts === undefined ? {} : { facts: { ...key.facts, accessKeyId: "of this user" } }),
      })),
    };
  });
}
