import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { dayOf } from "../../../functions/domain/calendar-day.ts";
import type { Settings } from "../../cdk/settings.ts";
import type { Deployment } from "../cloud/deployment.ts";
import { MovableClock } from "../cloud/movable-clock.ts";
import { deployStacks } from "../deploy/deploy-stacks.ts";
import { type EmbeddedCloud, type EmbeddedCloudProps, startEmbeddedCloud } from "../embedded-cloud.ts";
import { operatorConfig } from "../operator-config.ts";
import { loadSample, organizationOf } from "./load-sample.ts";
import { sampleOrganization } from "./sample-organization.ts";

/** The sample Organization in an embedded cloud, Curfew deployed to it. */
export interface RunningSample {
  readonly cloud: EmbeddedCloud;
  readonly hub: Deployment;
  readonly clock: MovableClock;
}

/**
 * Starts an embedded cloud with the sample Organization, deploys an assembly to it, and loads users, keys
 * and the ledger of the weeks before.
 * @param assembly what `synthesize` wrote for `settings`
 * @param sample another Organization than that of `npm start`
 */
export async function startSample(
  assembly: string,
  settings: Settings,
  props: Partial<EmbeddedCloudProps> = {},
  sample = sampleOrganization(),
): Promise<RunningSample> {
  const clock = new MovableClock();
  const today = dayOf(clock.now());
  // A first look at Curfew should not wait for rates; whoever wants them passes them.
  const rates = "none";
  const organization = organizationOf(sample, today);
  const cloud = await startEmbeddedCloud({ clock, organization, rates, ...props });
  try {
    const members = sample.accounts.filter(({ hasMemberRole }) => hasMemberRole).map(({ id }) => id);
    const hub = await deployStacks(cloud, assembly, settings, members);
    const ledger = new DynamoDBClient(operatorConfig(cloud, settings.hub.accountId, settings.hub.region));
    const ledgerTableName = hub.outputs.LedgerTableName ?? "";
    await loadSample(sample, { iam: cloud.iam, ledger, ledgerTableName, policy: settings.policy, today });
    ledger.destroy();
    return { cloud, hub, clock };
  } catch (error) {
    // A cloud that stays open would keep the process alive.
    await cloud.close();
    throw error;
  }
}
