import type { Day } from "./calendar-day.ts";

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
  /** The latest deactivation by Curfew: `intended` was written before the key was touched, `done` after the read-back. */
  readonly deactivation?: Deactivation | undefined;
  /** Switched on again by an operator until this day, that day included. */
  readonly restoredUntil?: Day | undefined;
}

/** A deactivation by Curfew; `count` tells the first from one after the owner switched the key on again. */
export interface Deactivation {
  readonly state: "intended" | "done";
  readonly on: Day;
  readonly run: string;
  readonly count: number;
}

/** The history of a key that Curfew meets for the first time. */
export const emptyHistory: KeyHistory = { notices: [] };

/** Whether a key that is not Active has unfinished business, so that its user's tags are worth a call. */
export function hasUnfinishedBusiness(history: KeyHistory): boolean {
  const { deactivation } = history;
  if (deactivation === undefined) return false;
  const id = `deactivated-${deactivation.count}`;
  return deactivation.state === "intended" || !history.notices.some((notice) => notice.id === id);
}

/** The number of the deactivation that is due or under way: an interrupted one keeps its own. */
export function deactivationNumber({ deactivation }: KeyHistory): number {
  if (deactivation === undefined) return 1;
  return deactivation.state === "intended" ? deactivation.count : deactivation.count + 1;
}
