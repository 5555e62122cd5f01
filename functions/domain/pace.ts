import type { Limits } from "./policy.ts";

/** How many keys may be deactivated in a day. */
export interface Pace {
  readonly perDay: number;
  readonly perDayAndAccount: number;
}

/** Used while no full run has counted the Organization's active keys. */
const smallestPace = 25;
const pacePercent = 2;
/** The share of the day that one account may use, so that an account with many old keys does not delay others. */
const accountShare = 0.4;

/**
 * The most that one account may use, whatever the settings. The planned keys of an account are the input of one
 * execution, and Step Functions takes 256 KiB: with the longest names a key takes 250 bytes. One longer input would end
 * the whole run.
 */
export const mostPerAccount = 1_000;

/**
 * The pace. Default: the larger of 25 keys and 2 % of the active keys that the last full run
 * counted, and 40 % of that in one account. 25 a day works off 500 old keys in 20 days and keeps up with what 1,000
 * active keys bring; 2 % works off any backlog within 50 days.
 * @param activeKeys of the last full run; `undefined` before the first
 */
export function paceOf(limits: Limits, activeKeys: number | undefined): Pace {
  const perDay =
    limits.deactivationsPerDay ?? Math.max(smallestPace, Math.ceil(((activeKeys ?? 0) * pacePercent) / 100));
  const perDayAndAccount =
    limits.deactivationsPerDayAndAccount ?? Math.max(1, Math.floor(perDay * accountShare));
  return { perDay, perDayAndAccount: Math.min(perDay, perDayAndAccount, mostPerAccount) };
}

/** What executions of one day have reserved: how many deactivations, by account ID. */
export interface Reserved {
  readonly total: number;
  readonly byAccount: ReadonlyMap<string, number>;
}

/** What is left of a day's pace. Each `take` uses up one deactivation. */
export function paceRoom(reserved: Reserved, pace: Pace) {
  let { total } = reserved;
  const byAccount = new Map(reserved.byAccount);
  return {
    take(accountId: string): "taken" | "dayFull" | "accountFull" {
      const used = byAccount.get(accountId) ?? 0;
      if (total >= pace.perDay) return "dayFull";
      if (used >= pace.perDayAndAccount) return "accountFull";
      total += 1;
      byAccount.set(accountId, used + 1);
      return "taken";
    },
  };
}

/** A day's reservations: by run ID, then by account ID, the number of deactivations. */
export type DayReservations = ReadonlyMap<string, ReadonlyMap<string, number>>;

/** Adds up the reservations of a day, without those of one run: a run that is retried must not count its own twice. */
export function reservedBy(reservations: DayReservations, exceptRun?: string): Reserved {
  let total = 0;
  const byAccount = new Map<string, number>();
  for (const [run, accounts] of reservations) {
    if (run === exceptRun) continue;
    for (const [accountId, keys] of accounts) {
      total += keys;
      byAccount.set(accountId, (byAccount.get(accountId) ?? 0) + keys);
    }
  }
  return { total, byAccount };
}

/**
 * How many deactivations a run may reserve, by account ID, within what the day has left. A run that has reserved
 * already gets the same again, so that a retry neither loses its room nor takes more.
 * @param wanted the account ID of each key, in the order in which keys are deactivated
 */
export function grantOf(
  reservations: DayReservations,
  run: string,
  wanted: readonly string[],
  pace: Pace,
): ReadonlyMap<string, number> {
  const earlier = reservations.get(run);
  if (earlier !== undefined) return earlier;
  const room = paceRoom(reservedBy(reservations), pace);
  const granted = new Map<string, number>();
  for (const accountId of wanted)
    if (room.take(accountId) === "taken") granted.set(accountId, (granted.get(accountId) ?? 0) + 1);
  return granted;
}

const smallestThreshold = 100;
const thresholdPercent = 10;

/**
 * How many keys may wait for their deactivation before somebody has to approve. Default: the
 * larger of 100 keys and 10 % of the active keys, so that no percentage of a few keys decides.
 */
export function approvalThreshold(limits: Limits, activeKeys: number | undefined): number {
  if (limits.approvalAbove !== undefined) return limits.approvalAbove;
  return Math.max(smallestThreshold, Math.ceil(((activeKeys ?? 0) * thresholdPercent) / 100));
}

/** Overdue keys are spread over this many days while no full run has counted them. */
const daysWithoutCount = 20;

/** The rest of the pace is left for keys that become due meanwhile, and because a hash spreads unevenly. */
const shareForOverdue = 0.8;

/**
 * Over how many days the first notices of overdue keys are spread, so that each day has no more named days than the
 * pace works off.
 * @param overdueKeys keys without a standing notice that are overdue, as the last full run counted them
 */
export function spreadDays(overdueKeys: number | undefined, { perDay }: Pace): number {
  if (overdueKeys === undefined) return daysWithoutCount;
  return Math.max(1, Math.ceil(overdueKeys / (perDay * shareForOverdue)));
}
