import type { AccessKey } from "./access-key.ts";
import { addresseesOf } from "./addressees.ts";
import { type Day, daysBetween } from "./calendar-day.ts";
import type { Decision } from "./decision.ts";
import type { KeyFacts } from "./key-facts.ts";
import { type Deactivation, hasUnfinishedBusiness, revocationByIntention } from "./key-history.ts";
import { kindOf, type NoticeId } from "./notice.ts";
import { readUserFacts } from "./user-facts.ts";

/** An intention this old did not lead to the deactivation that is found now: somebody else deactivated the key. */
const oldestIntentionDays = 1;

/** Whether a deactivation that Curfew intended is the reason why the key is Inactive. */
export function tookEffect({ on }: Pick<Deactivation, "on">, { status }: AccessKey, today: Day): boolean {
  return status === "Inactive" && daysBetween(on, today) <= oldestIntentionDays;
}

/**
 * Decides about a key that is not Active. Nothing is due for it, unless Curfew itself deactivated it and was
 * interrupted: then the deactivation is recorded and the owner notified.
 */
export function evaluateInactiveKey({ key, tags, history, rules, today }: KeyFacts): Decision {
  const base = {
    accessKeyId: key.accessKeyId,
    userName: key.userName,
    age: daysBetween(key.createdOn, today),
    state: "inactive",
  } as const;
  const { deactivation } = history;
  const nothing: Decision = { ...base, reason: { code: "inactive", status: key.status } };
  if (deactivation === undefined) return nothing;
  const isOurs = key.status === "Inactive" && hasUnfinishedBusiness(history, today);
  if (deactivation.state === "intended" && !tookEffect(deactivation, key, today))
    return { ...nothing, withdrawIntention: true, revoke: revocationByIntention(history, today) };
  if (!isOurs) return nothing;
  const finishing: Decision = { ...base, reason: { code: "deactivationToFinish", on: deactivation.on } };
  const isRecorded = deactivation.state === "done";
  // The deactivation is recorded at once. Its mail waits until the tags can be read.
  if (typeof tags !== "object") return isRecorded ? nothing : finishing;
  const { recipients } = readUserFacts(tags, rules, today);
  const id: NoticeId = { type: "deactivated", number: deactivation.number };
  const to = addresseesOf(id, { history, recipients, today });
  if (to.length === 0) return isRecorded ? nothing : finishing;
  return { ...finishing, notice: { id, kind: kindOf(id), to, audience: "current" } };
}
