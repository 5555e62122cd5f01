import type { AccountList } from "../../statemachine/contract.ts";
import type { RestoreKeyEvent } from "../../statemachine/restore-key.ts";
import { findAccount } from "./find-account.ts";
import { type ListAccountsTask, listAccounts } from "./list-accounts.ts";

/** Lists the accounts that the input asks for, or finds the one whose key is to be restored. */
export function beginRun(task: ListAccountsTask): Promise<AccountList | RestoreKeyEvent> {
  const { restore } = task.event.input;
  return restore === undefined ? listAccounts(task) : findAccount(task, restore);
}
