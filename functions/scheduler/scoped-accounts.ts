import { findAccounts } from "../aws/find-accounts.ts";
import type { Organization } from "../aws/organizations.ts";
import type { Account } from "../domain/account.ts";
import { type SkipReason, skipReason } from "../domain/account-scope.ts";
import type { Policy } from "../domain/policy.ts";
import { namesOrganizationalUnits } from "../domain/run-mode.ts";
import { InvalidInput } from "../runtime/parse.ts";
import type { Clock } from "../runtime/system-clock.ts";

/** An account, and why the run skips it; `undefined` if it does not. */
export interface ScopedAccount {
  readonly account: Account;
  readonly skip: SkipReason | undefined;
}

/** What finding the accounts needs. */
export interface ScopeTask {
  readonly organization: Organization;
  readonly policy: Policy;
  readonly clock: Clock;
}

/**
 * All accounts of the Organization, or those that the input names.
 * @throws {InvalidInput} an account of the input is not a member, or the run would skip it; every one is named
 */
export function scopedAccounts(
  accountIds: readonly string[] | undefined,
  task: ScopeTask,
): AsyncIterable<ScopedAccount> {
  return accountIds === undefined ? everyAccount(task) : namedAccounts(new Set(accountIds), task);
}

async function* everyAccount({ organization, policy }: ScopeTask): AsyncGenerator<ScopedAccount> {
  // Pages may overlap if accounts join or leave meanwhile. An account that is evaluated twice would be counted twice.
  const seen = new Set<string>();
  for await (const account of organization.accounts(namesOrganizationalUnits(policy))) {
    if (seen.has(account.id)) continue;
    seen.add(account.id);
    yield { account, skip: skipReason(account, policy) };
  }
}

/** Checks all named accounts before the first is written. */
async function* namedAccounts(ids: ReadonlySet<string>, task: ScopeTask): AsyncGenerator<ScopedAccount> {
  const needsPaths = namesOrganizationalUnits(task.policy);
  const found = await findAccounts(ids, { ...task, needsPaths });
  const issues = [...ids].flatMap((id) => {
    const refusal = refusalOf(found.get(id), task.policy);
    return refusal === undefined ? [] : [`accountIds: ${id} ${refusal}`];
  });
  if (issues.length > 0) throw new InvalidInput("run input", issues);
  for (const account of found.values()) yield { account, skip: undefined };
}

function refusalOf(account: Account | undefined, policy: Policy): string | undefined {
  if (account === undefined) return "is not a member of the Organization";
  const reason = skipReason(account, policy);
  return reason === undefined ? undefined : `would be skipped: ${sentenceOf(reason)}`;
}

function sentenceOf(reason: SkipReason): string {
  switch (reason.code) {
    case "state":
      return `its state is ${reason.state}`;
    case "excluded":
      return "exclude.accounts in settings.yaml names it";
    case "excludedWithOu":
      return `exclude.organizationalUnits in settings.yaml names its OU ${reason.organizationalUnit}`;
    case "notIncluded":
      return "include in settings.yaml names neither it nor one of its OUs";
  }
}
