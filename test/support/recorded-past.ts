import pMap from "p-map";
import { recordDelivery } from "../../functions/aws/deliveries.ts";
import { ledgerOf } from "../../functions/aws/ledger-table.ts";
import type { Day } from "../../functions/domain/calendar-day.ts";
import type { AccountRules } from "../../functions/domain/policy.ts";
import { newId } from "../../infra/sandbox/cloud/identities.ts";
import { type PastKey, type PastStep, pastRuns } from "../../infra/sandbox/sample/past-runs.ts";

/** Where a past is recorded. */
export interface PastTarget {
  readonly ledger: Parameters<typeof ledgerOf>[0];
  readonly tableName: string;
  readonly accountId: string;
  readonly rules: AccountRules;
  /** Runs took place on the days before this one. */
  readonly today: Day;
}

/** Records in the ledger what daily runs before today sent about these keys; SES delivered every mail. */
export async function recordPast(keys: readonly PastKey[], target: PastTarget): Promise<void> {
  await pMap(keys, (key) => recordPastOf(key, target), { concurrency: 8 });
}

async function recordPastOf(key: PastKey, target: PastTarget): Promise<void> {
  for (const step of pastRuns(key, target.rules, target.today)) await recordStep(key, step, target);
}

async function recordStep(
  key: PastKey,
  { on, round, notice, userType }: PastStep,
  target: PastTarget,
): Promise<void> {
  if (notice === undefined) return;
  const { ledger: client, tableName, accountId } = target;
  const run = `past-${on}`;
  const now = () => new Date(`${on}T09:00:00Z`);
  const ledger = ledgerOf(client, tableName, accountId, { run, invocation: run, now });
  const { accessKeyId, userName, createdOn } = key;
  const { id, names, noticeDays, audience } = notice;
  for (const { address: to, as } of notice.to) {
    const claimId = newId("PAST");
    const sent = { id, to, as, claimId, userType, names, noticeDays, audience, round };
    const ref = { accessKeyId, userName, createdOn, ...sent };
    await ledger.confirmNotice(ref, claimId);
    // Without a named day, the delivery does not matter.
    if (names !== undefined)
      await recordDelivery(client, tableName, { accountId, claimId, on, what: "delivered" });
  }
}
