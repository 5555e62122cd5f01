import type { Ledger, LedgerKey, NoticeRef } from "../../../functions/aws/ledger.ts";
import { claimLeaseMilliseconds } from "../../../functions/aws/ledger-claims.ts";
import type { Writer } from "../../../functions/aws/ledger-writes.ts";
import { dayOf } from "../../../functions/domain/calendar-day.ts";
import {
  type Deactivation,
  emptyHistory,
  type KeyHistory,
  revoked,
  standingNotices,
} from "../../../functions/domain/key-history.ts";
import { type NoticeRecord, sameNotice, saysStaysActive } from "../../../functions/domain/notice.ts";
import type { Around } from "./around.ts";

interface Entry {
  history: KeyHistory;
  /** The deactivation before the intended one. */
  before?: Deactivation | undefined;
  /** The time of each claim, by claim ID. */
  readonly claimedAt: Map<string, number>;
}

/** The account's part of the ledger table, by access key ID. All its workers share it. */
export type LedgerTable = Map<string, Entry>;

/** Writes into the ledger what runs of earlier days would have left there. */
export function putHistory(table: LedgerTable, key: LedgerKey, history: KeyHistory): void {
  const { userName, createdOn } = key;
  table.set(key.accessKeyId, {
    history: { ...history, key: { userName, createdOn } },
    claimedAt: new Map(),
  });
}

/** The ledger as one worker sees it, with the protocol of the DynamoDB one (test/functions/aws/ledger-*.test.ts). */
export function memoryLedger(table: LedgerTable, writer: Writer, around: Around): Ledger {
  const today = () => dayOf(writer.now());
  const entryOf = ({ accessKeyId, userName, createdOn }: LedgerKey): Entry => {
    const known = table.get(accessKeyId) ?? { history: emptyHistory, claimedAt: new Map() };
    known.history = { ...known.history, key: { userName, createdOn } };
    table.set(accessKeyId, known);
    return known;
  };
  const recordOf = (entry: Entry | undefined, { id, to }: Pick<NoticeRef, "id" | "to">) =>
    entry?.history.notices.find((notice) => notice.to === to && sameNotice(notice.id, id));
  const settle = (notice: NoticeRef, state: NoticeRecord["state"] | undefined) => {
    const entry = entryOf(notice);
    const { id, to, as, claimId, userType, names, noticeDays, audience, round } = notice;
    const others = entry.history.notices.filter((one) => one.to !== to || !sameNotice(one.id, id));
    const delivery = { state: "unknown" } as const;
    const base = { id, to, as, claimId, userType, names, noticeDays, audience, round, delivery };
    const record = state && { ...base, state, on: today(), run: writer.run };
    entry.history = { ...entry.history, notices: record === undefined ? others : [...others, record] };
  };
  const takenOver = new Map<string, NoticeRecord>();
  const release = (notice: NoticeRef) => {
    const before = takenOver.get(nameOf(notice));
    settle(notice, undefined);
    if (before === undefined) return;
    const entry = entryOf(notice);
    entry.history = { ...entry.history, notices: [...entry.history.notices, before] };
    entry.claimedAt.set(before.claimId, 0);
  };
  const isOurs = (notice: NoticeRef) => {
    const held = recordOf(table.get(notice.accessKeyId), notice);
    return held?.claimId === notice.claimId && held.state === "claimed";
  };
  return {
    histories: () => around("histories", () => new Map([...table].map(([id, { history }]) => [id, history]))),
    claimNotice: (notice) =>
      around(`claim ${nameOf(notice)}`, () => {
        const entry = entryOf(notice);
        const { round, deactivation } = entry.history;
        if (round !== notice.round || deactivation?.state === "intended") return "overtaken";
        const isWarned = standingNotices(entry.history).length > 0;
        if (isWarned && notice.names === undefined && saysStaysActive(notice.id)) return "overtaken";
        const held = recordOf(entry, notice);
        const age = writer.now().getTime() - (entry.claimedAt.get(held?.claimId ?? "") ?? 0);
        const isStale = held?.state === "claimed" && age > claimLeaseMilliseconds;
        const isFree = held === undefined || (isStale && namesNoLaterDay(held, notice));
        if (!isFree && held.claimId !== notice.claimId) return "held";
        if (held !== undefined && held.claimId !== notice.claimId) takenOver.set(nameOf(notice), held);
        settle(notice, "claimed");
        entry.history = { ...entry.history, claims: entry.history.claims + 1 };
        entry.claimedAt.set(notice.claimId, writer.now().getTime());
        return "claimed";
      }),
    confirmNotice: (notice) =>
      around(`confirm ${nameOf(notice)}`, () => {
        const held = recordOf(table.get(notice.accessKeyId), notice);
        const isKept =
          held !== undefined && held.claimId !== notice.claimId && !namesNoLaterDay(held, notice);
        if (!isKept) settle(notice, "sent");
      }),
    releaseNotice: (notice) =>
      around(`release ${nameOf(notice)}`, () => {
        if (isOurs(notice)) release(notice);
      }),
    refuseNotice: (notice) =>
      around(`refuse ${nameOf(notice)}`, () => {
        if (isOurs(notice)) settle(notice, "refused");
      }),
    revoke: (key, by, seenRound) =>
      around(`revoke ${key.accessKeyId} ${by}`, () => {
        const entry = entryOf(key);
        if (entry.history.round !== seenRound) return "overtaken";
        entry.history = revoked(entry.history, by, today(), writer.run);
        return "recorded";
      }),
    intendDeactivation: (key, basis) =>
      around(`intend ${key.accessKeyId}`, () => {
        const entry = entryOf(key);
        const { round, claims, restore, deactivation } = entry.history;
        if (round !== basis.round || claims !== basis.claims) return "overtaken";
        if ((restore?.number ?? 0) !== basis.restoreNumber) return "overtaken";
        const number = basis.deactivationNumber + 1;
        if (deactivation?.state === "intended")
          return deactivation.number === number && deactivation.run === writer.run ? "recorded" : "overtaken";
        if ((deactivation?.number ?? 0) !== basis.deactivationNumber) return "overtaken";
        entry.before = deactivation;
        const intended = { state: "intended", number, on: today(), run: writer.run } as const;
        entry.history = { ...entry.history, deactivation: intended };
        return "recorded";
      }),
    completeDeactivation: (key, number, begun = { run: writer.run, on: today() }) =>
      around(`complete ${key.accessKeyId}`, () => {
        const entry = entryOf(key);
        const { deactivation } = entry.history;
        if (deactivation !== undefined && deactivation.number > number) return "overtaken";
        if (deactivation?.number === number && deactivation.state === "done")
          return deactivation.run === writer.run ? "recorded" : "overtaken";
        const by = begun.run === writer.run ? {} : { begunBy: begun.run };
        const done = { state: "done", number, on: begun.on, run: writer.run, ...by } as const;
        entry.history = revoked(
          { ...entry.history, deactivation: done },
          "deactivation",
          today(),
          writer.run,
        );
        return "recorded";
      }),
    withdrawIntention: ({ accessKeyId }, number) =>
      around(`withdraw ${accessKeyId}`, () => {
        const entry = table.get(accessKeyId);
        if (entry?.history.deactivation?.state !== "intended") return;
        if (entry.history.deactivation.number !== number) return;
        entry.history = { ...entry.history, deactivation: entry.before };
      }),
    recordRestore: (key, { state, number, until, reason, deactivation }) =>
      around(`restore ${key.accessKeyId}`, () => {
        const entry = entryOf(key);
        if (entry.history.deactivation?.state !== "done") return "overtaken";
        const restore = { state, number, on: today(), until, run: writer.run, reason, deactivation };
        entry.history = revoked({ ...entry.history, restore }, "restore", today(), writer.run);
        return "recorded";
      }),
  };
}

function nameOf({ accessKeyId, id, to }: NoticeRef): string {
  return `${accessKeyId} ${id.type} ${to}`;
}

function namesNoLaterDay(held: NoticeRecord, { names }: NoticeRef): boolean {
  return names === undefined || held.names === undefined || held.names <= names;
}
