import { expect, it } from "vitest";
import { csvHeader, csvRows } from "../../../functions/report/key-csv.ts";
import { reporter } from "./report-fixture.ts";
import { account, accountResult, keyResult } from "./result-fixture.ts";

const full = accountResult(1, {
  results: [
    keyResult(
      {
        userName: "anna",
        age: 90,
        verdict: "deactivate",
        reason: "day 90, first told 20 days ago",
        next: { on: "2026-12-23", what: "notify" },
      },
      {
        notices: [
          { to: "anna@example.com", outcome: "sent" },
          { to: "boss@example.com", outcome: "failed", error: "quota" },
        ],
        deactivation: { outcome: "deactivated" },
      },
    ),
    keyResult({
      userName: "bob",
      verdict: "withheld",
      withheld: "exempt",
      reason: 'the "nightly" job, Anna',
    }),
  ],
});

it("begins with a byte order mark and the names of the columns", () => {
  expect(csvHeader()).toBe(
    "\ufeffaccount id,account,path,user,access key,age in days,verdict,withheld,reason,notices,deactivation,next on,next\n",
  );
});

it("writes a line a key, with what was decided and what was done", () => {
  expect(csvRows(full).split("\n")).toEqual([
    '000000000001,Account 1,r-a1b2,anna,AKIAIOSFODNN7EXAMPLE,90,deactivate,,"day 90, first told 20 days ago",anna@example.com sent; boss@example.com failed,deactivated,2026-12-23,notify',
    '000000000001,Account 1,r-a1b2,bob,AKIAIOSFODNN7EXAMPLE,12,withheld,exempt,"the ""nightly"" job, Anna",,,,',
    "",
  ]);
});

it("writes nothing for an account without keys", () => {
  expect(csvRows(accountResult(1))).toBe("");
});

it.each(["=1+2", "+1", "-1", "@SUM(A1)", "＝1"])(
  "keeps the account name %j from being read as a formula",
  (name) => {
    const result = accountResult(1, { account: { ...account(1), name }, results: [keyResult()] });

    expect(csvRows(result)).toContain(`000000000001,'${name},`);
  },
);

it("keeps a cell with line breaks on one line", () => {
  const result = accountResult(1, { results: [keyResult({ reason: "one\r\ntwo\nthree" })] });

  expect(csvRows(result)).toContain(",one two three,");
  expect(csvRows(result).trimEnd().split("\n")).toHaveLength(1);
});

it("holds the keys of every account that left a result, in the work list's order, under one header", async () => {
  const { summarize, csv } = await reporter({
    accounts: [account(3), account(1), account(2)],
    results: [
      full,
      accountResult(3, {
        outcome: "incomplete",
        reason: "tags unreadable",
        results: [keyResult({ userName: "carl" })],
      }),
    ],
  });

  await summarize();

  const lines = csv().trimEnd().split("\n");
  expect(lines.map((line) => line.split(",").slice(0, 4).join(" "))).toEqual([
    "\ufeffaccount id account path user",
    "000000000003 Account 3 r-a1b2 carl",
    "000000000001 Account 1 r-a1b2 anna",
    "000000000001 Account 1 r-a1b2 bob",
  ]);
});
