import { expect, it } from "vitest";
import { loadRunFacts } from "../../../../infra/cli/shared/run-facts.ts";
import { untaggedAnswer, untaggedAnswerSchema, untaggedCsv } from "../../../../infra/cli/untagged/answer.ts";
import { untaggedUsers } from "../../../../infra/cli/untagged/load.ts";
import { untaggedPage } from "../../../../infra/cli/untagged/print.ts";
import { replaced } from "../../../../infra/cli/untagged/read-again.ts";
import type { AccountResult, KeyResult } from "../../../../statemachine/account-result.ts";
import { accountResult, keyResult, run } from "../../../functions/report/result-fixture.ts";
import { memoryReader } from "../memory-reader.ts";
import { plainTerminal, tooWide } from "../plain-terminal.ts";

const ouNames = { "ou-a1b2-11111111": "Workloads" };

async function answerFor(...results: KeyResult[]) {
  const reader = memoryReader({ results: [accountResult(1, { results })] });
  const facts = await loadRunFacts({ reader, run, accountIds: ["000000000001"] });
  return untaggedAnswer(run, untaggedUsers(facts.keys, run.day, ["example.com"]), ouNames);
}

const tagged = (number: number, tags: object, userType?: string, userName = `user-${number}`) =>
  keyResult(number, { age: 75, userName }, { facts: { tags, userType, userName } });

it("lists who lacks an address or a known user type, with the value found", async () => {
  const { totals, users } = await answerFor(
    tagged(1, { userType: "employee" }, "employee"),
    tagged(2, { email: "a@example.com", userType: "contractor" }),
    tagged(3, {}),
    tagged(4, { email: "a@example.com", userType: "employee" }, "employee"),
  );

  expect(totals).toEqual({ users: 3, withoutEmail: 2, withoutUserType: 2 });
  expect(users.map(({ userName, missing, unknownType }) => [userName, missing, unknownType])).toEqual([
    ["user-1", ["email"], undefined],
    ["user-2", ["userType"], "contractor"],
    ["user-3", ["email", "userType"], undefined],
  ]);
});

it("counts an address that may not be notified as missing, as the worker does, and shows it", async () => {
  const { users } = await answerFor(
    tagged(1, { email: "a@elsewhere.test", userType: "employee" }, "employee"),
  );

  expect(users).toMatchObject([{ missing: ["email"], unusableEmail: "a@elsewhere.test" }]);
});

it("counts a user once, with all active keys, and ignores users whose tags no run has read", async () => {
  const unread = keyResult(3, { age: 12 }, { facts: { tags: "notRead", userType: undefined } });
  const { users } = await answerFor(
    tagged(1, {}, undefined, "jane"),
    keyResult(
      2,
      { age: 200, userName: "jane" },
      { facts: { tags: "notRead", userType: undefined, userName: "jane" } },
    ),
    unread,
  );

  expect(users).toMatchObject([{ userName: "jane", keys: 2, oldestAge: 200, ou: "Workloads" }]);
});

it("says when the tags were read, and how to read them again", async () => {
  const readOn = (number: number, tagsReadOn: string) =>
    keyResult(
      number,
      { age: 75, userName: `user-${number}` },
      { facts: { tags: {}, userType: undefined, userName: `user-${number}`, tagsReadOn } },
    );
  const answer = await answerFor(readOn(1, "2026-11-23"), readOn(2, "2026-11-19"));

  expect(answer.users.map(({ tagsReadOn }) => tagsReadOn)).toEqual(["2026-11-23", "2026-11-19"]);
  expect(untaggedCsv(answer)).toContain(",2026-11-19");
  const page = untaggedPage(answer, plainTerminal).replace(/\s+/g, " ");
  expect(page).toContain("These were read from 2026-11-19 to 2026-11-23.");
  expect(page).toContain("curfew untagged --fresh");
});

it("takes the accounts that a fresh run evaluated from that run, and the others from the earlier one", async () => {
  const load = async (...results: AccountResult[]) => {
    const accountIds = results.map(({ account }) => account.id);
    return await loadRunFacts({ reader: memoryReader({ results }), run, accountIds });
  };
  const before = await load(
    accountResult(1, { results: [tagged(1, {})] }),
    accountResult(2, { results: [tagged(2, {})] }),
  );
  const unreachable = accountResult(2, { outcome: "unreachable", results: [] });
  const tags = { email: "a@example.com", userType: "employee" };
  const fresh = await load(accountResult(1, { results: [tagged(1, tags, "employee")] }), unreachable);

  const users = untaggedUsers(replaced(before.keys, fresh), run.day, ["example.com"]);

  expect(users.map(({ userName }) => userName)).toEqual(["user-2"]);
});

it("writes CSV in which no cell is a formula or breaks a line", async () => {
  const csv = untaggedCsv(await answerFor(tagged(1, { userType: "=1+1\nx" }, undefined, "@jane")));
  const [, row = ""] = csv.split("\n");

  expect(csv.startsWith("\ufeffaccount id,")).toBe(true);
  expect(row).toContain("'@jane");
  expect(row).toContain("'=1+1 x");
});

it("has JSON output that matches its schema, and text that fits a terminal", async () => {
  const answer = await answerFor(
    tagged(1, { userType: "a-very-long-unknown-user-type" }, undefined, "a".repeat(64)),
  );

  expect(untaggedAnswerSchema.parse(JSON.parse(JSON.stringify(answer)))).toEqual(
    JSON.parse(JSON.stringify(answer)),
  );
  expect(tooWide(untaggedPage(answer, plainTerminal))).toEqual([]);
});
