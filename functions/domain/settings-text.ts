import type { Policy } from "./policy.ts";

/**
 * The settings on which an approval depends, as one text: stages with their overrides, user types, notice days and
 * limits. Equal settings give equal texts, whatever the order in which a file writes the fields. The text is hashed
 * where it is used, because the rules have no hash function for this.
 */
export function approvedSettingsText(policy: Policy): string {
  const { stages, overrides, userTypes, minimumNoticeDays, noticeValidDays, limits } = policy;
  const otherStages = overrides
    .filter((override) => override.stages !== undefined)
    .map(({ accounts, organizationalUnits, stages: own }) => ({
      accounts: accounts.toSorted(),
      organizationalUnits: organizationalUnits.toSorted(),
      stages: own,
    }));
  return canonicalJson({ stages, otherStages, userTypes, minimumNoticeDays, noticeValidDays, limits });
}

/** JSON with the fields of every object in order of their names, and without fields that are undefined. */
function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_key, found: unknown) => {
    if (typeof found !== "object" || found === null || Array.isArray(found)) return found;
    return Object.fromEntries(Object.entries(found).toSorted(([one], [other]) => (one < other ? -1 : 1)));
  });
}
