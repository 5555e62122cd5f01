import { addresseesOf, ownersUnreachable, unreachableBy } from "./addressees.ts";
import { addDays, type Day, daysBetween, laterOf } from "./calendar-day.ts";
import type { Reason } from "./decision.ts";
import { type KeyHistory, latestNamedDay, standingNotices } from "./key-history.ts";
import { mayWarnToday } from "./mail-limit.ts";
import {
  countedNotices,
  countsForOwner,
  deliveryKnownWithinDays,
  type RuleFacts,
  reachedNobody,
  staleness,
} from "./may-deactivate.ts";
import {
  type Addressee,
  type FallbackReason,
  type NoticeId,
  type NoticeRecord,
  sameNotice,
} from "./notice.ts";
import { formerOwnersAfterChanges } from "./owner-changes.ts";
import type { AccountRules } from "./policy.ts";
import type { Recipients } from "./recipients.ts";

/** A key whose deactivation is due but not allowed by the rule. */
export interface UnwarnedFacts {
  readonly history: KeyHistory;
  readonly recipients: Recipients;
  readonly rules: Pick<AccountRules, "noticeValidDays">;
  readonly today: Day;
}

/** What is sent about such a key today, if anything. The caller adds the day that it names. */
export interface Warning {
  readonly id: NoticeId;
  readonly to: readonly Addressee[];
  readonly audience: "current" | "everyone";
}

/** Why the key is on hold, and the warning that is due. */
export interface Unwarned {
  readonly reason: Reason;
  readonly warning?: Warning | undefined;
}

/** At most one final warning per key is sent in this many days. */
const daysBetweenFinalWarnings = 7;

/**
 * What happens if the rule does not hold. If waiting is enough, nothing is sent: the named day is ahead, or SES has
 * not reported a delivery yet. If the fallback contact has not been notified yet, they are. Otherwise a final
 * warning is due, at most one in seven days. If the owners have changed twice, it goes to everybody.
 */
export function handleUnwarned(facts: UnwarnedFacts): Unwarned {
  const reason = reasonOf(facts);
  const latest = latestOfRound(facts);
  const records = latest === undefined ? [] : recordsOf(latest, facts.history);
  const completion = latest === undefined ? undefined : completionOf(latest, facts);
  const isUnfinished =
    isInterrupted(records, facts) || (completion !== undefined && isOfToday(records, facts));
  if (healsWithTime.has(reason.code) && !isUnfinished) return { reason };
  const former = formerOwnersAfterChanges(ruleFactsOf(facts));
  const isDue = isFinalWarningDue(facts);
  // A notice to the owners of today alone would begin the next restart.
  const isCompletedFirst = former === undefined || (!isDue && reachedNoOwner(records, facts));
  if (completion !== undefined && isCompletedFirst) return { reason, warning: completion };
  if (healsWithTime.has(reason.code) || !isDue) return { reason };
  if (!mayWarnToday(facts.history.notices, facts.today)) return { reason: { code: "mailLimit" } };
  return { reason, warning: finalWarning(facts, former) };
}

/** Whether a notice went to all owners of today, and reached neither them nor a former owner. */
function reachedNoOwner(records: readonly NoticeRecord[], { recipients, today }: UnwarnedFacts): boolean {
  const toOwners = records.filter(({ as }) => as === "owner");
  return (
    ownersUnreachable(records, recipients.owners, today) &&
    toOwners.every((notice) => reachedNobody(notice, today))
  );
}

const healsWithTime: ReadonlySet<Reason["code"]> = new Set([
  "dayNotReached",
  "deliveredTooLate",
  "deliveryUnknown",
]);

function reasonOf(facts: UnwarnedFacts): Reason {
  const { history, recipients, rules, today } = facts;
  const { owners, fallback } = recipients;
  const ruleFacts = ruleFactsOf(facts);
  const named = latestNamedDay(history);
  const standing = standingNotices(history);
  const latest = latestOfRound(facts);
  if (latest === undefined) return { code: "notWarned", revokedBy: history.revocations.at(-1)?.by };
  const counted = countedNotices(ruleFacts);
  if (named !== undefined) {
    const isFreshFrom = (day: Day, from: Day) =>
      staleness(history, day, laterOf(from, laterOf(named, today))) <= rules.noticeValidDays;
    const since = counted
      .filter((notice) => isFreshFrom(notice.names, notice.since))
      .map((notice) => notice.since)
      .sort()[0];
    if (since !== undefined)
      return named > today ? { code: "dayNotReached", named } : { code: "deliveredTooLate", until: since };
    const latestCounted = counted
      .map(({ names }) => names)
      .sort()
      .at(-1);
    if (latestCounted !== undefined) return { code: "noticeStale", named: latestCounted };
    if (!isFreshFrom(named, today)) return { code: "noticeStale", named };
  }
  const pending = standing.find(
    (notice) => countsForOwner(notice, ruleFacts) && isOutstanding(notice, today),
  );
  if (pending !== undefined) return { code: "deliveryUnknown", sentOn: pending.on };
  const unreachable =
    owners.length === 0 ? undefined : unreachableBy(recordsOf(latest, history), recipients, today);
  if (unreachable !== undefined) return unreachable;
  const isLost = standing.some((notice) => notice.to === fallback && reachedNobody(notice, today));
  const isDelivered = standing.some(({ delivery }) => delivery.state === "delivered");
  if (owners.length === 0 && isLost && !isDelivered) return { code: "nobodyReached", addresses: [fallback] };
  // Otherwise the latest notice was not sent to all owners of today, or the ledger does not know that it was.
  return { code: standing.some(({ to }) => !owners.includes(to)) ? "ownerChanged" : "notWarned" };
}

function ruleFactsOf({ history, recipients, rules, today }: UnwarnedFacts): RuleFacts {
  const { owners, fallback } = recipients;
  return { history, owners, fallback, today, noticeValidDays: rules.noticeValidDays };
}

function isOutstanding({ state, on, delivery }: NoticeRecord, today: Day): boolean {
  return state === "sent" && delivery.state === "unknown" && daysBetween(on, today) < deliveryKnownWithinDays;
}

/** The ID of the latest deactivation notice of this round, also if SES refused every recipient. */
function latestOfRound({ history }: UnwarnedFacts): NoticeId | undefined {
  return latestNotice(
    history.notices.filter(({ names, round }) => names !== undefined && round === history.round),
  );
}

/** The ID of the latest of some notices. */
export function latestNotice(notices: readonly NoticeRecord[]): NoticeId | undefined {
  return notices
    .toSorted((one, other) => daysBetween(other.on, one.on) || placeInDay(one.id) - placeInDay(other.id))
    .at(-1)?.id;
}

/**
 * If SES refuses the fallback contact, a final warning may follow on the same day. The ledger lists notices in any
 * order, so their IDs say which of them is the later one.
 */
function placeInDay(id: NoticeId): number {
  return id.type === "finalWarning" ? id.number : 0;
}

/**
 * A worker was interrupted before a recipient was mailed, or before the ledger knew of it. A notice to everybody is not
 * finished without the fallback contact, because only their delivery counts for later owners.
 */
function isInterrupted(records: readonly NoticeRecord[], { recipients }: UnwarnedFacts): boolean {
  const isForEverybody = records.some(({ audience }) => audience === "everyone");
  if (isForEverybody && !records.some(({ to }) => to === recipients.fallback)) return true;
  return records.some(({ state }) => state === "claimed");
}

/**
 * A run may have stopped mailing between two recipients. Another run of the same day mails the others, and names the
 * same day. On a later day that would name a later day, and whoever adds owners would keep the key.
 */
function isOfToday(records: readonly NoticeRecord[], { today }: UnwarnedFacts): boolean {
  return records.every(({ on }) => on === today);
}

function recordsOf(id: NoticeId, { notices }: KeyHistory): NoticeRecord[] {
  return notices.filter((notice) => sameNotice(notice.id, id));
}

/**
 * Who still has to get the latest notice: owners who missed a final warning, and the fallback contact if it reached
 * none of them. The notice of a stage is completed with the fallback contact only; an owner gets a final warning.
 */
export function completionOf(latest: NoticeId, facts: UnwarnedFacts): Warning | undefined {
  const to = addresseesOf(latest, facts).filter(
    ({ as }) => latest.type === "finalWarning" || as === "fallback",
  );
  const records = recordsOf(latest, facts.history);
  const audience = records.some((record) => record.audience === "everyone") ? "everyone" : "current";
  return to.length === 0 ? undefined : { id: latest, to, audience };
}

function isFinalWarningDue({ history, today }: UnwarnedFacts): boolean {
  return !history.notices.some(
    ({ id, on }) => id.type === "finalWarning" && addDays(on, daysBetweenFinalWarnings) > today,
  );
}

/**
 * A new final warning. Where owners change again and again it goes to the former owners and the fallback contact too,
 * and then counts whoever owns the key next.
 */
function finalWarning(
  { history, recipients }: UnwarnedFacts,
  former: readonly string[] | undefined,
): Warning {
  const { owners, fallback, fallbackReasons } = recipients;
  const sent = history.notices.flatMap(({ id }) =>
    id.type === "finalWarning" && id.round === history.round ? [id.number] : [],
  );
  const id: NoticeId = { type: "finalWarning", round: history.round, number: Math.max(0, ...sent) + 1 };
  const because: FallbackReason[] =
    former === undefined ? [...fallbackReasons] : [...fallbackReasons, { code: "ownersChangeOften" }];
  const isFallbackDue = because.length > 0 && !owners.includes(fallback);
  return {
    id,
    audience: former === undefined ? "current" : "everyone",
    to: [
      ...owners.map((address): Addressee => ({ address, as: "owner" })),
      ...(former ?? []).map((address): Addressee => ({ address, as: "previousOwner" })),
      ...(isFallbackDue ? [{ address: fallback, as: "fallback", because } as const] : []),
    ],
  };
}
