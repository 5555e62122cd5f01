import type { RunReport } from "../../statemachine/run-report.ts";
import type { BusEvent } from "../aws/event-bus.ts";

/**
 * What a run did, as events: one for each notice that was sent and each key that was deactivated, so that a
 * chat or a ticket system can listen. They say what was done, never what would be. A report that is written
 * again puts them again; run, key and recipient tell which is which.
 */
export function runEvents({ run, keys }: RunReport): BusEvent[] {
  const at = new Date(run.startedAt);
  return keys.flatMap(({ accountId, accountName, decision, notices, deactivation }): BusEvent[] => {
    const { userName, accessKeyId, age, reason } = decision;
    const about = { run: run.id, day: run.day, accountId, accountName, userName, accessKeyId, age };
    const off =
      deactivation?.outcome === "deactivated"
        ? [{ type: "Access Key Deactivated", at, detail: { ...about, reason } }]
        : [];
    const sent = notices
      .filter(({ outcome }) => outcome === "sent")
      .map(({ to }) => {
        const kind = decision.notice?.kind;
        return { type: "Notice Sent", at, detail: { ...about, to, ...(kind === undefined ? {} : { kind }) } };
      });
    return [...off, ...sent];
  });
}
