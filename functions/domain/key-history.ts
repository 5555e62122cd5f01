import { type Day, daysBetween } from "./calendar-day.ts";

/** A notice that was sent and confirmed. One that was only claimed is not in the history. */
export interface SentNotice {
  /** Which notice: `day-70`, `final-2027-01-31`, `deactivated-1`. */
  readonly id: string;
  readonly to: string;
  /** The day of the run that sent it. */
  readonly on: Day;
  /** The id of that run, so that a retried worker can tell what its run has done already. */
  readonly run: string;
}

/** What the ledger remembers of one access key. */
export interface KeyHistory {
  readonly notices: readonly SentNotice[];
  /**
   * Notices to recipients whom the mail service refused. The fallback contact has had them instead, so these
   * recipients are not tried again: the fallback contact would otherwise hear of one notice every day.
   */
  readonly refused?: readonly SentNotice[] | undefined;
  /** The latest deactivation by Curfew: `intended` was written before the key was touched, `done` after the read-back. */
  readonly deactivation?: Deactivation | undefined;
  /** The latest restore of the key by an operator. */
  readonly restore?: Restore | undefined;
  /** Whose key it is and since when, for a report that must name a key which can no longer be read. */
  readonly key?: { readonly userName: string; readonly createdOn: Day } | undefined;
}

/** A deactivation by Curfew; `count` tells the first from one after the owner switched the key on again. */
export interface Deactivation {
  readonly state: "intended" | "done";
  readonly on: Day;
  readonly run: string;
  readonly count: number;
}

/**
 * A key that an operator has switched on again after Curfew switched it off: `intended` was written before the
 * key was touched, `done` after the read-back. Either keeps the key on.
 */
export interface Restore {
  readonly state: "intended" | "done";
  readonly on: Day;
  /** The last day on which it stays on. */
  readonly until: Day;
  readonly run: string;
  /** In the operator's words. */
  readonly reason: string;
}

/** The history of a key that Curfew meets for the first time. */
export const emptyHistory: KeyHistory = { notices: [] };

/** For so many days a second recipient who missed the mail about a deactivation still gets it. */
const tellAgainDays = 7;

/**
 * Whether a key that is not Active has unfinished business, so that its user's tags are worth a call: it was
 * switched off by a worker that was interrupted, or nobody was told, or somebody may have been missed.
 */
export function hasUnfinishedBusiness({ deactivation, notices }: KeyHistory, today: Day): boolean {
  if (deactivation === undefined) return false;
  const id = `deactivated-${deactivation.count}`;
  return (
    deactivation.state === "intended" ||
    !notices.some((notice) => notice.id === id) ||
    daysBetween(deactivation.on, today) <= tellAgainDays
  );
}

/** The number of the deactivation that is due or under way: an interrupted one keeps its own. */
export function deactivationNumber({ deactivation }: KeyHistory): number {
  if (deactivation === undefined) return 1;
  return deactivation.state === "intended" ? deactivation.count : deactivation.count + 1;
}

/**
 * What stands in the ledger again once an intention is taken back: the deactivation before it, if there was
 * one. Were its number forgotten, the next deactivation would bear the name of one that was told long ago.
 */
export function deactivationBefore({ deactivation }: KeyHistory): Deactivation | undefined {
  if (deactivation === undefined || deactivation.state === "done") return deactivation;
  return deactivation.count === 1
    ? undefined
    : { ...deactivation, state: "done", count: deactivation.count - 1 };
}
