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

/** The ledger's record of one access key. */
export interface KeyHistory {
  /** Absent if the ledger has no entry, or one without it. */
  readonly key?: { readonly userName: string; readonly createdOn: Day } | undefined;
  /**
   * Counts revocations. A deactivation notice counts while the key is in the round in which it was sent. Days could
   * not order two events of one day; rounds do.
   */
  readonly round: number;
  /** The latest ones, oldest first; at most `keptRevocations`. */
  readonly revocations: readonly Revocation[];
  /**
   * Counts claims of notices. A decision to deactivate is based on a certain count. If a notice was claimed since, it
   * may name a later day.
   */
  readonly claims: number;
  /** How often tags or exemptions revoked notices, ever. See also `reactivations`. */
  readonly restarts: number;
  readonly notices: readonly NoticeRecord[];
  /** The latest deactivation by Curfew: `intended` is written before the key is changed, `done` after the read-back. */
  readonly deactivation?: Deactivation | undefined;
  /** The latest restore by an operator. */
  readonly restore?: Restore | undefined;
  /** The days on which Curfew could have deactivated the key but it had to wait. */
  readonly waiting?: Waiting | undefined;
}

/** A deactivation by Curfew; `number` counts the deactivations of this key. */
export interface Deactivation {
  readonly state: "intended" | "done";
  readonly number: number;
  readonly on: Day;
  /** The run that wrote this state. */
  readonly run: string;
  /** The run that intended it, if it was interrupted and another execution recorded that it took effect. */
  readonly begunBy?: string | undefined;
}

/** The run that deactivated the key. */
export function deactivatingRun({ begunBy, run }: Pick<Deactivation, "run" | "begunBy">): string {
  return begunBy ?? run;
}

/**
 * Why an intention of an earlier day revokes the warnings before it; `undefined` if it does not. Nobody knows whether it
 * took effect: Curfew may have deactivated the key without recording it, and the owner may have activated it again.
 */
export function revocationByIntention(history: KeyHistory, today: Day): RevocationCause | undefined {
  const { deactivation } = history;
  const isLeft = deactivation?.state === "intended" && deactivation.on < today;
  return isLeft && standingNotices(history).length > 0 ? "deactivation" : undefined;
}

/** A reactivation by an operator: `intended` is written before the key is changed, `done` after the read-back. */
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
 * Days on which the rule allowed the deactivation and the key had to wait: for the pace, an approval, the change window
 * or the end of a pause. They do not make its notice stale. A notice that names a later day restarts the count, because
 * the days before that day do not matter for it.
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

/** The history of a key that Curfew sees for the first time. */
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

/** Deactivation notices that were not revoked. */
export function standingNotices(history: Pick<KeyHistory, "notices" | "round">): NoticeRecord[] {
  return deactivationNotices(history).filter(({ round }) => round === history.round);
}

/** The latest day that a notice named that was not revoked; see `lastNamedDay`. */
export function latestNamedDay(history: Pick<KeyHistory, "notices" | "round">): Day | undefined {
  return lastNamedDay(standingNotices(history));
}

/** The latest day that these notices named. A notice that bounced does not bind; one whose delivery is unknown does. */
export function lastNamedDay(notices: readonly NoticeRecord[]): Day | undefined {
  return notices
    .filter(({ delivery }) => delivery.state !== "bounced")
    .flatMap(({ names }) => (names === undefined ? [] : [names]))
    .sort()
    .at(-1);
}

const causesWithMail: ReadonlySet<RevocationCause> = new Set(["staysActiveNotice", "exemptionUnreadable"]);

/**
 * The day that a mail withdraws if it says that the key stays active: that of the notices that it revokes. A run may have
 * recorded the revocation and been interrupted before that mail; then it is the day of the round before.
 */
export function dayToWithdraw(history: KeyHistory): Day | undefined {
  const { round, revocations, notices } = history;
  const last = revocations.at(-1);
  const isSaid = notices.some((notice) => notice.round === round && notice.state === "sent");
  const isInterrupted = last?.round === round && causesWithMail.has(last.by) && !isSaid;
  return latestNamedDay(isInterrupted ? { notices, round: round - 1 } : history);
}

/** Whether tags or exemptions are the cause of a revocation. Then it is one more restart of the warnings. */
export function isRestart(by: RevocationCause): boolean {
  return by !== "restore" && by !== "deactivation";
}

/**
 * How often people activated an Active key again that Curfew had deactivated, instead of asking for a restore. At least
 * this often: a restore that had to be repeated counts as two.
 */
export function reactivations({ deactivation, restore }: KeyHistory): number {
  if (deactivation === undefined) return 0;
  const done = deactivation.state === "done" ? deactivation.number : deactivation.number - 1;
  return Math.max(0, done - (restore?.number ?? 0));
}

/** The history after a revocation. */
export function revoked(history: KeyHistory, by: RevocationCause, on: Day, run: string): KeyHistory {
  const round = history.round + 1;
  return {
    ...history,
    round,
    revocations: [...history.revocations, { round, by, on, run }].slice(-keptRevocations),
    restarts: history.restarts + (isRestart(by) ? 1 : 0),
    waiting: undefined,
  };
}

/** For this many days, a recipient who was missed still gets the mail about a deactivation. */
const completeForDays = 7;

/**
 * Whether something is unfinished for a key that is not Active, so that reading its user's tags is worth a call: its
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

/** The number of the next deactivation. An intended one keeps its number. */
export function deactivationNumber({ deactivation }: KeyHistory): number {
  if (deactivation === undefined) return 1;
  return deactivation.state === "intended" ? deactivation.number : deactivation.number + 1;
}
