import { type Day, daysBetween } from "./calendar-day.ts";
import type { NoticeRecord } from "./notice.ts";

/** Why notices of a key no longer count. */
export type RevocationCause =
  | "staysActiveNotice"
  | "exemptionBegun"
  | "exemptionEnded"
  | "exemptionUnreadable"
  | "restore"
  | "deactivation";

/** A revocation: all deactivation notices of the rounds before `round` no longer count. */
export interface Revocation {
  /** The round that it began. */
  readonly round: number;
  readonly by: RevocationCause;
  readonly on: Day;
  readonly run: string;
}

/** What the ledger remembers of one access key. */
export interface KeyHistory {
  /** Absent where the ledger has no entry, or one that was written without it. */
  readonly key?: { readonly userName: string; readonly createdOn: Day } | undefined;
  /**
   * Counts revocations. A deactivation notice stands while the key is in the round in which it was sent. Days could
   * not order two events of one day; a round does.
   */
  readonly round: number;
  /** The latest ones, oldest first; at most `keptRevocations`. */
  readonly revocations: readonly Revocation[];
  /**
   * Counts claims of notices. A deactivation is decided on a certain count; if a notice was claimed since, it may name a
   * later day.
   */
  readonly claims: number;
  /** How often tags or exemptions revoked notices, ever. */
  readonly restarts: number;
  readonly notices: readonly NoticeRecord[];
  /** The latest deactivation by Curfew: `intended` is written before the key is touched, `done` after the read-back. */
  readonly deactivation?: Deactivation | undefined;
  /** The latest restore by an operator. */
  readonly restore?: Restore | undefined;
  /** Since when Curfew could have deactivated the key and did not. */
  readonly waiting?: Waiting | undefined;
}

/** A deactivation by Curfew; `number` counts the deactivations of this key. */
export interface Deactivation {
  readonly state: "intended" | "done";
  readonly number: number;
  readonly on: Day;
  readonly run: string;
}

/** A reactivation by an operator: `intended` is written before the key is touched, `done` after the read-back. */
export interface Restore {
  readonly state: "intended" | "done";
  readonly number: number;
  readonly on: Day;
  /** The last day on which the key stays active whatever its age. */
  readonly until: Day;
  readonly run: string;
  /** In the operator's words. */
  readonly reason: string;
  /** The number of the deactivation that it undoes. */
  readonly deactivation: number;
}

/**
 * Days on which the rule of deactivation held and the key was not deactivated: it waited for the pace, an approval,
 * the change window or the end of a pause. They do not make its notice stale. A notice that names a later day begins the
 * count again, because the days before that day say nothing about it.
 */
export interface Waiting {
  /** The round of the notice that it waits with. */
  readonly round: number;
  readonly days: number;
  /** The latest of these days. */
  readonly last: Day;
}

/** How many revocations are kept. */
export const keptRevocations = 10;

/** The history of a key that Curfew meets for the first time. */
export const emptyHistory: KeyHistory = {
  round: 0,
  claims: 0,
  revocations: [],
  restarts: 0,
  notices: [],
};

/** Deactivation notices of any round: they name a day, and SES did not reject them. */
export function deactivationNotices({ notices }: Pick<KeyHistory, "notices">): NoticeRecord[] {
  return notices.filter(({ names, state }) => names !== undefined && state !== "refused");
}

/** Deactivation notices that stand: no revocation came after them. */
export function standingNotices(history: Pick<KeyHistory, "notices" | "round">): NoticeRecord[] {
  return deactivationNotices(history).filter(({ round }) => round === history.round);
}

/** The latest day that a standing notice named; see `lastNamedDay`. */
export function latestNamedDay(history: Pick<KeyHistory, "notices" | "round">): Day | undefined {
  return lastNamedDay(standingNotices(history));
}

/** The latest day that some of these notices named. One that bounced binds nobody; one whose delivery is unknown does. */
export function lastNamedDay(notices: readonly NoticeRecord[]): Day | undefined {
  return notices
    .filter(({ delivery }) => delivery.state !== "bounced")
    .flatMap(({ names }) => (names === undefined ? [] : [names]))
    .sort()
    .at(-1);
}

/** The history after a revocation. */
export function revoked(history: KeyHistory, by: RevocationCause, on: Day, run: string): KeyHistory {
  const round = history.round + 1;
  const byTags = by !== "restore" && by !== "deactivation";
  return {
    ...history,
    round,
    revocations: [...history.revocations, { round, by, on, run }].slice(-keptRevocations),
    restarts: history.restarts + (byTags ? 1 : 0),
    waiting: undefined,
  };
}

/** For this many days a recipient who was missed still gets the mail about a deactivation. */
const completeForDays = 7;

/**
 * Whether a key that is not Active has unfinished business, so that reading its user's tags is worth a call: its
 * deactivation was interrupted, nobody was notified, every mail about it bounced, or a recipient may have been missed.
 * A key whose owner was warned since then was active again, and somebody else made it inactive: a mail about the old
 * deactivation would contradict the warning.
 */
export function hasUnfinishedBusiness(history: KeyHistory, today: Day): boolean {
  const { deactivation, restore, notices } = history;
  if (deactivation === undefined || restore?.deactivation === deactivation.number) return false;
  const { number, state, on } = deactivation;
  if (state === "done" && standingNotices(history).length > 0) return false;
  return (
    state === "intended" ||
    !notices.some(
      ({ id, state: sent, delivery }) =>
        id.type === "deactivated" && id.number === number && sent === "sent" && delivery.state !== "bounced",
    ) ||
    daysBetween(on, today) <= completeForDays
  );
}

/** The number of the next deactivation; an intended one keeps its own. */
export function deactivationNumber({ deactivation }: KeyHistory): number {
  if (deactivation === undefined) return 1;
  return deactivation.state === "intended" ? deactivation.number : deactivation.number + 1;
}
