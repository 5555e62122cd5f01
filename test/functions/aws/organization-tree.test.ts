import { expect, it } from "vitest";
import { nameOfOu, walkOrganization } from "../../../functions/aws/organization-tree.ts";
import { stubbedOrganizations } from "./stubbed-organizations.ts";

/** The entries of each list, by parent. */
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

it("reads every page of an OU's accounts and OUs, also after an empty one", async () => {
  const { client } = stubbedOrganizations((command, { ParentId, NextToken }) => {
    const all = lists[command]?.[String(ParentId)] ?? [];
    // One entry per page, and an empty page before each.
    const number = Number(NextToken ?? 0);
    const page = number % 2 === 0 ? [] : all.slice((number - 1) / 2, (number + 1) / 2);
    const hasMore = number < 2 * all.length - 1;
    return {
      [fields[command] ?? ""]: page.map((Id) => ({ Id, Name: `Name of ${Id}` })),
      ...(hasMore ? { NextToken: String(number + 1) } : {}),
    };
  });

  const { paths, names } = await walkOrganization(client);
  expect(names.get("r-1")).toBe("Name of r-1");
  expect(names.get("ou-2")).toBe("Name of ou-2");
  expect(paths).toEqual(
    new Map([
      ["000000000001", ["r-1"]],
      ["000000000002", ["r-1"]],
      ["000000000003", ["r-1", "ou-2"]],
    ]),
  );
});

it("reads the name of a root from the list of roots, because only OUs can be described", async () => {
  const { client, sent } = stubbedOrganizations((command) =>
    command === "ListRoots"
      ? { Roots: [{ Id: "r-1", Name: "Root" }] }
      : { OrganizationalUnit: { Id: "ou-1", Name: "Sales" } },
  );

  expect(await nameOfOu(client, "r-1")).toBe("Root");
  expect(await nameOfOu(client, "ou-1")).toBe("Sales");
  expect(sent).toEqual(["ListRoots", "DescribeOrganizationalUnit"]);
});
