import type { AccessKey } from "../../domain/access-key.ts";
import type { Decision } from "../../domain/decision.ts";
import { evaluateKey } from "../../domain/evaluate-key.ts";
import { emptyHistory, type KeyHistory } from "../../domain/key-history.ts";
import type { AccountRules } from "../../domain/policy.ts";
import type { RecordedFacts } from "../../domain/recorded-facts.ts";
import type { UserTags } from "../../domain/user-facts.ts";
import type { Histories, InventoriedUser } from "../inventory/read-user.ts";
import type { Problem } from "../problem.ts";
import { recordedFactsOf } from "../recorded-facts.ts";

/** The part of a run that decisions depend on. */
export interface EvaluatedRun {
  readonly id: string;
  readonly day: string;
  readonly pausedUntil?: string | undefined;
  readonly spreadOverDays: number;
}

/** What decisions depend on besides the facts of the account. */
export interface EvaluateFacts {
  readonly histories: Histories;
  readonly rules: AccountRules;
  readonly run: EvaluatedRun;
}

/** A key with its decision, and everything that acting on it needs. */
export interface EvaluatedKey {
  readonly key: AccessKey;
  readonly user: InventoriedUser;
  readonly facts: RecordedFacts;
  readonly decision: Decision;
}

/** Keys with their decisions, and why some keys have none. */
export interface Evaluated {
  readonly keys: readonly EvaluatedKey[];
  readonly problems: readonly Problem[];
}

/** Evaluates every key on its own, in an order that does not depend on IAM's. */
export function evaluateKeys(users: readonly InventoriedUser[], facts: EvaluateFacts): Evaluated {
  const evaluated = users.map((user) => evaluateUser(user, facts));
  return {
    keys: evaluated.flatMap(({ keys }) => keys).sort(byUserAndKey),
    problems: evaluated.flatMap(({ problems }) => problems),
  };
}

/**
 * Evaluates the keys of one user. A key whose ledger entry cannot be read is not evaluated: its owner might be notified
 * twice, or the key deactivated without prior warning.
 */
export function evaluateUser(user: InventoriedUser, facts: EvaluateFacts): Evaluated {
  const { userName } = user;
  const problems: Problem[] = [];
  const keys = user.keys.flatMap((key): EvaluatedKey[] => {
    const history = facts.histories.get(key.accessKeyId) ?? emptyHistory;
    if ("unreadable" in history) {
      problems.push({ userName, problem: `ledger: ${history.unreadable}`, transient: false });
      return [];
    }
    return [evaluateOne(key, user, history, facts)];
  });
  return { keys, problems };
}

/** Evaluates a key with another history than the ledger had at the beginning. */
export function evaluateAgain(
  { key, user }: EvaluatedKey,
  history: KeyHistory,
  facts: Omit<EvaluateFacts, "histories">,
): EvaluatedKey {
  return evaluateOne(key, user, history, facts);
}

function evaluateOne(
  key: AccessKey,
  user: InventoriedUser,
  history: KeyHistory,
  { rules, run }: Omit<EvaluateFacts, "histories">,
): EvaluatedKey {
  const { day, pausedUntil, spreadOverDays } = run;
  const tags = tagsOf(user);
  const tagsReadOn = typeof user.tags === "object" ? user.tags.readOn : undefined;
  const { keys, reported } = user;
  const keyFrom = user.listedBy === run.id ? "listing" : "inventory";
  return {
    key,
    user,
    facts: recordedFactsOf({ key, keys, keyFrom, tags, tagsReadOn, reported, history, rules, today: day }),
    decision: evaluateKey({ key, tags, history, rules, today: day, pausedUntil, spreadOverDays }),
  };
}

function tagsOf({ tags }: InventoriedUser): UserTags {
  return typeof tags === "object" ? tags.found : tags;
}

function byUserAndKey({ key: one }: EvaluatedKey, { key: other }: EvaluatedKey): number {
  const left = `${one.userName}/${one.accessKeyId}`;
  const right = `${other.userName}/${other.accessKeyId}`;
  return left < right ? -1 : left > right ? 1 : 0;
}
