import type { AccessKey } from "../domain/access-key.ts";
import type { Day } from "../domain/calendar-day.ts";
import type { Decision } from "../domain/decision.ts";
import { evaluateKey } from "../domain/evaluate-key.ts";
import { reportedKeyOf } from "../domain/inventory-memory.ts";
import { emptyHistory, type KeyHistory } from "../domain/key-history.ts";
import type { LastUsed } from "../domain/notice-mail.ts";
import type { AccountRules } from "../domain/policy.ts";
import { readUserFacts, type Tag, type UserFacts } from "../domain/user-facts.ts";
import type { InventoriedUser, Problem } from "./read-user.ts";
import type { Inventory } from "./take-inventory.ts";

/** A key with its decision and all that acting on it takes. */
export interface JudgedKey {
  readonly key: AccessKey;
  readonly decision: Decision;
  readonly history: KeyHistory;
  readonly tags: readonly Tag[];
  /** `unreadable` where the tags were not needed or could not be read; then nothing is due either. */
  readonly user: UserFacts | "unreadable";
  /** Whether the key is remembered, so that it must be read before anything is said about it. */
  readonly isRemembered: boolean;
  /** When the credential report says it was last used, where the report leaves no doubt that it means this key. */
  readonly lastUsed?: LastUsed | undefined;
}

/** What decisions rest on besides what the account says. */
export interface DecideFacts {
  readonly histories: ReadonlyMap<string, KeyHistory | { readonly unreadable: string }>;
  readonly rules: AccountRules;
  readonly today: Day;
}

/** Keys with their decisions, and why some have none. */
export interface Decided {
  readonly judged: readonly JudgedKey[];
  readonly problems: readonly Problem[];
}

/** Judges every key of an inventory by itself, in an order that does not depend on IAM's. */
export function decide({ users }: Inventory, facts: DecideFacts): Decided {
  const decided = users.map((user) => decideAboutUser(user, facts));
  return {
    judged: decided.flatMap(({ judged }) => judged).sort(byUserAndKey),
    problems: decided.flatMap(({ problems }) => problems),
  };
}

/**
 * Judges the keys of one user. A key whose ledger item cannot be read is not judged: its owner might be told
 * twice or cut off unwarned.
 */
export function decideAboutUser(
  { userName, keys, keysFrom, tags, reported }: InventoriedUser,
  { histories, rules, today }: DecideFacts,
): Decided {
  const problems: Problem[] = [];
  const readable = Array.isArray(tags) ? tags : undefined;
  const user = readable === undefined ? "unreadable" : readUserFacts(readable, rules, today);
  const judged = keys.flatMap((key): JudgedKey[] => {
    const history = histories.get(key.accessKeyId) ?? emptyHistory;
    if ("unreadable" in history) {
      problems.push({ userName, problem: `ledger: ${history.unreadable}`, transient: false });
      return [];
    }
    const decision = evaluateKey({ key, user, history, rules, today });
    const lastUsed = reported === undefined ? undefined : reportedKeyOf(key, keys, reported)?.lastUsed;
    const isRemembered = keysFrom === "memory";
    return [{ key, decision, history, tags: readable ?? [], user, isRemembered, lastUsed }];
  });
  return { judged, problems };
}

function byUserAndKey({ key: one }: JudgedKey, { key: other }: JudgedKey): number {
  const left = `${one.userName}/${one.accessKeyId}`;
  const right = `${other.userName}/${other.accessKeyId}`;
  return left < right ? -1 : left > right ? 1 : 0;
}
