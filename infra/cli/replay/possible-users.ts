import { isDeepStrictEqual } from "node:util";
import { addDays, type Day } from "../../../functions/domain/calendar-day.ts";
import type { Decision } from "../../../functions/domain/decision.ts";
import { evaluateKey } from "../../../functions/domain/evaluate-key.ts";
import { deactivationBefore, type KeyHistory } from "../../../functions/domain/key-history.ts";
import type { AccountRules } from "../../../functions/domain/policy.ts";
import { factsOn, type PossibleUser } from "./possible-user.ts";

/** A decision of a past run, with all of its grounds but one: what the user's tags said. */
export interface PastDecision {
  readonly decision: Decision;
  readonly run: { readonly id: string; readonly day: Day };
  /** What the ledger remembers now. */
  readonly history: KeyHistory;
  readonly rules: AccountRules;
}

/**
 * What the user's tags can have said: a run's files do not hold the tags, but the rules say which tags lead to
 * the decision that it made. Every way in which they can have been written is judged by the rules again, and
 * those stay that lead to the same decision. None stays where the settings are not those of the run.
 */
export function possibleUsers(past: PastDecision): PossibleUser[] {
  const { decision, history, rules } = past;
  if (decision.withheld === "tagsUnreadable") return [{ tags: "unreadable" }];
  const recipients = lastRecipients(decision, history);
  const types = [...Object.keys(rules.userTypes), "missing", "unknown"];
  const exemptions = exemptTags(past);
  return types.flatMap((name, index) => {
    const isType = index < types.length - 2;
    const ways = exemptions.map((exemptTag) => ({
      tags: "readable" as const,
      userType: isType ? name : undefined,
      hasTypeTag: isType || name === "unknown",
      recipients,
      exemptTag,
    }));
    // The first way is the plainest: an exemption is taken for granted only where nothing else leads there.
    const found = ways.find((user) => leadsThere(user, past));
    return found === undefined ? [] : [found];
  });
}

/**
 * The exemption tags that a decision allows. One that cannot be read shows only on the day the key would go off;
 * before that it is taken that there is none. One that has run out makes the rules forget the notices before its
 * end: which notices those are is all that its last day tells.
 */
function exemptTags({ decision, history, run }: PastDecision): (string | undefined)[] {
  const { withheld, reason, notice } = decision;
  if (withheld === "exempt") {
    const [, until, owner, why] = /^exempt until (\S+) by (\S+): (.*)$/su.exec(reason) ?? [];
    return [`${until} ${owner} ${why}`];
  }
  if (withheld === "exemptionUnreadable") return ["unreadable"];
  const named = [notice?.id, ...history.notices.map(({ id }) => id)].flatMap(
    (id) => /^final-(\d{4}-\d{2}-\d{2})$/.exec(id ?? "")?.[1] ?? [],
  );
  const forgetting = history.notices.map(({ on }) => on).filter((on) => on < run.day);
  const ends = new Set([...named, ...forgetting]);
  return [undefined, ...[...ends].map((until) => `${until} owner@example.com ended`)];
}

/** Whom the notice that is due goes to, together with whoever has had it; else who had the last one. */
function lastRecipients({ notice }: Decision, { notices, refused = [] }: KeyHistory): string[] {
  const sent = [...notices, ...refused].toSorted((one, other) => (one.on < other.on ? -1 : 1));
  const id = notice?.id ?? sent.at(-1)?.id;
  const had = sent.filter((one) => one.id === id).map(({ to }) => to);
  return [...new Set([...had, ...(notice?.to ?? [])])];
}

function leadsThere(user: PossibleUser, past: PastDecision): boolean {
  const { decision, run, rules } = past;
  const { accessKeyId, userName, age } = decision;
  const key = { accessKeyId, userName, status: "Active", createdOn: addDays(run.day, -age) };
  const facts = factsOn(user, run.day);
  return historiesBefore(past).some((history) =>
    isSame(evaluateKey({ key, user: facts, history, rules, today: run.day }), decision),
  );
}

/**
 * The history as the run may have found it: without what was written on its day, by itself or by a run after it,
 * or with that, where its worker was retried or another run came before it.
 */
function historiesBefore({ history, run }: PastDecision): KeyHistory[] {
  const own = history.deactivation?.run === run.id;
  const deactivation = own
    ? deactivationBefore({ ...history, deactivation: { ...history.deactivation, state: "intended" } })
    : history.deactivation;
  const { restore } = history;
  const before = (entry: { on: Day }) => entry.on < run.day;
  const upTo = (entry: { on: Day }) => entry.on <= run.day;
  const withEntries = (
    isThere: (entry: { on: Day }) => boolean,
    isRestoreThere: (entry: { on: Day }) => boolean,
  ): KeyHistory => ({
    ...history,
    deactivation,
    notices: history.notices.filter(isThere),
    refused: history.refused?.filter(isThere),
    restore: restore !== undefined && isRestoreThere(restore) ? restore : undefined,
  });
  return [before, upTo].flatMap((notices) =>
    [before, upTo].map((restores) => withEntries(notices, restores)),
  );
}

/** Recipients are left out: whether all of them are known is another question. */
function isSame(one: Decision, other: Decision): boolean {
  const outline = ({ verdict, withheld, reason, next, notice }: Decision) => ({
    verdict,
    withheld,
    reason,
    next: next === undefined ? undefined : { on: next.on, what: next.what },
    notice: notice === undefined ? undefined : { id: notice.id, kind: notice.kind },
  });
  return isDeepStrictEqual(outline(one), outline(other));
}
