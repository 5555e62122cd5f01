import type { DeactivationOutcome } from "../../statemachine/account-result.ts";
import { isTransient } from "../aws/aws-errors.ts";
import type { Ledger } from "../aws/ledger.ts";
import type { MemberAccount } from "../aws/member-account.ts";
import type { AccessKey } from "../domain/access-key.ts";
import { type Deactivation, deactivationNumber } from "../domain/key-history.ts";
import { describeError } from "../runtime/log.ts";
import type { JudgedKey } from "./decide.ts";

/** How a deactivation went, and whether a failed one may go better in a minute. */
export interface Deactivated {
  readonly outcome: DeactivationOutcome;
  readonly transient: boolean;
}

/**
 * Switches one access key off: the intention goes to the ledger, the key is read again, updated, read back,
 * and the ledger told. Only a key that was read back as Inactive counts as deactivated, so that no mail
 * announces what did not happen. A worker killed anywhere in between is completed by the next, because the
 * intention stands in the ledger.
 */
export async function deactivateKey(
  { key, history }: JudgedKey,
  account: MemberAccount,
  ledger: Ledger,
): Promise<Deactivated> {
  const before = history.deactivation;
  const count = deactivationNumber(history);
  try {
    if (before?.state !== "intended") await ledger.recordDeactivation(key, "intended", count);
    const fresh = await readAgain(account, key);
    const isOurs = before?.state === "intended" && fresh?.status === "Inactive";
    if (fresh === undefined || (fresh.status !== "Active" && !isOurs)) {
      await ledger.forgetDeactivation(key, before?.state === "done" ? before : undefined);
      return abandoned(
        fresh === undefined ? "the key is gone" : `the key's status has become ${fresh.status}`,
      );
    }
    if (!isOurs) {
      await account.deactivate(key.userName, key.accessKeyId);
      const readBack = await readAgain(account, key);
      if (readBack !== undefined && readBack.status !== "Inactive")
        return { outcome: { outcome: "failed", error: `read back as ${readBack.status}` }, transient: true };
    }
    await ledger.recordDeactivation(key, "done", count);
    return { outcome: { outcome: "deactivated" }, transient: false };
  } catch (error) {
    const transient = isTransient(error);
    const withdrawn = transient ? "" : await withdraw(key, before, ledger);
    return { outcome: { outcome: "failed", error: describeError(error) + withdrawn }, transient };
  }
}

/**
 * Takes the intention back after an error that is final: were it left, a key that its owner switches off
 * later would be announced as Curfew's doing.
 */
async function withdraw(key: AccessKey, before: Deactivation | undefined, ledger: Ledger): Promise<string> {
  try {
    await ledger.forgetDeactivation(key, before?.state === "done" ? before : undefined);
    return "";
  } catch (error) {
    return `; its intention is still in the ledger: ${describeError(error)}`;
  }
}

/** The key as it is now; `undefined` where it is gone or is not the key that was judged. */
async function readAgain(account: MemberAccount, key: AccessKey): Promise<AccessKey | undefined> {
  const keys = await account.accessKeys(key.userName);
  return keys?.find((other) => other.accessKeyId === key.accessKeyId && other.createdOn === key.createdOn);
}

function abandoned(error: string): Deactivated {
  return { outcome: { outcome: "abandoned", error }, transient: false };
}
