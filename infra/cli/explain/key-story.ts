import { addDays, type Day } from "../../../functions/domain/calendar-day.ts";
import { emptyHistory, type KeyHistory } from "../../../functions/domain/key-history.ts";
import type { AccountRules } from "../../../functions/domain/policy.ts";
import type { AccountResult, KeyResult } from "../../../statemachine/account-result.ts";
import { isStillOn } from "../replay/is-still-on.ts";
import type { RememberedKey } from "../replay/ledger-entries.ts";
import { type PossibleStep, possibleSteps } from "../replay/possible-steps.ts";
import type { PossibleUser } from "../replay/possible-user.ts";
import { possibleUsers } from "../replay/possible-users.ts";
import { restoredStep } from "../replay/restored-step.ts";

/** All that is known about one access key. */
export interface KeyStory {
  readonly accessKeyId: string;
  readonly userName: string;
  readonly accountId: string;
  readonly accountName: string;
  readonly createdOn: Day | undefined;
  /** The last run that judged it; absent where only the ledger knows of it. */
  readonly judged?: {
    readonly run: AccountResult["run"];
    /** The account's mode in that run. */
    readonly mode: AccountResult["mode"];
    readonly result: KeyResult;
  };
  readonly history: RememberedKey;
  /** What the tags can have said; empty where the settings do not lead to the decision, absent without settings. */
  readonly users?: readonly PossibleUser[];
  /** What is to come if nothing changes. */
  readonly steps: readonly PossibleStep[];
}

/** What a story is put together from. */
export interface StoryGrounds {
  readonly account: { readonly id: string; readonly name: string };
  readonly result: AccountResult | undefined;
  readonly keyResult: KeyResult | undefined;
  readonly accessKeyId: string;
  readonly history: RememberedKey;
  /** Absent where the settings of this deployment are not at hand. */
  readonly rules: AccountRules | undefined;
  readonly today: Day;
}

/** So far ahead a story looks, and so many steps it tells: a machine's key is reminded of for ever. */
const daysAhead = 400;
const mostSteps = 4;

/** Puts together what the last run, the ledger and the rules know about a key. */
export function keyStory(grounds: StoryGrounds): KeyStory {
  const { account, result, keyResult, accessKeyId, history } = grounds;
  const remembered = "unreadable" in history ? undefined : history.key;
  const common = { accessKeyId, accountId: account.id, accountName: account.name, history };
  if (result === undefined || keyResult === undefined) {
    const end = "unreadable" in history ? undefined : restoredStep(history, grounds.today);
    return {
      ...common,
      userName: remembered?.userName ?? "(unknown)",
      createdOn: remembered?.createdOn,
      steps: end === undefined ? [] : [end],
    };
  }
  const { userName, age } = keyResult.decision;
  const createdOn = addDays(result.run.day, -age);
  return {
    ...common,
    userName,
    createdOn,
    judged: { run: result.run, mode: result.mode, result: keyResult },
    ...outlook(grounds, result, keyResult, createdOn),
  };
}

function outlook(
  { accessKeyId, history, rules, today }: StoryGrounds,
  { run }: AccountResult,
  keyResult: KeyResult,
  createdOn: Day,
): Pick<KeyStory, "users" | "steps"> {
  const { decision } = keyResult;
  const isOn = isStillOn(keyResult, run, "unreadable" in history ? emptyHistory : history);
  const users =
    rules === undefined || "unreadable" in history
      ? undefined
      : possibleUsers({ decision, run, history, rules });
  if (!isOn) return { ...(users && { users }), steps: [] };
  if (users === undefined || users.length === 0 || rules === undefined || "unreadable" in history)
    return { ...(users && { users }), steps: nextStep(decision) };
  const key = { accessKeyId, userName: decision.userName, status: "Active", createdOn };
  const from = today > run.day ? today : addDays(run.day, 1);
  const steps = possibleSteps(
    { key, history: history satisfies KeyHistory, rules },
    users,
    from,
    addDays(from, daysAhead),
  );
  return { users, steps: steps.slice(0, mostSteps) };
}

/** Without the settings only the run's own word is known. */
function nextStep({ next }: KeyResult["decision"]): PossibleStep[] {
  if (next === undefined) return [];
  return [
    { on: next.on, what: next.what, kind: next.what === "deactivate" ? "deactivated" : "warning", to: [] },
  ];
}
