import { expect, it } from "vitest";
import { accountPaths } from "../../../functions/aws/organization-tree.ts";
import { stubbedOrganizations } from "./stubbed-organizations.ts";

/** What each listing holds, by parent. */
const lists: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  ListRoots: { undefined: ["r-1"] },
  ListAccountsForParent: { "r-1": ["000000000001", "000000000002"], "ou-2": ["000000000003"] },
  ListOrganizationalUnitsForParent: { "r-1": ["ou-1", "ou-2"] },
};
const fields: Readonly<Record<string, string>> = {
  ListRoots: "Roots",
  ListAccountsForParent: "Accounts",
  ListOrganizationalUnitsForParent: "OrganizationalUnits",
};

it("reads every page of a unit's accounts and units, also after an empty one", async () => {
  const { client } = stubbedOrganizations((command, { ParentId, NextToken }) => {
    const all = lists[command]?.[String(ParentId)] ?? [];
    // One a page, and an empty page before each.
    const number = Number(NextToken ?? 0);
    const page = number % 2 === 0 ? [] : all.slice((number - 1) / 2, (number + 1) / 2);
    const hasMore = number < 2 * all.length - 1;
    return {
      [fields[command] ?? ""]: page.map((Id) => ({ Id })),
      ...(hasMore ? { NextToken: String(number + 1) } : {}),
    };
  });

  expect(await accountPaths(client)).toEqual(
    new Map([
      ["000000000001", ["r-1"]],
      ["000000000002", ["r-1"]],
      ["000000000003", ["r-1", "ou-2"]],
    ]),
  );
});
