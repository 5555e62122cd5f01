import {
  AccessDeniedException,
  OrganizationsClient,
  paginateListOrganizationalUnitsForParent,
} from "@aws-sdk/client-organizations";
import type { Connection } from "../shared/connection.ts";

/** More parents than this would take minutes: Organizations lets five lists a second through. */
const mostParents = 50;

/**
 * The names of the organizational units on these paths, as far as they can be had: whoever may start runs need
 * not be allowed to list the Organization, and ids do as well.
 */
export async function unitNames(
  { clientSettings }: Connection,
  paths: readonly (readonly string[])[],
): Promise<Map<string, string>> {
  const names = new Map<string, string>();
  const parents = new Set(paths.flatMap((path) => path.slice(0, -1)));
  if (parents.size > mostParents) return names;
  const client = new OrganizationsClient(clientSettings);
  try {
    for (const ParentId of parents)
      for await (const page of paginateListOrganizationalUnitsForParent({ client }, { ParentId }))
        for (const { Id, Name } of page.OrganizationalUnits ?? [])
          if (Id !== undefined && Name !== undefined) names.set(Id, Name);
  } catch (error) {
    if (!(error instanceof AccessDeniedException)) throw error;
  } finally {
    client.destroy();
  }
  return names;
}

/** A unit as people call it: `Workloads / Production`; ids where there are no names, `root` for the root itself. */
export function unitName(path: readonly string[], names: ReadonlyMap<string, string>): string {
  const units = path.filter((id) => id.startsWith("ou-"));
  return units.length === 0 ? "root" : units.map((id) => names.get(id) ?? id).join(" / ");
}
