import pMap from "p-map";
import type { Organization } from "../aws/organizations.ts";
import type { Account } from "../domain/account.ts";
import { type SkipReason, skipReason } from "../domain/account-scope.ts";
import type { Policy } from "../domain/policy.ts";
import { namesOrganizationalUnits } from "../domain/run-mode.ts";
import { InvalidInput } from "../runtime/parse.ts";
import type { Clock } from "../runtime/system-clock.ts";

/** An account, and why the run skips it; `undefined` where it does not. */
export interface ScopedAccount {
  readonly account: Account;
  readonly skip: SkipReason | undefined;
}

/** What finding the accounts takes. */
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
  // Pages may overlap while accounts come and go; an account that is evaluated twice would be counted twice.
  const seen = new Set<string>();
  for await (const account of organization.accounts(namesOrganizationalUnits(policy))) {
    if (seen.has(account.id)) continue;
    seen.add(account.id);
    yield { account, skip: skipReason(account, policy) };
  }
}

/** Checks all named accounts before the first is written. */
async function* namedAccounts(ids: ReadonlySet<string>, task: ScopeTask): AsyncGenerator<ScopedAccount> {
  const found = ids.size < listingPaysFrom ? await describeEach(ids, task) : await listAndPick(ids, task);
  const issues = [...ids].flatMap((id) => {
    const refusal = refusalOf(found.get(id), task.policy);
    return refusal === undefined ? [] : [`accountIds: ${id} ${refusal}`];
  });
  if (issues.length > 0) throw new InvalidInput("run input", issues);
  for (const account of found.values()) yield { account, skip: undefined };
}

/**
 * From so many IDs on the listing is used: it needs a twentieth of the calls, and asks 50,000 accounts within the
 * function's 15 minutes.
 */
const listingPaysFrom = 100;

/** DescribeAccount allows 20 calls a second and a burst of 30 (Organizations user guide, orgs_reference_limits). */
const describeRate = { perSecond: 20, burst: 30 };

async function describeEach(
  ids: ReadonlySet<string>,
  { organization, policy, clock }: ScopeTask,
): Promise<Map<string, Account>> {
  const needsPaths = namesOrganizationalUnits(policy);
  const start = clock.now().getTime();
  const found = await pMap(
    [...ids],
    async (id, index) => {
      const dueAt = start + (Math.max(0, index - describeRate.burst) * 1000) / describeRate.perSecond;
      const early = dueAt - clock.now().getTime();
      if (early > 0) await clock.pause(early);
      return organization.account(id, needsPaths);
    },
    { concurrency: 5 },
  );
  return new Map(found.flatMap((account) => (account === undefined ? [] : [[account.id, account]])));
}

async function listAndPick(
  ids: ReadonlySet<string>,
  { organization, policy }: ScopeTask,
): Promise<Map<string, Account>> {
  const found = new Map<string, Account>();
  for await (const account of organization.accounts(namesOrganizationalUnits(policy)))
    if (ids.has(account.id)) found.set(account.id, account);
  return new Map(
    [...ids].flatMap((id) => {
      const account = found.get(id);
      return account === undefined ? [] : [[id, account]];
    }),
  );
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
