import { Readable } from "node:stream";
import { expect, it } from "vitest";
import { csvHeader, csvRows } from "../../../../functions/report/key-csv.ts";
import { keyRow, reportedKey } from "../../../../functions/report/reported-key.ts";
import {
  didYouMeanKey,
  isSimilar,
  keysInCsv,
  matches,
  severalKeys,
  wantedBy,
} from "../../../../infra/cli/shared/find-keys.ts";
import { account, keyId, keyResult, run } from "../../../functions/report/result-fixture.ts";

it.each([
  ["AKIAIOSFODNN7EXAMPLE", { accessKeyId: "AKIAIOSFODNN7EXAMPLE" }],
  ["…MPLE", { lastFour: "MPLE" }],
  ["MPLE", { lastFour: "MPLE" }],
  ["...MPLE", { lastFour: "MPLE" }],
  ["jane.doe", { userName: "jane.doe" }],
  ["jane", { userName: "jane" }],
])("understands %s", (operand, wanted) => {
  expect(wantedBy(operand)).toEqual(wanted);
});

it.each(["", "AKIAZZZZ", "AKIAIOSFODNN7", "jane doe", "…PLE", "x".repeat(65)])(
  'refuses "%s", which is neither a key ID nor a user name, and says what was expected',
  (operand) => {
    expect(() => wantedBy(operand)).toThrow(
      `"${operand}" is neither an access key ID nor a user name.\nExpected a full access key ID (AKIA and at least 12 more characters), its last four characters, or a user name.`,
    );
  },
);

it("matches user names without case, and accepts four capital letters as a user name too", () => {
  const key = { accessKeyId: "AKIAIOSFODNN7EXAMPLE", userName: "Jane" };

  expect(matches({ userName: "jANE" }, key)).toBe(true);
  expect(matches({ lastFour: "MPLE" }, key)).toBe(true);
  expect(matches({ lastFour: "JANE" }, key)).toBe(true);
  expect(matches({ lastFour: "OTHR" }, key)).toBe(false);
});

it("finds keys in the CSV that the report function writes, also of users whose name begins like a formula", async () => {
  const rowOf = (number: number, userName: string) => {
    const result = keyResult(number, { userName }, { facts: { userName } });
    const key = reportedKey(result, undefined, { day: run.day, mode: "enforce" });
    return { row: keyRow(key, account(1), []), addressProblems: [] };
  };
  const csv = csvHeader() + csvRows(account(1), [rowOf(1, "=cmd"), rowOf(2, "jane")], "email");

  expect(await keysInCsv(Readable.from([csv]), { userName: "=cmd" })).toEqual([
    { accountId: "000000000001", accountName: "Account 1", userName: "=cmd", accessKeyId: keyId(1) },
  ]);
  expect(await keysInCsv(Readable.from([csv]), { lastFour: "0002" })).toMatchObject([{ userName: "jane" }]);
});

it("lists several matches with their accounts and without a full key ID", () => {
  const found = [1, 2].map((number) => ({
    accountId: account(number).id,
    accountName: account(number).name,
    userName: "jane",
    accessKeyId: keyId(number),
  }));
  const { message } = severalKeys({ userName: "jane" }, found, "Choose an account:");

  expect(message).toBe(
    "2 keys match user jane. Choose an account:\n  …0001  jane  --account 000000000001  Account 1\n  …0002  jane  --account 000000000002  Account 2",
  );
});

it.each([
  [{ userName: "nils.adle" }, true],
  [{ userName: "nils.alder" }, true],
  [{ userName: "nils" }, false],
  [{ userName: "anna.weber" }, false],
  [{ lastFour: "MPLA" }, true],
  [{ lastFour: "ABCD" }, false],
  [{ accessKeyId: "AKIAIOSFODNN7EXAMPLA" }, true],
])("treats %j as a mistyped form of the user nils.adler with the key …MPLE: %s", (wanted, expected) => {
  expect(isSimilar(wanted, { userName: "nils.adler", accessKeyId: "AKIAIOSFODNN7EXAMPLE" })).toBe(expected);
});

it("suggests at most three keys, and says nothing if there is none", () => {
  const found = [1, 2, 3, 4].map((number) => ({
    accountId: account(number).id,
    accountName: account(number).name,
    userName: "jane",
    accessKeyId: keyId(number),
  }));

  expect(didYouMeanKey([])).toBe("");
  expect(didYouMeanKey(found).split("\n")).toHaveLength(5);
});
