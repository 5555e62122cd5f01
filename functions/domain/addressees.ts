import type { Day } from "./calendar-day.ts";
import type { Reason } from "./decision.ts";
import type { KeyHistory } from "./key-history.ts";
import { mayMailToday, mayRepeatToday } from "./mail-limit.ts";
import { reachedNobody } from "./may-deactivate.ts";
import { type Addressee, type NoticeId, type NoticeRecord, sameNotice } from "./notice.ts";
import type { Recipients } from "./recipients.ts";

/** What the addressees of a notice depend on. */
export interface AddresseeFacts {
  readonly history: KeyHistory;
  readonly recipients: Recipients;
  readonly today: Day;
}

/**
 * Who still has to get a notice today: owners who have not had it, and the fallback contact if the tag names nobody
 * who may be notified, where the notice reached none of the owners, or where it is for everybody. Nobody gets the same notice twice. A notice
 * that is only claimed is offered again: the ledger knows whether its worker is still alive.
 */
export function addresseesOf(id: NoticeId, facts: AddresseeFacts): Addressee[] {
  const { history, recipients, today } = facts;
  const { owners, fallback, fallbackReasons } = recipients;
  if (!mayMailToday(id, history.notices, today)) return [];
  const records = history.notices.filter((notice) => sameNotice(notice.id, id));
  const isSettled = (address: string) =>
    records.some(({ to, state }) => to === address && state !== "claimed");
  const due: Addressee[] = mayRepeatToday(id, history.notices, today)
    ? owners.filter((owner) => !isSettled(owner)).map((address) => ({ address, as: "owner" }))
    : [];
  const because = [...fallbackReasons];
  if (ownersUnreachable(records, owners, today))
    because.push({ code: "ownersUnreachable", addresses: owners });
  if (records.some(({ audience }) => audience === "everyone")) because.push({ code: "ownersChangeOften" });
  if (because.length > 0 && !owners.includes(fallback) && !isSettled(fallback))
    due.push({ address: fallback, as: "fallback", because });
  return due;
}

/**
 * Whether a notice went to every current owner and arrived at none. A missing delivery report counts only for
 * deactivation notices: for others a wrong guess would cost a mail to the fallback contact and protect nobody.
 */
export function ownersUnreachable(
  records: readonly NoticeRecord[],
  owners: readonly string[],
  today: Day,
): boolean {
  return (
    owners.length > 0 &&
    owners.every((owner) => {
      const own = records.find(({ to }) => to === owner);
      return own !== undefined && own.state !== "claimed" && didNotArrive(own, today);
    })
  );
}

/** Why a notice did not reach the people it is for. */
export type UnreachableReason = Extract<Reason, { readonly code: "ownerUnreachable" | "nobodyReached" }>;

/**
 * Whether a notice reached none of the owners, and whether it reached the fallback contact instead; `undefined` if it
 * arrived, or if that is not known yet.
 * @param records of one notice
 */
export function unreachableBy(
  records: readonly NoticeRecord[],
  { owners, fallback }: Pick<Recipients, "owners" | "fallback">,
  today: Day,
): UnreachableReason | undefined {
  if (owners.length > 0 && !ownersUnreachable(records, owners, today)) return undefined;
  const toFallback = records.find(({ to }) => to === fallback);
  if (toFallback !== undefined && didNotArrive(toFallback, today))
    return { code: "nobodyReached", addresses: [...new Set([...owners, fallback])] };
  return owners.length === 0 ? undefined : { code: "ownerUnreachable", addresses: owners };
}

function didNotArrive(record: NoticeRecord, today: Day): boolean {
  return record.names === undefined ? wasRejected(record) : reachedNobody(record, today);
}

function wasRejected({ state, delivery }: NoticeRecord): boolean {
  return state === "refused" || delivery.state === "bounced";
}
