import pMap from "p-map";
import { type AccountResult, accountResultSchema } from "../../statemachine/account-result.ts";
import type { Run } from "../../statemachine/run.ts";
import { rulesFor } from "../domain/account-scope.ts";
import type { DueAccount, DueKey } from "../domain/plan.ts";
import type { Policy } from "../domain/policy.ts";
import { recipientsOf } from "../domain/recipients.ts";
import { accountResultKey, markerPrefix } from "../domain/run-files.ts";
import { describeError, log } from "../runtime/log.ts";
import { parseJson } from "../runtime/parse.ts";
import type { PlanTask } from "./plan-run.ts";

/** What is due in the Organization, according to the account results. */
export interface GatheredDue {
  readonly due: readonly DueAccount[];
  /** Objects that could not be read. */
  readonly unreadable: readonly string[];
  /** By access key ID, the round that its decision saw. */
  readonly rounds: ReadonlyMap<string, number>;
  /** By access key ID, who gets the mail about its deactivation. */
  readonly recipients: ReadonlyMap<string, readonly string[]>;
}

const readAtOnce = 10;

/**
 * Reads the results of the accounts that are marked as having due keys. A marked account without a result adds none:
 * its worker was stopped in between, and the account counts as unreachable.
 */
export async function gatherDue(task: PlanTask): Promise<GatheredDue> {
  const { event, policy, bucket } = task;
  const { run } = event;
  const prefix = markerPrefix(run.day, run.id, "due");
  const marked: string[] = [];
  for await (const key of task.listKeys(prefix)) marked.push(key.slice(prefix.length));
  const unreadable: string[] = [];
  const recipients = new Map<string, readonly string[]>();
  const rounds = new Map<string, number>();
  const due = await pMap(
    marked,
    async (accountId): Promise<DueAccount[]> => {
      const key = accountResultKey(run.day, run.id, accountId);
      const text = await task.getText({ bucket, key });
      if (text === undefined) return [];
      try {
        const result = readResult(text, run, accountId);
        if (result.mode !== "enforce") return [];
        const keys = dueKeys(result);
        for (const { facts } of result.results) rounds.set(facts.accessKeyId, facts.history.round);
        for (const [id, to] of recipientsIn(result, policy)) recipients.set(id, to);
        return keys.length === 0 ? [] : [{ account: result.account, keys }];
      } catch (error) {
        unreadable.push(key);
        log("error", "an account result cannot be read", {
          run: run.id,
          object: key,
          why: describeError(error),
        });
        return [];
      }
    },
    { concurrency: readAtOnce },
  );
  return { due: due.flat(), unreadable: unreadable.toSorted(), recipients, rounds };
}

/** A result of another run or account counts as unreadable. */
function readResult(text: string, run: Run, accountId: string): AccountResult {
  const result = parseJson(accountResultSchema, text, "account result");
  if (result.run.id !== run.id || result.account.id !== accountId)
    throw new Error(`it is of run ${result.run.id} and account ${result.account.id}`);
  return result;
}

function dueKeys({ account, results }: AccountResult): DueKey[] {
  return results.flatMap(({ facts, decision }) => {
    if (decision.state !== "deactivate") return [];
    if (decision.reason.code !== "deactivationDue")
      throw new Error(`a key is due for the reason ${decision.reason.code}`);
    const lastDeactivatedOn = facts.history.deactivation?.on;
    return [
      {
        accountId: account.id,
        accessKeyId: facts.accessKeyId,
        userName: facts.userName,
        createdOn: facts.createdOn,
        named: decision.reason.named,
        ...(lastDeactivatedOn === undefined ? {} : { lastDeactivatedOn }),
      },
    ];
  });
}

function recipientsIn(
  { account, results, run }: AccountResult,
  policy: Policy,
): [string, readonly string[]][] {
  const { contacts, allowedDomains } = rulesFor(account, policy, run.mode);
  return results.flatMap(({ facts, decision }): [string, readonly string[]][] => {
    if (decision.state !== "deactivate") return [];
    const email = typeof facts.tags === "object" ? facts.tags.email : undefined;
    const { owners, fallback, fallbackReasons } = recipientsOf(email, contacts.fallback, allowedDomains);
    return [[facts.accessKeyId, fallbackReasons.length > 0 ? [...new Set([...owners, fallback])] : owners]];
  });
}
