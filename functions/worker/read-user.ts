import { isTransient } from "../aws/aws-errors.ts";
import type { MemberAccount } from "../aws/member-account.ts";
import type { AccessKey } from "../domain/access-key.ts";
import { needsUserFacts } from "../domain/key-facts.ts";
import { emptyHistory } from "../domain/key-history.ts";
import { mayBeSwitchedOff } from "../domain/may-be-switched-off.ts";
import type { ReportedUser } from "../domain/reported-user.ts";
import type { Tag } from "../domain/user-facts.ts";
import { describeError } from "../runtime/log.ts";
import type { DecideFacts } from "./decide.ts";

/** A user who owns keys. Tags are read only where a decision rests on them. */
export interface InventoriedUser {
  readonly userName: string;
  readonly keys: readonly AccessKey[];
  /** Whether the keys were listed just now, or are remembered and vouched for by a report that is hours old. */
  readonly keysFrom: "listing" | "memory";
  readonly tags: readonly Tag[] | "notNeeded" | "unreadable";
  /** The user's row in the credential report, where there is one. */
  readonly reported?: ReportedUser | undefined;
}

/** Something about one user that went wrong; the others go on. */
export interface Problem {
  readonly userName: string;
  readonly problem: string;
  /** Whether the same may go better in a minute. */
  readonly transient: boolean;
}

/** What reading one user takes. */
export interface ReadTask extends DecideFacts {
  readonly account: MemberAccount;
  /** Where it is written down what goes wrong. */
  readonly problems: Problem[];
  /** Switches off what is due of a user whose keys were listed just now, and whose tags right before. */
  readonly switchOffListed?: ((user: InventoriedUser) => Promise<void>) | undefined;
}

/** A user with the keys that were listed; without `user` where there is none, or nothing of the user's. */
export interface ListedUser {
  readonly keys: readonly AccessKey[];
  readonly user: InventoriedUser | undefined;
}

/** Lists the keys of one user; `undefined` where the user is gone. */
export async function listUser(
  userName: string,
  reported: ReportedUser | undefined,
  task: ReadTask,
): Promise<ListedUser | undefined> {
  const keys = await task.account.accessKeys(userName);
  if (keys === undefined) return undefined;
  return { keys, user: await withTags({ userName, keys, keysFrom: "listing", reported }, task) };
}

/**
 * Lists the keys of a user of whom the last run listed some, in an account without a credential report. Where
 * one of them may be due to be switched off, the tags are read before the keys and what is due is switched off
 * at once: everyone has to be listed anyway, and so the listing is the reading right before the update. What is
 * remembered decides about nothing but the order of these calls.
 */
export async function listRememberedUser(
  userName: string,
  remembered: readonly AccessKey[],
  task: ReadTask,
): Promise<ListedUser | undefined> {
  if (!remembered.some((key) => isCandidate(key, task))) return listUser(userName, undefined, task);
  const expected = await withTags({ userName, keys: remembered, keysFrom: "memory" }, task);
  const keys = await task.account.accessKeys(userName);
  if (keys === undefined) return undefined;
  const user = await withTags({ userName, keys, keysFrom: "listing" }, task, expected?.tags);
  if (user !== undefined) await task.switchOffListed?.(user);
  return { keys, user };
}

function isCandidate(key: AccessKey, { histories, rules, today }: ReadTask): boolean {
  const history = histories.get(key.accessKeyId) ?? emptyHistory;
  return !("unreadable" in history) && mayBeSwitchedOff({ key, history, rules, today });
}

/** The user with tags, where a decision rests on them; `undefined` where there are no keys, or the user is gone. */
export async function withTags(
  user: Omit<InventoriedUser, "tags">,
  { account, histories, rules, today, problems }: ReadTask,
  readBefore: InventoriedUser["tags"] = "notNeeded",
): Promise<InventoriedUser | undefined> {
  const { userName, keys } = user;
  if (keys.length === 0) return undefined;
  if (readBefore !== "notNeeded") return { ...user, tags: readBefore };
  const needsTags = keys.some((key) => {
    const history = histories.get(key.accessKeyId) ?? emptyHistory;
    return !("unreadable" in history) && needsUserFacts(key, history, rules, today);
  });
  if (!needsTags) return { ...user, tags: "notNeeded" };
  try {
    const tags = await account.tags(userName);
    return tags === undefined ? undefined : { ...user, tags };
  } catch (error) {
    problems.push({ userName, problem: `tags: ${describeError(error)}`, transient: isTransient(error) });
    return { ...user, tags: "unreadable" };
  }
}
