import type { DeactivationOutcome } from "../../statemachine/account-result.ts";
import { isTransient } from "../aws/aws-errors.ts";
import type { Ledger } from "../aws/ledger.ts";
import type { MemberAccount } from "../aws/member-account.ts";
import { deactivationBefore, deactivationNumber } from "../domain/key-history.ts";
import { describeError } from "../runtime/log.ts";
import type { JudgedKey } from "./decide.ts";
import { readAgain } from "./read-again.ts";

/** How a deactivation went, and whether a failed one may go better in a minute. */
export interface Deactivated {
  readonly outcome: DeactivationOutcome;
  readonly transient: boolean;
}

/** How far a deactivation has come: whether the key may be off by our doing, so that its owner must be told. */
interface Progress {
  mayBeOff: boolean;
}

/**
 * Switches one access key off: the intention goes to the ledger, the key is read again, updated, read back,
 * and the ledger told. Only a key that was read back as Inactive counts as deactivated, so that no mail
 * announces what did not happen. A worker killed anywhere in between is completed by the next, because the
 * intention stands in the ledger.
 */
export async function deactivateKey(
  judged: JudgedKey,
  account: MemberAccount,
  ledger: Ledger,
): Promise<Deactivated> {
  const progress: Progress = { mayBeOff: judged.history.deactivation?.state === "intended" };
  try {
    return await deactivate(judged, account, ledger, progress);
  } catch (error) {
    const transient = isTransient(error);
    const withdrawn = transient || progress.mayBeOff ? "" : await withdraw(judged, ledger);
    return { outcome: { outcome: "failed", error: describeError(error) + withdrawn }, transient };
  }
}

async function deactivate(
  { key, history }: JudgedKey,
  account: MemberAccount,
  ledger: Ledger,
  progress: Progress,
): Promise<Deactivated> {
  const wasIntended = progress.mayBeOff;
  const count = deactivationNumber(history);
  if (!wasIntended && (await ledger.recordDeactivation(key, "intended", count)) === "held")
    return abandoned("another worker is switching it off or has done so");
  const fresh = await readAgain(account, key);
  const isOurs = wasIntended && fresh?.status === "Inactive";
  if (fresh === undefined || (fresh.status !== "Active" && !isOurs)) {
    await ledger.forgetDeactivation(key, deactivationBefore(history));
    return abandoned(fresh === undefined ? "the key is gone" : `the key's status has become ${fresh.status}`);
  }
  if (!isOurs) {
    progress.mayBeOff = false;
    await account.deactivate(key.userName, key.accessKeyId);
    progress.mayBeOff = true;
    const readBack = await readAgain(account, key);
    if (readBack !== undefined && readBack.status !== "Inactive")
      return { outcome: { outcome: "failed", error: `read back as ${readBack.status}` }, transient: true };
  }
  if ((await ledger.recordDeactivation(key, "done", count)) === "held")
    return abandoned("another worker has switched it off since");
  return { outcome: { outcome: "deactivated" }, transient: false };
}

/**
 * Takes the intention back after an error that is final: were it left, a key that its owner switches off
 * later would be announced as Curfew's doing. A key that may be off by our doing keeps it, whatever the error:
 * were it taken back, its owner would never be told.
 */
async function withdraw({ key, history }: JudgedKey, ledger: Ledger): Promise<string> {
  try {
    await ledger.forgetDeactivation(key, deactivationBefore(history));
    return "";
  } catch (error) {
    return `; its intention is still in the ledger: ${describeError(error)}`;
  }
}

function abandoned(error: string): Deactivated {
  return { outcome: { outcome: "abandoned", error }, transient: false };
}
