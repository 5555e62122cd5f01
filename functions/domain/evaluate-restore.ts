import type { AccessKey } from "./access-key.ts";
import { addDays, type Day } from "./calendar-day.ts";
import type { Deactivation, KeyHistory } from "./key-history.ts";

/** All that a restore rests on. */
export interface RestoreFacts {
  /** The key as it is now; `undefined` where it is gone. */
  readonly key: AccessKey | undefined;
  readonly history: KeyHistory;
  readonly run: { readonly id: string; readonly day: Day };
  /** The key is to stay on for so many days after today. */
  readonly days: number;
}

/** Whether a key is switched on again, until when that day included, and which deactivation is undone; or why not. */
export type RestoreDecision =
  | { readonly verdict: "restore"; readonly until: Day; readonly deactivation: Deactivation }
  | { readonly verdict: "refused"; readonly reason: string };

/**
 * Decides whether an operator's order to switch a key on again can be meant. Curfew undoes its own doing only:
 * a key that its owner switched off, or that somebody else holds for stolen, is not Curfew's to switch on.
 * A run that has done it already, before its worker was interrupted, is told the same again.
 */
export function evaluateRestore({ key, history, run, days }: RestoreFacts): RestoreDecision {
  const { deactivation, restore } = history;
  if (deactivation === undefined) return refused("Curfew has not switched this key off");
  if (deactivation.state === "intended") return refused("Curfew has not finished switching it off");
  if (key === undefined) return refused("there is no such key any more");
  const isOurs = restore?.run === run.id;
  if (key.status === "Active" && !isOurs) return refused("the key is on already");
  if (key.status !== "Active" && key.status !== "Inactive")
    return refused(`the key's status is ${key.status}`);
  return { verdict: "restore", until: addDays(run.day, days), deactivation };
}

function refused(reason: string): RestoreDecision {
  return { verdict: "refused", reason };
}
