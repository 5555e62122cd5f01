import {
  type OrganizationsClient,
  paginateListAccountsForParent,
  paginateListOrganizationalUnitsForParent,
  paginateListRoots,
} from "@aws-sdk/client-organizations";
import { present } from "./aws-errors.ts";

/**
 * Walks the Organization from its root and returns each account's path of root and OU IDs. It costs two listings for
 * each OU, at five calls a second, so it is used only where Organizations omits `Paths`.
 */
export async function accountPaths(client: OrganizationsClient): Promise<Map<string, string[]>> {
  const paths = new Map<string, string[]>();
  const open: string[][] = [];
  for await (const page of paginateListRoots({ client }, {}))
    for (const { Id } of present(page.Roots, "ListRoots", "Roots")) if (Id !== undefined) open.push([Id]);
  for (let path = open.pop(); path !== undefined; path = open.pop()) {
    const ParentId = path.at(-1);
    if (ParentId === undefined) continue;
    for await (const page of paginateListAccountsForParent({ client }, { ParentId }))
      for (const { Id } of present(page.Accounts, "ListAccountsForParent", "Accounts"))
        if (Id !== undefined) paths.set(Id, path);
    for await (const page of paginateListOrganizationalUnitsForParent({ client }, { ParentId }))
      for (const { Id } of present(
        page.OrganizationalUnits,
        "ListOrganizationalUnitsForParent",
        "OrganizationalUnits",
      ))
        if (Id !== undefined) open.push([...path, Id]);
  }
  return paths;
}
