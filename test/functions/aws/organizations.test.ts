import { AccountNotFoundException } from "@aws-sdk/client-organizations";
import { expect, it } from "vitest";
import { organization } from "../../../functions/aws/organizations.ts";
import type { Account } from "../../../functions/domain/account.ts";
import { type Answer, stubbedOrganizations } from "./stubbed-organizations.ts";

const account = (id: string, more: object = {}) => ({
  Id: id,
  Name: `Account ${id}`,
  State: "ACTIVE",
  ...more,
});

/** Answers ListAccounts with these pages, whose tokens are their numbers. */
const pages =
  (...accounts: object[][]): Answer =>
  (_command, { NextToken }) => {
    const number = Number(NextToken ?? 0);
    const next = number + 1 < accounts.length ? { NextToken: String(number + 1) } : {};
    return { Accounts: accounts[number], ...next };
  };

async function listed(answer: Answer, needsPaths = false): Promise<{ found: Account[]; sent: string[] }> {
  const { client, sent } = stubbedOrganizations(answer);
  const found: Account[] = [];
  for await (const one of organization(client).accounts(needsPaths)) found.push(one);
  return { found, sent };
}

it("continues after an empty page, as long as there is a token", async () => {
  const { found, sent } = await listed(pages([account("000000000001")], [], [], [account("000000000002")]));

  expect(found.map(({ id }) => id)).toEqual(["000000000001", "000000000002"]);
  expect(sent).toHaveLength(4);
});

it("requests pages of 20, the maximum of ListAccounts", async () => {
  const sizes: unknown[] = [];

  await listed((_command, input) => {
    sizes.push(input.MaxResults);
    return { Accounts: [] };
  });

  expect(sizes).toEqual([20]);
});

it("fails if an answer has no list of accounts: the Organization would seem empty", async () => {
  await expect(listed(() => ({}))).rejects.toThrow("ListAccounts answered without Accounts");
});

it("continues after a page without a list, as long as there is a token", async () => {
  const answer: Answer = (_command, { NextToken }) =>
    NextToken === undefined ? { NextToken: "1" } : { Accounts: [account("000000000001")] };

  expect((await listed(answer)).found).toHaveLength(1);
});

it("fails if an account has no State, even if it has the retired Status", async () => {
  const old = { Id: "000000000002", Name: "Old", Status: "ACTIVE" };

  await expect(listed(pages([account("000000000001"), old]))).rejects.toThrow(
    "Organizations returned account 000000000002 without State",
  );
});

it("reads the state, the path without Organization and account, and the UTC day of joining", async () => {
  const { found } = await listed(
    pages([
      account("000000000001", {
        State: "SUSPENDED",
        Status: "ACTIVE",
        Paths: ["o-aa111bb222/r-a1b2/ou-a1b2-12345678/000000000001/"],
        JoinedTimestamp: new Date("2026-11-22T23:59:59Z"),
      }),
      { Id: "000000000002", State: "ACTIVE" },
    ]),
  );

  expect(found).toEqual([
    {
      id: "000000000001",
      name: "Account 000000000001",
      path: ["r-a1b2", "ou-a1b2-12345678"],
      joinedOn: "2026-11-22",
      state: "SUSPENDED",
    },
    { id: "000000000002", name: "000000000002", path: [], state: "ACTIVE" },
  ]);
});

/** An Organization whose accounts have no `Paths`: one in the root, one two OUs deep. */
const tree: Answer = (command, { ParentId }) => {
  if (command === "ListAccounts") return { Accounts: [account("000000000001"), account("000000000002")] };
  if (command === "ListRoots") return { Roots: [{ Id: "r-a1b2" }] };
  if (command === "ListAccountsForParent")
    return {
      Accounts:
        { "r-a1b2": [{ Id: "000000000001" }], "ou-a1b2-lower001": [{ Id: "000000000002" }] }[
          String(ParentId)
        ] ?? [],
    };
  return {
    OrganizationalUnits:
      {
        "r-a1b2": [{ Id: "ou-a1b2-upper001" }],
        "ou-a1b2-upper001": [{ Id: "ou-a1b2-lower001" }],
      }[String(ParentId)] ?? [],
  };
};

it("walks the tree once for all accounts if they have no paths and paths are needed", async () => {
  const { found, sent } = await listed(tree, true);

  expect(found.map(({ path }) => path)).toEqual([
    ["r-a1b2"],
    ["r-a1b2", "ou-a1b2-upper001", "ou-a1b2-lower001"],
  ]);
  expect(sent.filter((command) => command === "ListRoots")).toHaveLength(1);
});

it("does not walk the tree if no rule names organizational units", async () => {
  const { sent } = await listed(tree, false);

  expect(sent).toEqual(["ListAccounts"]);
});

it("fails if the tree lacks an account: it would seem to be outside all organizational units", async () => {
  const answer: Answer = (command, input) =>
    command === "ListAccounts" ? { Accounts: [account("000000000009")] } : tree(command, input);

  await expect(listed(answer, true)).rejects.toThrow("account 000000000009 is in no organizational unit");
});

it("treats an account as not a member only after AccountNotFoundException", async () => {
  const notFound = new AccountNotFoundException({ message: "no such account", $metadata: {} });
  const denied = Object.assign(new Error("not you"), { name: "AccessDeniedException" });
  const asking = (answer: Answer) =>
    organization(stubbedOrganizations(answer).client).account("000000000001", false);

  expect(await asking(() => ({ Account: account("000000000001") }))).toMatchObject({ state: "ACTIVE" });
  expect(
    await asking(() => {
      throw notFound;
    }),
  ).toBeUndefined();
  await expect(
    asking(() => {
      throw denied;
    }),
  ).rejects.toBe(denied);
});
