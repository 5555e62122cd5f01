import {
  claimLeaseMilliseconds,
  entryDay,
  type Ledger,
  type LedgerKey,
  type NoticeRef,
  type Writer,
} from "../../../functions/aws/ledger.ts";
import {
  type Deactivation,
  emptyHistory,
  type KeyHistory,
  type Restore,
  type SentNotice,
} from "../../../functions/domain/key-history.ts";
import type { Around } from "./around.ts";

interface Entry {
  readonly state: "claimed" | "sent" | "refused";
  readonly notice: NoticeRef;
  readonly invocation: string;
  readonly claimedAt: number;
  readonly run: string;
  readonly on: string;
}

/** What all workers of one account share: its part of the ledger table. */
export interface LedgerTable {
  /** By key, notice and recipient. */
  readonly entries: Map<string, Entry>;
  readonly deactivations: Map<string, Deactivation & { invocation?: string }>;
  readonly keys: Map<string, LedgerKey>;
  readonly restores: Map<string, Restore>;
}

/** An empty ledger table. */
export function ledgerTable(): LedgerTable {
  return { entries: new Map(), deactivations: new Map(), keys: new Map(), restores: new Map() };
}

/** The ledger as one worker sees it, with the protocol of the DynamoDB one; see ledger-protocol.test.ts. */
export function memoryLedger(table: LedgerTable, writer: Writer, around: Around): Ledger {
  const { run, invocation } = writer;
  const entry = (state: Entry["state"], notice: NoticeRef): Entry => ({
    state,
    notice,
    invocation,
    claimedAt: writer.now().getTime(),
    run,
    on: entryDay(writer),
  });
  const isOurs = (notice: NoticeRef) => table.entries.get(nameOf(notice))?.invocation === invocation;
  return {
    histories: () => around("histories", () => historiesOf(table)),
    claimNotice: (notice) =>
      around(`claim ${nameOf(notice)}`, () => {
        const held = table.entries.get(nameOf(notice));
        const isStale =
          held !== undefined && held.claimedAt < writer.now().getTime() - claimLeaseMilliseconds;
        const isFree = held === undefined || (held.state === "claimed" && (isStale || isOurs(notice)));
        if (!isFree) return "held";
        table.keys.set(notice.accessKeyId, notice);
        table.entries.set(nameOf(notice), entry("claimed", notice));
        return "claimed";
      }),
    confirmNotice: (notice) =>
      around(`confirm ${nameOf(notice)}`, () => {
        table.entries.set(nameOf(notice), entry("sent", notice));
      }),
    releaseNotice: (notice) =>
      around(`release ${nameOf(notice)}`, () => {
        if (isOurs(notice)) table.entries.delete(nameOf(notice));
      }),
    refuseNotice: (notice) =>
      around(`refuse ${nameOf(notice)}`, () => {
        if (isOurs(notice)) table.entries.set(nameOf(notice), entry("refused", notice));
      }),
    recordDeactivation: (key, state, count) =>
      around(`${state} ${key.accessKeyId}`, () => {
        const held = table.deactivations.get(key.accessKeyId);
        const isFree =
          held === undefined ||
          (state === "done"
            ? held.count <= count
            : (held.state === "done" && held.count < count) || held.invocation === invocation);
        if (!isFree) return "held";
        table.keys.set(key.accessKeyId, key);
        table.deactivations.set(key.accessKeyId, { state, count, on: entryDay(writer), run, invocation });
        return "recorded";
      }),
    forgetDeactivation: ({ accessKeyId }, before) =>
      around(`forget ${accessKeyId}`, () => {
        if (table.deactivations.get(accessKeyId)?.state !== "intended") return;
        if (before === undefined) table.deactivations.delete(accessKeyId);
        else table.deactivations.set(accessKeyId, before);
      }),
    recordRestore: ({ accessKeyId }, { state, until, reason }, { count }) =>
      around(`restore ${state} ${accessKeyId}`, () => {
        const held = table.deactivations.get(accessKeyId);
        if (held?.state !== "done" || held.count !== count) return "held";
        table.restores.set(accessKeyId, { state, on: entryDay(writer), until, run, reason });
        return "recorded";
      }),
  };
}

/** Writes into the ledger what runs of earlier days have left there. */
export function remember(table: LedgerTable, key: LedgerKey, history: KeyHistory): void {
  table.keys.set(key.accessKeyId, key);
  const put = (state: "sent" | "refused", { id, to, on, run }: SentNotice) => {
    const notice = { ...key, noticeId: id, to };
    table.entries.set(nameOf(notice), { state, notice, invocation: run, claimedAt: 0, run, on });
  };
  for (const notice of history.notices) put("sent", notice);
  for (const notice of history.refused ?? []) put("refused", notice);
  if (history.deactivation !== undefined) table.deactivations.set(key.accessKeyId, history.deactivation);
  if (history.restore !== undefined) table.restores.set(key.accessKeyId, history.restore);
}

function historiesOf(table: LedgerTable): Map<string, KeyHistory> {
  const found = new Map<string, KeyHistory>();
  for (const [accessKeyId, { userName, createdOn }] of table.keys) {
    const of = (wanted: Entry["state"]) =>
      [...table.entries.values()]
        .filter(({ state, notice }) => state === wanted && notice.accessKeyId === accessKeyId)
        .map(({ notice, on, run }) => ({ id: notice.noticeId, to: notice.to, on, run }));
    const { state, on, run, count } = table.deactivations.get(accessKeyId) ?? {};
    found.set(accessKeyId, {
      ...emptyHistory,
      notices: of("sent"),
      refused: of("refused"),
      deactivation: state && on && run && count ? { state, on, run, count } : undefined,
      restore: table.restores.get(accessKeyId),
      key: createdOn === undefined ? undefined : { userName, createdOn },
    });
  }
  return found;
}

function nameOf({ accessKeyId, noticeId, to }: NoticeRef): string {
  return `${accessKeyId} ${noticeId} ${to}`;
}
