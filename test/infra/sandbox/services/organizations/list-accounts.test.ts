import {
  type Account,
  ListAccountsCommand,
  ListAccountsForParentCommand,
  type OrganizationsClient,
  paginateListAccounts,
} from "@aws-sdk/client-organizations";
import { describe, expect, it } from "vitest";
import { errorOf } from "../../../../support/direct-handler.ts";
import { account, management, organizationOf } from "./organization-fixture.ts";

async function pagesOf(client: OrganizationsClient): Promise<Account[][]> {
  const pages: Account[][] = [];
  for await (const page of paginateListAccounts({ client }, {})) pages.push(page.Accounts ?? []);
  return pages;
}

describe("ListAccounts", () => {
  it("returns 20 accounts per page, and after every second page an empty one with a token", async () => {
    const { client } = organizationOf(101);
    const pages = await pagesOf(client);
    expect(pages.map((page) => page.length)).toEqual([20, 20, 0, 20, 20, 0, 20, 1]);
    expect(new Set(pages.flat().map(({ Id }) => Id)).size).toBe(101);
  });

  it("may have an empty page after every page, or none at all", async () => {
    const sizes = async (emptyPageAfter: number) =>
      (await pagesOf(organizationOf(45, { emptyPageAfter }).client)).map((page) => page.length);
    expect(await sizes(1)).toEqual([20, 0, 20, 0, 5]);
    expect(await sizes(0)).toEqual([20, 20, 5]);
  });

  it("ends without a token even if the last page is full", async () => {
    const { client } = organizationOf(40, { emptyPageAfter: 0 });
    expect((await pagesOf(client)).map((page) => page.length)).toEqual([20, 20]);
  });

  it("refuses more than 20 per page", async () => {
    const { client } = organizationOf();
    for (const MaxResults of [21, 0])
      expect(await errorOf(client.send(new ListAccountsCommand({ MaxResults })))).toMatchObject({
        name: "InvalidInputException",
        status: 400,
      });
    expect((await client.send(new ListAccountsCommand({ MaxResults: 1 }))).Accounts).toHaveLength(1);
  });

  it("returns State, Paths and the time of joining, but not Status", async () => {
    const { client } = organizationOf();
    const { Accounts } = await client.send(new ListAccountsCommand({}));
    expect(Accounts?.at(2)).toEqual({
      Id: "100000000002",
      Arn: `arn:aws:organizations::${management}:account/o-exampleorg1/100000000002`,
      Email: "aws+100000000002@example.com",
      Name: "Account 2",
      State: "ACTIVE",
      Paths: ["o-exampleorg1/r-a1b2/ou-a1b2-production/ou-a1b2-payments1/100000000002/"],
      JoinedMethod: "CREATED",
      JoinedTimestamp: new Date("2024-06-08T10:11:12.345Z"),
    });
    expect(Accounts?.filter((each) => "Status" in each)).toEqual([]);
  });

  it("omits Paths if they are disabled", async () => {
    const { client } = organizationOf(3, { withPaths: false });
    const { Accounts } = await client.send(new ListAccountsCommand({}));
    expect(Accounts?.map((each) => "Paths" in each)).toEqual([false, false, false]);
  });

  it("shows a state that changes between two pages", async () => {
    const { client, tree } = organizationOf(25, { emptyPageAfter: 0 });
    const { NextToken } = await client.send(new ListAccountsCommand({}));
    tree.setState("100000000021", "SUSPENDED");
    tree.setState("100000000022", "CLOSED");
    tree.addAccount(account(25));
    const { Accounts } = await client.send(new ListAccountsCommand({ NextToken }));
    expect(Accounts?.map(({ State }) => State)).toEqual([
      "ACTIVE",
      "SUSPENDED",
      "CLOSED",
      "ACTIVE",
      "ACTIVE",
      "ACTIVE",
    ]);
    expect(tree.stateOf("100000000022")).toBe("CLOSED");
  });

  it("refuses a token that was changed, invented, or issued for another listing", async () => {
    const { client } = organizationOf(25);
    const { NextToken = "" } = await client.send(new ListAccountsCommand({}));
    const altered = NextToken.slice(0, -1) + (NextToken.endsWith("A") ? "B" : "A");
    for (const call of [
      client.send(new ListAccountsCommand({ NextToken: altered })),
      client.send(new ListAccountsCommand({ NextToken: "20" })),
      client.send(new ListAccountsForParentCommand({ ParentId: "r-a1b2", NextToken })),
    ])
      expect((await errorOf(call)).name).toBe("InvalidInputException");
  });
});
