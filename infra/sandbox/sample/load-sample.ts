import pMap from "p-map";
import { ledgerOf } from "../../../functions/aws/ledger.ts";
import { rulesFor } from "../../../functions/domain/account-scope.ts";
import { addDays, type Day, dayOf } from "../../../functions/domain/calendar-day.ts";
import type { Policy } from "../../../functions/domain/policy.ts";
import { newId } from "../cloud/identities.ts";
import type { IamAccounts } from "../services/iam/iam-accounts.ts";
import type { OrganizationData } from "../services/organizations/organization-tree.ts";
import type { SampleOrganization } from "./organization.ts";
import { pastRunId } from "./past-runs.ts";
import { type LoadedKey, loadedUsers } from "./sample-keys.ts";

type LedgerClient = Parameters<typeof ledgerOf>[0];

/** The sample as the Organizations service takes it. */
export function organizationOf(sample: SampleOrganization, today: Day): OrganizationData {
  return {
    id: sample.id,
    rootId: sample.rootId,
    managementAccountId: sample.managementAccountId,
    delegatedAdministrators: [sample.hubAccountId],
    units: sample.units,
    accounts: sample.accounts.map(({ id, name, parentId, state, joinedDaysAgo }) => ({
      id,
      name,
      parentId,
      state,
      joinedAt: new Date(`${addDays(today, -joinedDaysAgo)}T08:00:00Z`),
    })),
  };
}

/** Where the sample's users, keys and past go. */
export interface SampleTarget {
  readonly iam: IamAccounts;
  readonly ledger: LedgerClient;
  readonly ledgerTableName: string;
  readonly policy: Policy;
  readonly today: Day;
}

/** Fills the accounts with their users and keys, and the ledger with what the weeks before left there. */
export async function loadSample(sample: SampleOrganization, target: SampleTarget): Promise<void> {
  const past: PastOfKey[] = [];
  for (const account of sample.accounts) {
    const path = pathOf(account.parentId, sample);
    const rules = rulesFor({ id: account.id, name: account.name, path }, target.policy, "enforce");
    const iam = target.iam.of(account.id);
    const rootKeyMade = new Date(`${addDays(target.today, -700)}T00:00:00Z`);
    if (account.hasRootKey === true)
      iam.setRootKey({ accessKeyId: newId("AKIA"), status: "Active", createdAt: rootKeyMade });
    for (const { userName, tags, keys } of loadedUsers(account, rules, target.today)) {
      iam.createUser({
        userName,
        tags: tags.map(({ key, value }) => ({ Key: key, Value: value })),
        createdAt: new Date(`${addDays(target.today, -800)}T00:00:00Z`),
      });
      for (const key of keys) {
        const { past: steps, ...made } = key;
        iam.putAccessKey({ userName, ...made });
        if (steps.length > 0) past.push({ accountId: account.id, userName, key });
      }
    }
  }
  await pMap(past, (key) => writePast(key, target), { concurrency: 8 });
}

interface PastOfKey {
  readonly accountId: string;
  readonly userName: string;
  readonly key: LoadedKey;
}

/** Writes through the ledger's own adapter, so that the past looks as a run would have left it. */
async function writePast({ accountId, userName, key }: PastOfKey, target: SampleTarget): Promise<void> {
  for (const { on, notice, deactivation } of key.past) {
    const run = pastRunId(on);
    const now = () => new Date(`${on}T09:00:00Z`);
    const ledger = ledgerOf(target.ledger, target.ledgerTableName, accountId, {
      run,
      day: on,
      invocation: run,
      now,
    });
    const { accessKeyId } = key;
    const createdOn = dayOf(key.createdAt);
    for (const to of notice?.to ?? []) {
      const ref = { accessKeyId, userName, createdOn, noticeId: notice?.id ?? "", to };
      await ledger.claimNotice(ref);
      await ledger.confirmNotice(ref, `${run}-${accessKeyId}`);
    }
    if (deactivation !== undefined)
      await ledger.recordDeactivation({ accessKeyId, userName, createdOn }, "done", deactivation);
  }
}

/** Root and units above an account, from the top. */
function pathOf(parentId: string, sample: SampleOrganization): string[] {
  const parent = sample.units.find(({ id }) => id === parentId)?.parentId;
  return parent === undefined ? [parentId] : [...pathOf(parent, sample), parentId];
}
