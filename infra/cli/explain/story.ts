import { rulesFor } from "../../../functions/domain/account-scope.ts";
import { type AddressProblem, addressProblemsOf } from "../../../functions/domain/address-problems.ts";
import { addDays, type Day, laterOf } from "../../../functions/domain/calendar-day.ts";
import type { Decision } from "../../../functions/domain/decision.ts";
import { emptyHistory, type KeyHistory } from "../../../functions/domain/key-history.ts";
import type { Mode, Policy } from "../../../functions/domain/policy.ts";
import { type TimelineStep, timelineOf } from "../../../functions/domain/timeline.ts";
import type { UserTags } from "../../../functions/domain/user-facts.ts";
import type { Run } from "../../../statemachine/run.ts";
import type { RecordedKey } from "../shared/run-facts.ts";

/** What the ledger says about a key, or why that is not known. */
export type LedgerWord = KeyHistory | { readonly unreadable: string };

/** Everything that is known about one access key. */
export interface KeyStory {
  readonly accountId: string;
  readonly accountName: string;
  readonly userName: string;
  readonly accessKeyId: string;
  readonly createdOn?: Day | undefined;
  /** The last run that evaluated it; absent if only the ledger knows the key. */
  readonly recorded?: { readonly run: Run; readonly mode: Mode; readonly key: RecordedKey } | undefined;
  /** The account's current facts, and the decision from them. */
  readonly live?: LiveWord | undefined;
  readonly history: LedgerWord;
  /** `run`: the caller may not read the ledger, so this is what the run recorded. */
  readonly historyFrom: "ledger" | "run";
  /** What comes next if nothing changes; absent without the settings. */
  readonly steps?: readonly TimelineStep[] | undefined;
  /** What is wrong with the addresses for its notices, by the newest tags; absent without the settings. */
  readonly addressProblems?: readonly AddressProblem[] | undefined;
  /** The key of the email tag in the settings. */
  readonly emailTag?: string | undefined;
}

/** A fresh reading of the key and its user, and the decision that follows. */
export interface LiveWord {
  readonly readAt: string;
  readonly status: string;
  readonly tags: RecordedKey["facts"]["tags"];
  readonly lastUsed?: RecordedKey["facts"]["lastUsed"];
  readonly decision?: Decision | undefined;
}

/** What a story is made of. */
export interface StoryParts {
  readonly account: { readonly id: string; readonly name: string };
  readonly accessKeyId: string;
  readonly recorded: { readonly run: Run; readonly mode: Mode; readonly key: RecordedKey } | undefined;
  /** `undefined` if the caller may not read the ledger. */
  readonly ledger: LedgerWord | undefined;
  /** Absent without the settings of the deployment. */
  readonly policy: Policy | undefined;
  readonly today: Day;
}

/** How many days a story looks ahead, and how many steps it lists: reminders about a machine's key never end. */
const daysAhead = 400;
const mostSteps = 4;

/** Combines what a run recorded, what the ledger says now, and what comes next. It never guesses. */
export function storyOf(parts: StoryParts): KeyStory {
  const { account, accessKeyId, recorded, ledger, policy, today } = parts;
  const facts = recorded?.key.facts;
  const history = ledger ?? facts?.history ?? emptyHistory;
  const remembered = "unreadable" in history ? undefined : history.key;
  return {
    accountId: account.id,
    accountName: account.name,
    accessKeyId,
    userName: facts?.userName ?? remembered?.userName ?? "(unknown)",
    createdOn: facts?.createdOn ?? remembered?.createdOn,
    recorded,
    history,
    historyFrom: ledger === undefined ? "run" : "ledger",
    ...(recorded === undefined
      ? {}
      : outlookOf({
          recorded,
          history,
          policy,
          today,
          isActive: !("unreadable" in history) && isActive(recorded.key, history),
          tags: recorded.key.facts.tags,
        })),
  };
}

/** What a prediction is based on besides the settings. */
interface OutlookFacts {
  readonly recorded: NonNullable<KeyStory["recorded"]>;
  readonly history: LedgerWord;
  readonly policy: Policy | undefined;
  readonly today: Day;
  readonly isActive: boolean;
  /** The newest that are known. */
  readonly tags: UserTags;
}

/** What comes next for a key, and whether its notices can reach somebody. Both are absent without the settings. */
export function outlookOf({
  recorded: { run, key },
  history,
  policy,
  today,
  isActive,
  tags,
}: OutlookFacts): Pick<KeyStory, "steps" | "addressProblems" | "emailTag"> {
  if (policy === undefined || "unreadable" in history) return {};
  if (!isActive) return { steps: [], addressProblems: [] };
  const { accessKeyId, userName, createdOn } = key.facts;
  const rules = rulesFor(key.account, policy, "enforce");
  const from = laterOf(today, addDays(run.day, 1));
  const steps = timelineOf({
    key: { accessKeyId, userName, status: "Active", createdOn },
    // At the first stage a notice is due whatever the tags say.
    tags: tags === "notRead" ? {} : tags,
    history,
    rules,
    from,
    to: addDays(from, daysAhead),
    pausedUntil: run.pausedUntil,
    spreadOverDays: run.spreadOverDays,
  }).slice(0, mostSteps);
  const emailTag = rules.tagNames.email;
  return { steps, addressProblems: addressProblemsOf({ tags, history, rules, today }), emailTag };
}

/** Whether the key is active: as the run saw it, unless Curfew deactivated or restored it since. */
function isActive({ facts, isDeactivated }: RecordedKey, { deactivation, restore }: KeyHistory): boolean {
  if (deactivation !== undefined && restore?.deactivation === deactivation.number)
    return facts.status === "Active" || restore.state === "done";
  if (deactivation?.state === "done")
    return facts.status === "Active" && facts.history.deactivation?.number === deactivation.number;
  return facts.status === "Active" && !isDeactivated;
}
