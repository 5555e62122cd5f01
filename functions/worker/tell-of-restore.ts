import type { RestoredKey } from "../../statemachine/restore-key.ts";
import { isTransient } from "../aws/aws-errors.ts";
import type { AccessKey } from "../domain/access-key.ts";
import { addDays, type Day, daysBetween } from "../domain/calendar-day.ts";
import { lastStageDay } from "../domain/due-stage.ts";
import type { KeyHistory } from "../domain/key-history.ts";
import type { AddressedNotice, KeyNotice } from "../domain/notice-mail.ts";
import { unsentTo } from "../domain/unsent.ts";
import { readUserFacts, type Tag } from "../domain/user-facts.ts";
import { type Sent, sendNotices } from "../notices/send-notices.ts";
import { Interrupted, NotEverybodyTold, NoticesInFlight } from "../runtime/errors.ts";
import { describeError, log } from "../runtime/log.ts";
import type { ActTask } from "./act.ts";
import { lastUse } from "./last-use.ts";

/** A key that is on again, and what its people are to know of it. */
export interface Restored {
  readonly key: AccessKey;
  /** As it was before this attempt: an earlier one of the same run may have told somebody. */
  readonly history: KeyHistory;
  readonly until: Day;
  readonly reason: string;
  readonly noticeId: string;
}

/**
 * Tells a key's owner and the security contact that it is on again, each once. Where the owner cannot be found
 * out, the fallback contact is told in the owner's stead.
 * @throws {Interrupted} a mail may go out in a minute
 * @throws {NoticesInFlight} another worker may just be sending it
 * @throws {NotEverybodyTold} somebody was not told, and no retry will change that; the key is on all the same
 */
export async function tellOfRestore(restored: Restored, task: ActTask): Promise<RestoredKey["notices"]> {
  const fallback = task.rules.contacts.fallback.toLowerCase();
  const sent = await sendNotices(await noticesOf(restored, task, fallback), { ...task, fallback });
  const problem = problemOf(sent);
  if (problem !== undefined) throw problem;
  const earlier = restored.history.notices.filter(({ id }) => id === restored.noticeId);
  return [
    ...earlier.map(({ to }) => ({ to, outcome: "sent" })),
    ...sent.results.map(({ to, outcome, error }) => ({
      to,
      outcome,
      ...(error === undefined ? {} : { error }),
    })),
  ];
}

async function noticesOf(restored: Restored, task: ActTask, fallback: string): Promise<AddressedNotice[]> {
  const { key } = restored;
  const tags = await tagsOf(key, task);
  const { to, fallbackReason } = tags === undefined ? untagged(fallback) : recipients(tags, task);
  const security = task.rules.contacts.security.toLowerCase();
  const notice = await noticeOf(restored, tags ?? [], task);
  const everybody = unsentTo(restored.noticeId, [...new Set([...to, security])], restored.history);
  const isForFallback = (one: string) => one === fallback && to.includes(fallback);
  // Only the fallback contact is told why it gets this: to the owner the sentence would be untrue.
  return [
    { notice, told: [], to: everybody.filter((one) => !isForFallback(one)) },
    { notice: { ...notice, fallbackReason }, told: [], to: everybody.filter(isForFallback) },
  ];
}

function untagged(fallback: string): { to: readonly string[]; fallbackReason?: string } {
  return { to: [fallback], fallbackReason: "its tags could not be read" };
}

function recipients(tags: readonly Tag[], { rules, today }: ActTask) {
  return readUserFacts(tags, rules, today).recipients;
}

/**
 * The key is on already, and somebody must hear of it: where the tags cannot be read for good, it is the fallback
 * contact.
 */
async function tagsOf(
  { userName }: AccessKey,
  { account, member }: ActTask,
): Promise<readonly Tag[] | undefined> {
  try {
    return await member.tags(userName);
  } catch (error) {
    if (isTransient(error)) throw new Interrupted("reading whom to tell did not succeed", { cause: error });
    log("warn", "the tags of a user could not be read", { account: account.id, user: userName }, error);
    return undefined;
  }
}

async function noticeOf(
  { key, until, reason, noticeId }: Restored,
  tags: readonly Tag[],
  { account, member, rules, today }: ActTask,
): Promise<KeyNotice> {
  const { accessKeyId, userName, createdOn } = key;
  return {
    accessKeyId,
    userName,
    createdOn,
    noticeId,
    kind: "restored",
    age: daysBetween(createdOn, today),
    description: tags.find((tag) => tag.key === accessKeyId)?.value,
    lastUsed: await lastUse(key, account.id, member),
    rotateBeforeDay: lastStageDay(rules),
    // In report mode nothing is switched off, so no day may be promised.
    switchOffOn: rules.mode === "enforce" ? addDays(until, 1) : undefined,
    restoreReason: reason,
  };
}

function problemOf({ results, stopped, errors }: Sent): Error | undefined {
  const what = "the key is on again, but not everybody was told";
  const [first] = errors;
  if (stopped === "rateExceeded" || errors.some(isTransient))
    return new Interrupted(`${what}: ${stopped ?? describeError(first)}`, { cause: first });
  if (errors.length > 0) return new NotEverybodyTold(`${what}: ${describeError(first)}`, { cause: first });
  if (stopped !== undefined) return new NotEverybodyTold(`${what}: ${stopped}`);
  return results.some(({ outcome }) => outcome === "inFlight")
    ? new NoticesInFlight(`${what}: notices are claimed by another worker`)
    : undefined;
}
