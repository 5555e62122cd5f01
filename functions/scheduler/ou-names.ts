import type { Organization } from "../aws/organizations.ts";
import { eachPaced } from "../aws/paced.ts";
import { log } from "../runtime/log.ts";
import type { Clock } from "../runtime/system-clock.ts";

/** What finding names needs. */
export interface NamesTask {
  readonly organization: Pick<Organization, "ouName">;
  readonly clock: Clock;
}

/** This many names take 15 seconds. In a larger Organization the report shows the IDs of the others. */
const mostNames = 300;

/**
 * Names of roots and OUs by ID. The report is easier to read with them and complete without, so this never fails: a
 * name that cannot be found is absent, and the log says why. After the first failure it does not ask for more names.
 */
export async function ouNames(
  ids: ReadonlySet<string>,
  { organization, clock }: NamesTask,
): Promise<Record<string, string>> {
  const names: Record<string, string> = {};
  const asked = [...ids].slice(0, mostNames);
  if (asked.length < ids.size)
    log("warn", "the report shows some OUs by ID", { organizationalUnits: ids.size, named: asked.length });
  let failure: unknown;
  await eachPaced(asked, clock, async (id) => {
    if (failure !== undefined) return;
    try {
      const name = await organization.ouName(id);
      if (name !== undefined) names[id] = name;
    } catch (error) {
      failure = error;
    }
  });
  if (failure !== undefined)
    log("warn", "names of OUs were not found", { organizationalUnits: asked.length }, failure);
  return names;
}
