import { maskedKeyId } from "../../../functions/domain/access-key.ts";
import { type Day, daysBetween } from "../../../functions/domain/calendar-day.ts";
import { holdText } from "../../../functions/notices/hold-text.ts";
import { plain } from "../../../functions/notices/plain.ts";
import { reasonText } from "../../../functions/notices/reason-text.ts";
import type { RunReport } from "../../../statemachine/run-report.ts";
import { count } from "./words.ts";

/** A key that is overdue, and for how long. */
export interface OverdueKey {
  readonly accountId: string;
  readonly accountName: string;
  readonly userName: string;
  /** Its last four characters. */
  readonly key: string;
  readonly overdueDays: number;
  readonly state: string;
  /** The code of the reason. */
  readonly code: string;
  readonly reason: string;
  readonly restarts: number;
}

/** Keys on hold for one reason. */
export interface Hold {
  readonly code: string;
  readonly keys: number;
  /** How long the one that waits longest has been overdue, in days; absent if none is overdue yet. */
  readonly oldestDays?: number | undefined;
}

/** What somebody should look at after a run. */
export interface Attention {
  readonly overdue: readonly OverdueKey[];
  /** Overdue for more than 30 days. */
  readonly longOverdue: number;
  readonly holds: readonly Hold[];
  readonly awaitingApproval: number;
  readonly waiting: number;
  /** Addresses that SES could not deliver to. */
  readonly undeliverable: RunReport["undeliverable"];
  readonly usersWithoutEmail: number;
  readonly usersWithoutType: number;
}

type AttentionReport = Pick<RunReport, "run" | "keys" | "totals" | "undeliverable">;

/** Finds out of a report what somebody should look at. Nothing is decided again: states and reasons are the run's. */
export function attentionOf({ run, keys, totals, undeliverable }: AttentionReport): Attention {
  return {
    overdue: keys
      .flatMap((key) => (key.overdueSince === undefined ? [] : [overdueKey(key, key.overdueSince, run.day)]))
      .toSorted((one, other) => other.overdueDays - one.overdueDays),
    longOverdue: totals.longOverdueKeys,
    holds: holdsOf(keys, run.day),
    awaitingApproval: totals.awaitingApproval,
    waiting: totals.waitingKeys,
    undeliverable,
    usersWithoutEmail: totals.usersWithoutEmail,
    usersWithoutType: totals.usersWithoutType,
  };
}

function overdueKey(key: RunReport["keys"][number], since: Day, today: Day): OverdueKey {
  return {
    accountId: key.accountId,
    accountName: key.accountName,
    userName: key.userName,
    key: maskedKeyId(key.accessKeyId),
    overdueDays: daysBetween(since, today),
    state: key.state,
    code: key.reason.code,
    reason: warnedText(key, today) ?? reasonText(key.reason),
    restarts: key.restarts,
  };
}

/** What the run itself did about a key that had no warning before; `undefined` if it sent none. */
function warnedText({ state, notices }: RunReport["keys"][number], today: Day): string | undefined {
  const named = notices.flatMap(({ names, outcome }) =>
    names === undefined || outcome !== "sent" ? [] : [names],
  );
  const [first] = named.toSorted();
  return state !== "onHold" || first === undefined
    ? undefined
    : `warned on ${today}: stops on or after ${first}`;
}

function holdsOf(keys: RunReport["keys"], today: Day): Hold[] {
  const holds = new Map<string, { code: string; keys: number; oldestDays?: number | undefined }>();
  for (const { state, reason, overdueSince } of keys) {
    if (state !== "onHold") continue;
    const hold = holds.get(reason.code) ?? { code: reason.code, keys: 0 };
    hold.keys += 1;
    if (overdueSince !== undefined)
      hold.oldestDays = Math.max(hold.oldestDays ?? 0, daysBetween(overdueSince, today));
    holds.set(reason.code, hold);
  }
  return [...holds.values()].toSorted((one, other) => other.keys - one.keys);
}

/** A hold in one line. */
export function holdLine({ code, keys, oldestDays }: Hold): string {
  const age = oldestDays === undefined ? "" : `; the oldest is ${overdueText(oldestDays)}`;
  return `${count(keys, "key")}: ${holdText({ code })}${age}`;
}

function overdueText(days: number): string {
  return days === 0 ? "due since today" : `overdue by ${count(days, "day")}`;
}

/** An overdue key in one line. */
export function overdueLine({
  key,
  userName,
  accountName,
  overdueDays,
  reason,
  restarts,
}: OverdueKey): string {
  const again = restarts === 0 ? "" : `; warnings restarted ${count(restarts, "time")}`;
  return `${key} ${plain(userName, 64)} in ${plain(accountName, 50)}: ${overdueText(overdueDays)}; ${reason}${again}`;
}
