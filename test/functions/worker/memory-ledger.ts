import { claimLeaseMilliseconds, type Ledger, type NoticeRef } from "../../../functions/aws/ledger.ts";
import { emptyHistory, type KeyHistory } from "../../../functions/domain/key-history.ts";

interface Claim {
  readonly state: "claimed" | "sent";
  readonly notice: NoticeRef;
  readonly invocation: string;
  readonly claimedAt: number;
  readonly run: string;
  readonly on: string;
}

/** What all workers of a test share: the ledger table and the wall clock. */
export interface LedgerTable {
  readonly claims: Map<string, Claim>;
  readonly deactivations: Map<string, KeyHistory["deactivation"]>;
  now: number;
  /** Called before and after each write; throws to kill the worker there. */
  before: (call: string) => void;
  after: (call: string) => void;
}

/** An empty ledger table. */
export function ledgerTable(): LedgerTable {
  return {
    claims: new Map(),
    deactivations: new Map(),
    now: 0,
    before: () => undefined,
    after: () => undefined,
  };
}

/** The ledger as one worker invocation sees it, with the protocol of the DynamoDB one. */
export function memoryLedger(table: LedgerTable, run: string, on: string, invocation: string): Ledger {
  const nameOf = ({ accessKeyId, noticeId, to }: NoticeRef) => `${accessKeyId} ${noticeId} ${to}`;
  async function write<Answer>(call: string, effect: () => Answer): Promise<Answer> {
    table.before(call);
    const answer = effect();
    table.after(call);
    return answer;
  }
  return {
    async histories() {
      const found = new Map<string, KeyHistory>();
      for (const { state, notice, run: by, on: day } of table.claims.values()) {
        const history = found.get(notice.accessKeyId) ?? emptyHistory;
        const sent = { id: notice.noticeId, to: notice.to, on: day, run: by };
        found.set(
          notice.accessKeyId,
          state === "sent" ? { ...history, notices: [...history.notices, sent] } : history,
        );
      }
      for (const [accessKeyId, deactivation] of table.deactivations)
        found.set(accessKeyId, { ...(found.get(accessKeyId) ?? emptyHistory), deactivation });
      return found;
    },
    claimNotice: (notice) =>
      write(`claim ${nameOf(notice)}`, () => {
        const held = table.claims.get(nameOf(notice));
        const free =
          held === undefined ||
          (held.state === "claimed" &&
            (held.claimedAt < table.now - claimLeaseMilliseconds || held.invocation === invocation));
        if (free)
          table.claims.set(nameOf(notice), {
            state: "claimed",
            notice,
            invocation,
            claimedAt: table.now,
            run,
            on,
          });
        return free ? "claimed" : "held";
      }),
    confirmNotice: (notice) =>
      write(`confirm ${nameOf(notice)}`, () => {
        table.claims.set(nameOf(notice), {
          state: "sent",
          notice,
          invocation,
          claimedAt: table.now,
          run,
          on,
        });
      }),
    releaseNotice: (notice) =>
      write(`release ${nameOf(notice)}`, () => {
        if (table.claims.get(nameOf(notice))?.invocation === invocation) table.claims.delete(nameOf(notice));
      }),
    recordDeactivation: ({ accessKeyId }, state, count) =>
      write(`${state} ${accessKeyId}`, () => {
        table.deactivations.set(accessKeyId, { state, count, on, run });
      }),
    forgetDeactivation: ({ accessKeyId }, before) =>
      write(`forget ${accessKeyId}`, () => {
        if (before === undefined) table.deactivations.delete(accessKeyId);
        else table.deactivations.set(accessKeyId, before);
      }),
  };
}
