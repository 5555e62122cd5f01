import type { Account } from "../domain/account.ts";
import type { Clock } from "../runtime/system-clock.ts";
import type { Organization } from "./organizations.ts";
import { eachPaced } from "./paced.ts";

/** The inputs of finding accounts. */
export interface FindTask {
  readonly organization: Organization;
  /** Whether a rule names organizational units. */
  readonly needsPaths: boolean;
  readonly clock: Clock;
}

/**
 * With this many IDs or more, all accounts are listed: a call returns 20 accounts, and even 50,000
 * accounts take less than the 15 minutes of a function.
 */
const listingPaysFrom = 100;

/** The accounts with these IDs, in this order; an ID that is not of a member is absent. */
export async function findAccounts(
  ids: ReadonlySet<string>,
  task: FindTask,
): Promise<ReadonlyMap<string, Account>> {
  const found = ids.size < listingPaysFrom ? await describeEach(ids, task) : await listAndPick(ids, task);
  return new Map(
    [...ids].flatMap((id) => {
      const account = found.get(id);
      return account === undefined ? [] : [[id, account]];
    }),
  );
}

async function describeEach(
  ids: ReadonlySet<string>,
  { organization, needsPaths, clock }: FindTask,
): Promise<Map<string, Account>> {
  const found = new Map<string, Account>();
  await eachPaced([...ids], clock, async (id) => {
    const account = await organization.account(id, needsPaths);
    if (account !== undefined) found.set(id, account);
  });
  return found;
}

async function listAndPick(
  ids: ReadonlySet<string>,
  { organization, needsPaths }: FindTask,
): Promise<Map<string, Account>> {
  const found = new Map<string, Account>();
  for await (const account of organization.accounts(needsPaths))
    if (ids.has(account.id)) found.set(account.id, account);
  return found;
}
