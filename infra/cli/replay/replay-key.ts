import type { AccessKey } from "../../../functions/domain/access-key.ts";
import { addDays, type Day, laterOf } from "../../../functions/domain/calendar-day.ts";
import type { NoticeKind } from "../../../functions/domain/decision.ts";
import { evaluateKey } from "../../../functions/domain/evaluate-key.ts";
import type { KeyHistory } from "../../../functions/domain/key-history.ts";
import type { AccountRules } from "../../../functions/domain/policy.ts";
import { factsOn, knownRecipients, type PossibleUser } from "./possible-user.ts";

/** Something that a day to come brings for a key. A deactivation is followed by a mail to the same people. */
export interface Step {
  readonly on: Day;
  readonly what: "notify" | "deactivate";
  readonly kind: NoticeKind;
  /** Empty where it is not known who will be told. */
  readonly to: readonly string[];
}

/** A key and its memory, before the days to come are gone through. */
export interface KeyToReplay {
  readonly key: AccessKey;
  readonly history: KeyHistory;
  readonly rules: AccountRules;
}

/**
 * Goes through the days to come as runs would that do what they decide, by the very rules they decide by. Taken
 * is that nothing else changes: the tags stay, the key stays, every mail goes out.
 */
export function replayKey(
  { key, history, rules }: KeyToReplay,
  user: PossibleUser,
  from: Day,
  to: Day,
): Step[] {
  const firstStage = rules.stages[0];
  if (firstStage === undefined) return [];
  const steps: Step[] = [];
  let known = history;
  for (let day = laterOf(from, addDays(key.createdOn, firstStage.day)); day <= to; day = addDays(day, 1)) {
    const { verdict, notice } = evaluateKey({
      key,
      user: factsOn(user, day),
      history: known,
      rules,
      today: day,
    });
    if (verdict === "deactivate")
      return [
        ...steps,
        { on: day, what: "deactivate", kind: "deactivated", to: knownRecipients(notice?.to ?? []) },
      ];
    if (notice === undefined) continue;
    const { id, kind } = notice;
    steps.push({ on: day, what: "notify", kind, to: knownRecipients(notice.to) });
    const sent = notice.to.map((recipient) => ({ id, to: recipient, on: day, run: `forecast-${day}` }));
    known = { ...known, notices: [...known.notices, ...sent] };
  }
  return steps;
}
