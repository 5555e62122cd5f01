import {
  DescribeOrganizationalUnitCommand,
  type OrganizationsClient,
  paginateListAccountsForParent,
  paginateListOrganizationalUnitsForParent,
  paginateListRoots,
} from "@aws-sdk/client-organizations";
import { present } from "./aws-errors.ts";

/** The result of walking the Organization's tree. */
export interface WalkedTree {
  /** Each account's path of root and OU IDs, from the root down. */
  readonly paths: ReadonlyMap<string, readonly string[]>;
  /** Names of the root and of the OUs, by ID. */
  readonly names: ReadonlyMap<string, string>;
}

/**
 * Walks the Organization's tree from its root. It costs two list calls for each OU, at five calls a second, so it is
 * used only if Organizations omits `Paths`.
 */
export async function walkOrganization(client: OrganizationsClient): Promise<WalkedTree> {
  const paths = new Map<string, readonly string[]>();
  const names = await rootNames(client);
  const open = [...names.keys()].map((id) => [id]);
  for (let path = open.pop(); path !== undefined; path = open.pop()) {
    const ParentId = path.at(-1);
    if (ParentId === undefined) continue;
    for await (const page of paginateListAccountsForParent({ client }, { ParentId }))
      for (const { Id } of present(page.Accounts, "ListAccountsForParent", "Accounts"))
        if (Id !== undefined) paths.set(Id, path);
    for await (const page of paginateListOrganizationalUnitsForParent({ client }, { ParentId }))
      for (const { Id, Name } of present(
        page.OrganizationalUnits,
        "ListOrganizationalUnitsForParent",
        "OrganizationalUnits",
      ))
        if (Id !== undefined) {
          names.set(Id, Name ?? Id);
          open.push([...path, Id]);
        }
  }
  return { paths, names };
}

/** The name of a root or an OU, or `undefined` if there is no such root. */
export async function nameOfOu(client: OrganizationsClient, id: string): Promise<string | undefined> {
  // Only OUs can be described.
  if (id.startsWith("r-")) return (await rootNames(client)).get(id);
  const { OrganizationalUnit } = await client.send(
    new DescribeOrganizationalUnitCommand({ OrganizationalUnitId: id }),
  );
  return present(OrganizationalUnit, "DescribeOrganizationalUnit", "OrganizationalUnit").Name;
}

async function rootNames(client: OrganizationsClient): Promise<Map<string, string>> {
  const names = new Map<string, string>();
  for await (const page of paginateListRoots({ client }, {}))
    for (const { Id, Name } of present(page.Roots, "ListRoots", "Roots"))
      if (Id !== undefined) names.set(Id, Name ?? Id);
  return names;
}
