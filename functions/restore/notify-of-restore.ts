import type { RestoredKey, RestoreNoticeOutcome, RestoreRequest } from "../../statemachine/restore.ts";
import { isTransient } from "../aws/aws-errors.ts";
import type { Ledger, UnreadableEntry } from "../aws/ledger.ts";
import type { DeactivateAccount } from "../aws/member-account.ts";
import type { AccessKey } from "../domain/access-key.ts";
import type { Day } from "../domain/calendar-day.ts";
import type { KeyHistory } from "../domain/key-history.ts";
import type { NoticeRecord } from "../domain/notice.ts";
import type { AccountRules } from "../domain/policy.ts";
import type { Tag } from "../domain/user-facts.ts";
import type { DueNotice } from "../notices/compose-notices.ts";
import type { Sent } from "../notices/send-notices.ts";
import { Interrupted, NoticesInFlight, RestoreNotificationFailed } from "../runtime/errors.ts";
import { describeError, log } from "../runtime/log.ts";
import { restoreNotice } from "./restore-notice.ts";

/** What notifying about the restores in one account needs. */
export interface RestoreNotifyTask {
  readonly accountId: string;
  readonly request: RestoreRequest;
  readonly rules: AccountRules;
  readonly member: Pick<DeactivateAccount, "tags">;
  readonly ledger: Pick<Ledger, "histories">;
  /** Claims, sends and confirms notices; one mail for each recipient. */
  sendNotices(due: readonly DueNotice[]): Promise<Sent>;
  readonly utcDay: Day;
  readonly pausedUntil?: Day | undefined;
}

/** A key that is active again. */
export interface ActiveKey {
  readonly key: AccessKey;
  /** All keys of its user. */
  readonly keys: readonly AccessKey[];
  /** The number of its restore. */
  readonly number: number;
  /** Whether an earlier execution did everything except perhaps the notices. */
  readonly wasDone: boolean;
}

/** The outcome of the notices, by access key ID, and the error that says why some were not sent. */
export interface Notified {
  readonly outcomes: ReadonlyMap<string, readonly RestoreNoticeOutcome[]>;
  /** The IDs of the keys about which this execution notified somebody or should have. */
  readonly notifiedAbout: ReadonlySet<string>;
  readonly error?: Error | undefined;
}

/**
 * Notifies the owner of each restored key, or the fallback contact, and the security contact, each once per restore.
 * A recipient that SES refuses is replaced: the ledger is read again, and the fallback contact gets the notice.
 */
export async function notifyOfRestore(
  active: readonly ActiveKey[],
  task: RestoreNotifyTask,
): Promise<Notified> {
  const tags = new Map<string, readonly Tag[] | undefined>();
  for (const { key } of active)
    if (!tags.has(key.userName)) tags.set(key.userName, await tagsOf(key.userName, task));
  const before = await task.ledger.histories();
  const due = dueNotices(active, before, tags, task);
  const first = await task.sendNotices(due);
  const isAnyoneRefused = first.results.some(({ outcome }) => outcome === "refused");
  const second = isAnyoneRefused
    ? await task.sendNotices(dueNotices(active, await task.ledger.histories(), tags, task))
    : nothingSent;
  const results = [...first.results, ...second.results];
  const byKey = Map.groupBy(results, ({ accessKeyId }) => accessKeyId);
  const outcomes = new Map(
    active.map(({ key: { accessKeyId }, number }) => {
      // Sorted by address, because the order of the mails of one attempt is random.
      const sent = (byKey.get(accessKeyId) ?? [])
        .map(({ accessKeyId: _key, ...outcome }): RestoreNoticeOutcome => outcome)
        .toSorted((one, other) => (one.to < other.to ? -1 : 1));
      return [accessKeyId, [...settledEarlier(before.get(accessKeyId), number, task), ...sent]];
    }),
  );
  const stopped = first.stopped ?? second.stopped;
  const error = errorOf({ results, stopped, errors: [...first.errors, ...second.errors] });
  const notifiedAbout = new Set([
    ...due.map(({ facts }) => facts.accessKeyId),
    ...active.flatMap(({ key: { accessKeyId }, number }) =>
      noticesOf(before.get(accessKeyId), number).some(({ run }) => run === task.request.execution)
        ? [accessKeyId]
        : [],
    ),
  ]);
  return { outcomes, notifiedAbout, ...(error === undefined ? {} : { error }) };
}

const nothingSent: Sent = { results: [], errors: [] };

type Histories = Awaited<ReturnType<Ledger["histories"]>>;

function dueNotices(
  active: readonly ActiveKey[],
  histories: Histories,
  tags: ReadonlyMap<string, readonly Tag[] | undefined>,
  task: RestoreNotifyTask,
): DueNotice[] {
  return active.flatMap(({ key, keys, number }) => {
    const history = histories.get(key.accessKeyId);
    if (history === undefined || "unreadable" in history) return [];
    const due = restoreNotice({ ...task, key, keys, number, tags: tags.get(key.userName), history });
    return due === undefined ? [] : [due];
  });
}

/**
 * The key is already active and somebody must know: if the tags cannot be read, the fallback contact.
 * @throws {Interrupted} they may be readable in a minute
 */
async function tagsOf(
  userName: string,
  { member, accountId }: RestoreNotifyTask,
): Promise<readonly Tag[] | undefined> {
  try {
    return await member.tags(userName);
  } catch (error) {
    if (isTransient(error))
      throw new Interrupted("reading the owner's tags did not succeed", { cause: error });
    log("warn", "the tags of a user could not be read", { account: accountId, user: userName }, error);
    return undefined;
  }
}

/**
 * The outcomes of earlier attempts at the same restore. What another execution sent is reported as sent already, and a
 * notice of another restore not at all.
 */
function settledEarlier(
  history: KeyHistory | UnreadableEntry | undefined,
  number: number,
  { request }: RestoreNotifyTask,
): RestoreNoticeOutcome[] {
  return noticesOf(history, number).flatMap(({ id, to, as, names, state, run }): RestoreNoticeOutcome[] => {
    if (state === "claimed") return [];
    const outcome = state === "sent" && run !== request.execution ? "alreadySent" : state;
    return [{ id, to, as, ...(names === undefined ? {} : { names }), outcome }];
  });
}

/** The notices of one restore. */
function noticesOf(history: KeyHistory | UnreadableEntry | undefined, number: number): NoticeRecord[] {
  if (history === undefined || "unreadable" in history) return [];
  return history.notices.filter(({ id }) => id.type === "restored" && id.number === number);
}

/**
 * Whether somebody who should be notified about a restore was not: the owner or, instead, the fallback contact; or
 * the security contact. The fallback contact's notice replaces that of an owner that SES refuses.
 */
export function isNotNotified({ outcome, notices }: Pick<RestoredKey, "outcome" | "notices">): boolean {
  if (outcome !== "restored") return false;
  const hasIt = (one: RestoreNoticeOutcome) => one.outcome === "sent" || one.outcome === "alreadySent";
  const isUnsettled = notices.some(
    (one) => !hasIt(one) && !(one.outcome === "refused" && one.as === "owner"),
  );
  return isUnsettled || !notices.some((one) => (one.as === "owner" || one.as === "fallback") && hasIt(one));
}

function errorOf({ results, stopped, errors }: Sent): Error | undefined {
  const what = "keys are active again, but some recipients are not notified";
  const transient = errors.find((error) => isTransient(error));
  if (stopped === "noTimeLeft" || transient !== undefined)
    return new Interrupted(`${what}: ${stopped ?? describeError(transient)}`, { cause: transient });
  if (results.some(({ outcome }) => outcome === "inFlight"))
    return new NoticesInFlight(`${what}: another attempt has claimed their notices`);
  const failed = results.find(({ outcome }) => outcome === "failed" || outcome === "overtaken");
  if (failed !== undefined)
    return new RestoreNotificationFailed(`${what}: ${failed.error ?? failed.outcome}`, { cause: errors[0] });
  return undefined;
}
