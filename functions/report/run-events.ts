import type { Run } from "../../statemachine/run.ts";
import type { BusEvent } from "../aws/event-bus.ts";
import { maskedKeyId } from "../domain/access-key.ts";
import type { Account } from "../domain/account.ts";
import { kindOf } from "../domain/notice.ts";
import { reasonText } from "../notices/reason-text.ts";
import type { ReportedKey } from "./reported-key.ts";

/**
 * What a run did about one key, as events: one for each sent mail and one for a deactivation, for example for a chat
 * or a ticket system. They say what was done, never what would be done. A report that is written again puts
 * them again: subscribers recognise them by run, key and recipient.
 */
export function keyEvents(run: Run, key: ReportedKey, { id, name }: Account): BusEvent[] {
  const { facts, decision, notices, isDeactivated } = key;
  const at = new Date(run.startedAt);
  const about = {
    run: run.id,
    day: run.day,
    accountId: id,
    accountName: name,
    userName: facts.userName,
    accessKeyId: facts.accessKeyId,
    /** For people: the last four characters. */
    key: maskedKeyId(facts.accessKeyId),
    age: decision.age,
  };
  const deactivated = isDeactivated
    ? [
        {
          type: "Access Key Deactivated",
          at,
          detail: { ...about, reasonCode: decision.reason.code, reason: reasonText(decision.reason) },
        },
      ]
    : [];
  const sent = notices
    .filter(({ outcome }) => outcome === "sent")
    .map(({ id: noticeId, to, as, names }) => {
      const kind = kindOf(noticeId);
      const type = kind === "finalWarning" ? "Final Warning Sent" : "Notice Sent";
      return { type, at, detail: { ...about, kind, to, as, ...(names === undefined ? {} : { names }) } };
    });
  return [...deactivated, ...sent];
}

/** The event of a run whose plan waits for an approval. */
export function approvalEvent(run: Run, keys: number): BusEvent {
  return {
    type: "Run Awaiting Approval",
    at: new Date(run.startedAt),
    detail: { run: run.id, day: run.day, keys },
  };
}
