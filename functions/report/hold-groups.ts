import type { HoldGroup } from "../../statemachine/run-report.ts";
import type { ReportedKey } from "./reported-key.ts";

/**
 * Values in tags are written by strangers. For each cause, this many different values are listed and the others
 * counted.
 */
const mostGroups = 200;

/** Counts keys on hold by reason and, if a tag is the reason, by the value found. */
export function holdCounter() {
  const groups = new Map<string, HoldGroup>();
  return {
    add({ decision: { state, reason } }: ReportedKey): void {
      if (state !== "onHold") return;
      const found = "found" in reason ? reason.found : undefined;
      const isNew = !groups.has(JSON.stringify([reason.code, found]));
      const kept = isNew && groups.size >= mostGroups ? undefined : found;
      const key = JSON.stringify([reason.code, kept]);
      const group = groups.get(key) ?? {
        code: reason.code,
        ...(kept === undefined ? {} : { found: kept }),
        keys: 0,
      };
      group.keys += 1;
      groups.set(key, group);
    },
    groups(): HoldGroup[] {
      return [...groups.values()].sort((one, other) => other.keys - one.keys);
    },
  };
}
