import type { Account } from "../../../functions/domain/account.ts";
import { addDays, type Day } from "../../../functions/domain/calendar-day.ts";
import { emptyHistory, type KeyHistory } from "../../../functions/domain/key-history.ts";
import type { AccountRules } from "../../../functions/domain/policy.ts";
import type { AccountResult, KeyResult } from "../../../statemachine/account-result.ts";
import { isStillOn } from "../replay/is-still-on.ts";
import type { RememberedKey } from "../replay/ledger-entries.ts";
import { type PossibleStep, possibleSteps, typeOf } from "../replay/possible-steps.ts";
import type { PossibleUser } from "../replay/possible-user.ts";
import { possibleUsers } from "../replay/possible-users.ts";
import { restoredStep } from "../replay/restored-step.ts";

/** What the days to come bring for one key. */
export interface KeyForecast {
  readonly account: Account;
  /** In a reporting account nothing of this will be done. */
  readonly mode: AccountRules["mode"];
  readonly userName: string;
  readonly accessKeyId: string;
  readonly steps: readonly PossibleStep[];
}

/** The forecast of one account. */
export interface AccountForecast {
  readonly keys: readonly KeyForecast[];
  /** Keys whose last decision these settings do not lead to: of them only the next step is known. */
  readonly notReproduced: number;
  /** Keys whose ledger entry cannot be read. */
  readonly unreadable: number;
}

/** What the forecast of one account rests on. */
export interface AccountGrounds {
  readonly result: AccountResult;
  readonly ledger: ReadonlyMap<string, RememberedKey>;
  readonly rules: AccountRules;
  /** The first day to come, and the last. */
  readonly from: Day;
  readonly to: Day;
}

interface LiveKey {
  readonly result: KeyResult;
  readonly history: KeyHistory;
  readonly users: readonly PossibleUser[];
}

/** Goes through the days to come for every key of an account that is still on. */
export function forecastAccount({ result, ledger, rules, from, to }: AccountGrounds): AccountForecast {
  let unreadable = 0;
  let notReproduced = 0;
  const byUser = new Map<string, LiveKey[]>();
  for (const key of result.results) {
    const { decision } = key;
    const history = ledger.get(decision.accessKeyId) ?? emptyHistory;
    if (!isStillOn(key, result.run, "unreadable" in history ? emptyHistory : history)) continue;
    if ("unreadable" in history) unreadable += 1;
    else {
      const users = possibleUsers({ decision, run: result.run, history, rules });
      const own = byUser.get(decision.userName) ?? [];
      byUser.set(decision.userName, [...own, { result: key, history, users }]);
    }
  }
  const keys = [...byUser.values()].flatMap((own) =>
    own.map(({ result: { decision }, history, users }): KeyForecast => {
      const { accessKeyId, userName, age } = decision;
      const key = { accessKeyId, userName, status: "Active", createdOn: addDays(result.run.day, -age) };
      if (users.length === 0) notReproduced += 1;
      const steps =
        users.length === 0
          ? nextOnly(decision, from, to)
          : possibleSteps({ key, history, rules }, narrowed(users, own), from, to);
      return { account: result.account, mode: rules.mode, userName, accessKeyId, steps };
    }),
  );
  const all = [...keys, ...restoredSince({ result, ledger, rules, from, to })];
  return { keys: all.filter(({ steps }) => steps.length > 0), notReproduced, unreadable };
}

/** Keys that the run did not list, because they were off, and that operators have had restored since. */
function restoredSince({ result, ledger, rules, from, to }: AccountGrounds): KeyForecast[] {
  const listed = new Set(result.results.map(({ decision }) => decision.accessKeyId));
  return [...ledger].flatMap(([accessKeyId, history]): KeyForecast[] => {
    if (listed.has(accessKeyId) || "unreadable" in history) return [];
    const step = restoredStep(history, from);
    if (step === undefined || step.on > to) return [];
    const userName = history.key?.userName ?? "(unknown)";
    return [{ account: result.account, mode: rules.mode, userName, accessKeyId, steps: [step] }];
  });
}

/** A user's two keys have the same tags: what one of them tells about the user holds for the other. */
function narrowed(users: readonly PossibleUser[], own: readonly LiveKey[]): PossibleUser[] {
  const allTypes = own.map((key) => new Set(key.users.map(typeOf))).filter(({ size }) => size > 0);
  const recipients = own
    .flatMap((key) => key.users)
    .flatMap((user) => (user.tags === "readable" && user.recipients.length > 0 ? [user.recipients] : []))[0];
  const left = users.filter((user) => allTypes.every((types) => types.has(typeOf(user))));
  return (left.length === 0 ? users : left).map((user) =>
    user.tags === "readable" && user.recipients.length === 0 && recipients !== undefined
      ? { ...user, recipients }
      : user,
  );
}

function nextOnly({ next }: KeyResult["decision"], from: Day, to: Day): PossibleStep[] {
  if (next === undefined || next.on < from || next.on > to) return [];
  const kind = next.what === "deactivate" ? "deactivated" : "warning";
  return [{ on: next.on, what: next.what, kind, to: [] }];
}
