import { type RestoreKeyEvent, restoreKeyEventSchema } from "../../statemachine/restore-key.ts";
import type { RestoreOrder } from "../../statemachine/restore-order.ts";
import { asInterrupted } from "../aws/aws-errors.ts";
import { namesUnits } from "../domain/run-mode.ts";
import { InvalidInput, parse } from "../runtime/parse.ts";
import { checkSender, type ListAccountsTask, runOf } from "./list-accounts.ts";

/**
 * Finds the account of a key that is to be restored; nothing is listed or written. An account that the settings
 * leave out may be named: what Curfew did there before must be possible to undo.
 * @throws {InvalidInput} the account is no member of the Organization
 * @throws {SenderUnusable} nobody could be told, so nothing is done
 * @throws {Interrupted} Organizations or SES did not answer
 */
export async function findAccount(task: ListAccountsTask, restore: RestoreOrder): Promise<RestoreKeyEvent> {
  const { event, policy, organization } = task;
  await checkSender(task);
  let listed: Awaited<ReturnType<typeof organization.account>>;
  try {
    listed = await organization.account(restore.accountId, namesUnits(policy));
  } catch (error) {
    throw asInterrupted(error, "finding the account");
  }
  if (listed === undefined)
    throw new InvalidInput("run input", [
      `restore.accountId: ${restore.accountId} is not a member of the Organization`,
    ]);
  const found = { run: runOf(event, policy), account: listed.account, restore };
  return parse(restoreKeyEventSchema, found, "restore order");
}
