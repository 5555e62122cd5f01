import { daysBetween } from "./calendar-day.ts";
import type { Decision } from "./decision.ts";
import type { KeyFacts } from "./key-facts.ts";
import { hasUnfinishedBusiness } from "./key-history.ts";
import { unsentTo } from "./unsent.ts";

/**
 * Decides about a key that is not Active. Nothing is due for it, unless Curfew itself switched it off and
 * was interrupted: then the rest is done, the ledger entry completed and the owner told.
 */
export function evaluateSwitchedOffKey({ key, user, history, today }: KeyFacts): Decision {
  const base = {
    accessKeyId: key.accessKeyId,
    userName: key.userName,
    age: daysBetween(key.createdOn, today),
  };
  const nothing: Decision = { ...base, verdict: "notActive", reason: `the key's status is ${key.status}` };
  const { deactivation } = history;
  if (key.status !== "Inactive" || deactivation === undefined || user === "unreadable") return nothing;
  const id = `deactivated-${deactivation.count}`;
  if (deactivation.state === "intended")
    return {
      ...base,
      verdict: "deactivate",
      reason: "an earlier worker was interrupted after switching it off",
      notice: { id, kind: "deactivated", to: user.recipients.to },
    };
  const to = unsentTo(id, user.recipients.to, history);
  if (to.length === 0 || !hasUnfinishedBusiness(history, today)) return nothing;
  return {
    ...base,
    verdict: "notify",
    reason: "it was switched off, and its owner has not been told",
    notice: { id, kind: "deactivated", to },
  };
}
