import pMap from "p-map";
import { recordDelivery } from "../../../functions/aws/deliveries.ts";
import type { Ledger, LedgerKey } from "../../../functions/aws/ledger.ts";
import { ledgerOf } from "../../../functions/aws/ledger-table.ts";
import { rulesFor } from "../../../functions/domain/account-scope.ts";
import { addDays, type Day, dayOf } from "../../../functions/domain/calendar-day.ts";
import type { NoticeDue } from "../../../functions/domain/notice.ts";
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
    organizationalUnits: sample.organizationalUnits,
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
    const rules = rulesFor(
      { id: account.id, name: account.name, path, state: account.state },
      target.policy,
      "enforce",
    );
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
    // Somebody has asked for the report a moment ago. Otherwise every worker would wait a second for it.
    target.iam.reportOf(account.id).generate();
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
  const { accessKeyId, createdAt, past } = key;
  const ledgerKey = { accessKeyId, userName, createdOn: dayOf(createdAt) };
  for (const { on, round, revoke, notice, userType, deactivation } of past) {
    const run = pastRunId(on);
    const now = () => new Date(`${on}T09:00:00Z`);
    const ledger = ledgerOf(target.ledger, target.ledgerTableName, accountId, { run, invocation: run, now });
    if (revoke !== undefined) await ledger.revoke(ledgerKey, revoke, round);
    if (notice !== undefined)
      await sendPast(notice, ledgerKey, revoke === undefined ? round : round + 1, {
        on,
        ledger,
        accountId,
        userType,
        target,
      });
    if (deactivation !== undefined) await ledger.completeDeactivation(ledgerKey, deactivation);
  }
}

interface PastSending {
  readonly on: Day;
  readonly ledger: Ledger;
  readonly accountId: string;
  readonly userType: string | undefined;
  readonly target: SampleTarget;
}

/** Records a notice of a past day as sent and delivered. */
async function sendPast(
  { id, to, names, noticeDays, audience }: NoticeDue,
  key: LedgerKey,
  round: number,
  { on, ledger, accountId, userType, target }: PastSending,
): Promise<void> {
  for (const { address, as } of to) {
    const claimId = newId("SAMPLE");
    const ref = { ...key, id, to: address, as, claimId, userType, names, noticeDays, audience, round };
    await ledger.claimNotice(ref);
    await ledger.confirmNotice(ref, claimId);
    await recordDelivery(target.ledger, target.ledgerTableName, {
      accountId,
      claimId,
      on,
      what: "delivered",
    });
  }
}

/** Root and OUs above an account, from the top. */
function pathOf(parentId: string, sample: SampleOrganization): string[] {
  const parent = sample.organizationalUnits.find(({ id }) => id === parentId)?.parentId;
  return parent === undefined ? [parentId] : [...pathOf(parent, sample), parentId];
}
