import type { Day } from "../domain/calendar-day.ts";
import type { Deactivation, KeyHistory, RevocationCause } from "../domain/key-history.ts";
import type { AddresseeRole, NoticeId } from "../domain/notice.ts";

/** The key that an entry is about; its day of creation is kept for reports that can no longer read the key. */
export interface LedgerKey {
  readonly accessKeyId: string;
  readonly userName: string;
  readonly createdOn: Day;
}

/** A notice about one key to one recipient, with everything that the ledger records about it. */
export interface NoticeRef extends LedgerKey {
  readonly id: NoticeId;
  readonly to: string;
  readonly as: AddresseeRole;
  /** Random, the same for every notice of one mail; SES events carry it as a message tag. */
  readonly claimId: string;
  readonly userType?: string | undefined;
  readonly names?: Day | undefined;
  readonly noticeDays?: number | undefined;
  readonly audience: "current" | "everyone";
  /**
   * The round of the history that the decision was based on. A revocation or a deactivation that was recorded since, by
   * the same worker, counts: then it is the round after that.
   */
  readonly round: number;
}

/** The state of a key that a decision to deactivate was based on. The write fails if it has changed since. */
export interface DecisionBasis {
  readonly round: number;
  /** A notice that was claimed since may name a later day. */
  readonly claims: number;
  /** 0 without a restore. */
  readonly restoreNumber: number;
  /** The number of the latest deactivation, 0 without one. */
  readonly deactivationNumber: number;
}

/** What a decision about a key with this history was based on. An intention counts as withdrawn. */
export function basisOf({ round, claims, restore, deactivation }: KeyHistory): DecisionBasis {
  const number = deactivation?.number ?? 0;
  const deactivationNumber = deactivation?.state === "intended" ? number - 1 : number;
  return { round, claims, restoreNumber: restore?.number ?? 0, deactivationNumber };
}

/** An entry that cannot be read, and why. Nothing is decided about its key. */
export interface UnreadableEntry {
  readonly unreadable: string;
}

/** The record of what was sent and done about the access keys of one account. */
export interface Ledger {
  /** By access key ID, deliveries included. */
  histories(): Promise<ReadonlyMap<string, KeyHistory | UnreadableEntry>>;
  /**
   * `held`: it was sent already, or another worker has a fresh claim on it. `overtaken`: the key is in another round
   * than the decision was based on, as after a restore, or another execution is deactivating it, or has warned the owner
   * where this notice says that the key stays active; evaluate it again.
   */
  claimNotice(notice: NoticeRef): Promise<"claimed" | "held" | "overtaken">;
  confirmNotice(notice: NoticeRef, messageId: string): Promise<void>;
  /** Gives a claim back, after SES said for certain that it did not send; a claim of another mail stays. */
  releaseNotice(notice: NoticeRef): Promise<void>;
  /** Replaces a claim by the record that SES rejects this recipient. */
  refuseNotice(notice: NoticeRef): Promise<void>;
  /** Begins the round after `seenRound`. A key that is already in a later round is not changed. */
  revoke(key: LedgerKey, by: RevocationCause, seenRound: number): Promise<"recorded" | "overtaken">;
  /**
   * Writes the intention to deactivate, if the key is still as the decision saw it and no other execution intends it.
   */
  intendDeactivation(key: LedgerKey, basis: DecisionBasis): Promise<"recorded" | "overtaken">;
  /**
   * Records the deactivation as done, after the read-back, and revokes its notices. `begun` says which run intended it
   * and on which day, if that was another run: the key has been Inactive since then.
   */
  completeDeactivation(
    key: LedgerKey,
    number: number,
    begun?: Pick<Deactivation, "run" | "on">,
  ): Promise<"recorded" | "overtaken">;
  /** Withdraws an intention that had no effect. A deactivation that is done stays. */
  withdrawIntention(key: LedgerKey, number: number): Promise<void>;
  /**
   * Records a restore of the latest deactivation, if that is done. `intended` revokes all notices at once, so that a
   * run in progress cannot deactivate the key again.
   */
  recordRestore(
    key: LedgerKey,
    restore: {
      readonly state: "intended" | "done";
      readonly number: number;
      readonly until: Day;
      readonly reason: string;
      readonly deactivation: number;
    },
  ): Promise<"recorded" | "overtaken">;
}
