import type { ReadAccount } from "../../aws/member-account.ts";
import type { AccessKey } from "../../domain/access-key.ts";
import type { Day } from "../../domain/calendar-day.ts";
import type { RememberedTags } from "../../domain/inventory-memory.ts";
import { tagSourceOf } from "../../domain/inventory-tags.ts";
import { emptyHistory, type KeyHistory } from "../../domain/key-history.ts";
import type { AccountRules } from "../../domain/policy.ts";
import type { ReportedUser } from "../../domain/reported-user.ts";
import { findTags } from "../../domain/user-facts.ts";
import { type Problem, problemOf } from "../problem.ts";

/** A user who owns keys. Tags are read only if a decision depends on them. */
export interface InventoriedUser {
  readonly userName: string;
  readonly keys: readonly AccessKey[];
  /** The run that listed them: this one, or an earlier one and the credential report shows no change since. */
  readonly listedBy: string;
  readonly tags: RememberedTags | "notRead" | "unreadable";
  /** The user's row in the credential report, if there is one. */
  readonly reported?: ReportedUser | undefined;
}

/** The ledger's entries of the account, by access key ID. */
export type Histories = ReadonlyMap<string, KeyHistory | { readonly unreadable: string }>;

/** What the inventory needs to know about the run. */
export interface InventoryRun {
  readonly id: string;
  readonly day: Day;
  readonly utcDay: Day;
  readonly readsFresh?: boolean | undefined;
}

/** What reading one user needs. */
export interface ReadTask {
  readonly member: Pick<ReadAccount, "accessKeys" | "tags">;
  readonly histories: Histories;
  readonly rules: AccountRules;
  readonly run: InventoryRun;
  /** Collects what fails. */
  readonly problems: Problem[];
}

/**
 * Adds a user's tags: those of the last reading if no action can be due today, otherwise fresh ones. `undefined` if
 * there are no keys, or the user is deleted.
 */
export async function withTags(
  user: Omit<InventoriedUser, "tags">,
  remembered: RememberedTags | undefined,
  task: ReadTask,
): Promise<InventoriedUser | undefined> {
  const { userName, keys } = user;
  if (keys.length === 0) return undefined;
  const { histories, rules, run } = task;
  const tagged = keys.flatMap((key) => {
    const history = histories.get(key.accessKeyId) ?? emptyHistory;
    return "unreadable" in history ? [] : [{ key, history, rules, today: run.day }];
  });
  const source = tagSourceOf({ userName, keys: tagged, remembered, run });
  if (source === "read") return withFreshTags(user, task);
  return { ...user, tags: source === "notNeeded" || remembered === undefined ? "notRead" : remembered };
}

/** Reads a user's tags; `undefined` if the user is deleted. Unreadable tags are a problem of this user only. */
export async function withFreshTags(
  user: Omit<InventoriedUser, "tags">,
  { member, rules, run, problems }: Omit<ReadTask, "histories">,
): Promise<InventoriedUser | undefined> {
  const { userName, keys } = user;
  try {
    const tags = await member.tags(userName);
    if (tags === undefined) return undefined;
    const described = tags.filter(({ key }) => keys.some(({ accessKeyId }) => accessKeyId === key));
    const descriptions = Object.fromEntries(described.map(({ key, value }) => [key, value]));
    const found = findTags(tags, rules);
    return { ...user, tags: { found, descriptions, readOn: run.utcDay, run: run.id } };
  } catch (error) {
    problems.push(problemOf(userName, "tags", error));
    return { ...user, tags: "unreadable" };
  }
}
