import type { Run } from "../../../statemachine/run.ts";
import { isTransient } from "../../aws/aws-errors.ts";
import { findKey } from "../../aws/find-key.ts";
import type { Ledger } from "../../aws/ledger.ts";
import type { DeactivateAccount } from "../../aws/member-account.ts";
import type { Day } from "../../domain/calendar-day.ts";
import type { Decision } from "../../domain/decision.ts";
import { deactivationNumber, revoked } from "../../domain/key-history.ts";
import { describeError } from "../../runtime/log.ts";
import { failedWith, type KeyOutcome, type LiveFacts, notDeactivated } from "./key-outcome.ts";

/** What changing a key needs. */
export interface UpdateTask {
  readonly run: Run;
  readonly member: DeactivateAccount;
  readonly ledger: Pick<Ledger, "completeDeactivation" | "withdrawIntention">;
  utcDay(): Day;
}

/**
 * Deactivates a key whose deactivation is intended in the ledger, and reads it back. If the update failed and had no
 * effect, the intention is withdrawn: otherwise a key that its owner deactivates later would be reported as Curfew's
 * act.
 * @throws the ledger's error when the deactivation is recorded; the intention then stays and the next attempt continues
 */
export async function update(facts: LiveFacts, decision: Decision, task: UpdateTask): Promise<KeyOutcome> {
  const { key, history } = facts;
  const failure = await failureOfUpdate(facts, task);
  let status: string | undefined;
  try {
    status = (await findKey(task.member, key))?.key.status;
  } catch (error) {
    // The key may be Inactive: the intention stays, and the next attempt or run finishes it.
    return unknownEffect(failure, error, decision);
  }
  if (status === "Inactive") return complete(facts, decision, task);
  if (failure === undefined) return readBackAs(status, decision);
  if (status === "Active") await task.ledger.withdrawIntention(key, deactivationNumber(history));
  return { ...failedWith(failure.error), decision };
}

async function failureOfUpdate(
  { key }: LiveFacts,
  { member }: UpdateTask,
): Promise<{ error: unknown } | undefined> {
  try {
    await member.deactivate(key.userName, key.accessKeyId);
    return undefined;
  } catch (error) {
    return { error };
  }
}

function unknownEffect(
  failure: { error: unknown } | undefined,
  error: unknown,
  decision: Decision,
): KeyOutcome {
  const first = failure === undefined ? "" : `${describeError(failure.error)}; `;
  const why = { code: "failed", error: `${first}read-back: ${describeError(error)}` } as const;
  return { ...notDeactivated(why), decision, transient: isTransient(error) || isTransient(failure?.error) };
}

/** IAM accepted the update but returns another status. The intention stays: the key may still become Inactive. */
function readBackAs(status: string | undefined, decision: Decision): KeyOutcome {
  const error = `read back as ${status ?? "gone"}`;
  return { ...notDeactivated({ code: "failed", error }), decision, transient: status !== undefined };
}

/** Records the deactivation of a key that was read as Inactive, unless an earlier attempt of this run did. */
export async function complete(facts: LiveFacts, decision: Decision, task: UpdateTask): Promise<KeyOutcome> {
  const { key, history } = facts;
  const { run } = task;
  const before = history.deactivation;
  if (before?.run === run.id && before.state === "done")
    return { decision, deactivated: facts, problems: [], transient: false };
  const number = deactivationNumber(history);
  const written = await task.ledger.completeDeactivation(key, number);
  if (written === "overtaken") return { ...notDeactivated({ code: "overtaken" }), decision };
  const utcDay = task.utcDay();
  const deactivation = { state: "done", number, on: utcDay, run: run.id } as const;
  const after = revoked({ ...history, deactivation }, "deactivation", utcDay, run.id);
  return { decision, deactivated: { ...facts, history: after }, problems: [], transient: false };
}
