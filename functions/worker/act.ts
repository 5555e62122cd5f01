import pMap from "p-map";
import type { DeactivationOutcome, KeyResult } from "../../statemachine/account-result.ts";
import { isTransient } from "../aws/aws-errors.ts";
import type { Ledger } from "../aws/ledger.ts";
import type { MemberAccount } from "../aws/member-account.ts";
import type { Account } from "../domain/account.ts";
import type { Day } from "../domain/calendar-day.ts";
import type { AccountRules } from "../domain/policy.ts";
import { composeNotices } from "../notices/compose-notices.ts";
import { type Post, type Sent, sendNotices } from "../notices/send-notices.ts";
import { describeError } from "../runtime/log.ts";
import { type Deactivated, deactivateKey } from "./deactivate-key.ts";
import type { JudgedKey } from "./decide.ts";
import type { Problem } from "./read-user.ts";

/** What acting on the decisions of one account takes. */
export interface ActTask {
  readonly account: Account;
  readonly member: MemberAccount;
  readonly ledger: Ledger;
  readonly post: Post;
  readonly rules: AccountRules;
  readonly today: Day;
}

/** What was done, key by key, and what went wrong. */
export interface Acted {
  readonly results: KeyResult[];
  readonly problems: Problem[];
}

/** The last step of a report run: what an enforcing run would do, in the same words. */
export function wouldAct(judged: readonly JudgedKey[]): Acted {
  const results = judged.map(({ decision }) => ({
    decision,
    notices: (decision.notice?.to ?? []).map((to) => ({ to, outcome: "wouldSend" as const })),
    ...(decision.verdict === "deactivate" ? { deactivation: { outcome: "wouldDeactivate" as const } } : {}),
  }));
  return { results, problems: [] };
}

/** What came of deactivations, by access key id. */
export type Deactivations = ReadonlyMap<string, Deactivated>;

/**
 * Acts on the decisions: first switches keys off, then tells their owners and everyone else who is due. A
 * key that fails stops no other; the mail about a deactivation is sent only if the deactivation happened.
 * @param switchedOff deactivations that are over and done with, whatever came of them
 */
export async function act(
  judged: readonly JudgedKey[],
  switchedOff: Deactivations,
  task: ActTask,
): Promise<Acted> {
  const deactivations = new Map(switchedOff);
  const toDeactivate = judged.filter(({ decision }) => decision.verdict === "deactivate");
  await pMap(
    toDeactivate.filter(({ key }) => !deactivations.has(key.accessKeyId)),
    async (key) => {
      deactivations.set(key.key.accessKeyId, await deactivateKey(key, task.member, task.ledger));
    },
    { concurrency: 3 },
  );
  const outcomeOf = ({ key }: JudgedKey): DeactivationOutcome | undefined =>
    deactivations.get(key.accessKeyId)?.outcome;
  const due = judged.filter((key) => {
    const outcome = outcomeOf(key);
    return key.decision.notice !== undefined && (outcome === undefined || outcome.outcome === "deactivated");
  });
  const sent = await sendNotices(await composeNotices(due, task), {
    ...task,
    fallback: task.rules.contacts.fallback.toLowerCase(),
  });
  const results = judged.map((key) => {
    const deactivation = outcomeOf(key);
    return {
      decision: key.decision,
      notices: sent.results
        .filter(({ accessKeyId }) => accessKeyId === key.key.accessKeyId)
        .map(({ to, outcome, error }) => ({ to, outcome, error })),
      ...(deactivation === undefined ? {} : { deactivation }),
    };
  });
  return { results, problems: [...deactivationProblems(judged, deactivations), ...mailProblems(sent)] };
}

function deactivationProblems(keys: readonly JudgedKey[], deactivations: Deactivations): Problem[] {
  return keys.flatMap(({ key }) => {
    const deactivated = deactivations.get(key.accessKeyId);
    if (deactivated?.outcome.outcome !== "failed") return [];
    const problem = `not deactivated: ${deactivated.outcome.error ?? "no reason given"}`;
    return [{ userName: key.userName, problem, transient: deactivated.transient }];
  });
}

/**
 * A refused address is no problem of the account: the fallback contact was told. A full stop is one, and so is
 * a ledger or a template that failed, for then some notice is lost or in doubt.
 */
function mailProblems({ stopped, errors }: Sent): Problem[] {
  const stop =
    stopped === undefined
      ? []
      : [{ userName: "", problem: `mail stopped: ${stopped}`, transient: stopped === "rateExceeded" }];
  const failed = errors.map((error) => ({
    userName: "",
    problem: `a notice is in doubt: ${describeError(error)}`,
    transient: isTransient(error),
  }));
  return [...stop, ...failed];
}
