import { existsSync } from "node:fs";
import { join } from "node:path";
import { names, partitionOf } from "../../cdk/names.ts";
import { activeEverywhere } from "../../cdk/regions.ts";
import type { Settings } from "../../cdk/settings.ts";
import type { Deployment } from "../cloud/deployment.ts";
import type { EmbeddedCloud } from "../embedded-cloud.ts";
import { readDeployment } from "./read-deployment.ts";

/**
 * Deploys an assembly as a deployer would: hub and mail stack into the hub account, the delegation stack into the
 * management account if there is one, and the member roles into each account that is to have them.
 * @param verifiedIdentities addresses or domains that SES takes mail from; without it the sender
 * @returns the hub stack as it was deployed
 */
export async function deployStacks(
  cloud: EmbeddedCloud,
  assembly: string,
  settings: Settings,
  memberAccountIds: readonly string[],
  verifiedIdentities: readonly string[] = [settings.mail.sender],
): Promise<Deployment> {
  const { accountId, region } = settings.hub;
  const partition = partitionOf(region);
  const read = (stackName: string, account: string, inRegion: string) =>
    readDeployment(assembly, { partition, accountId: account, region: inRegion, stackName });
  const hub = read(names.hubStack, accountId, region);
  await cloud.deploy(hub);
  const mail = cloud.mail.account(accountId, settings.mail.region);
  const { configurationSet } = settings.mail;
  const existing = typeof configurationSet === "object" ? configurationSet.existing : undefined;
  for (const identity of verifiedIdentities) mail.verify(identity, existing);
  mail.setSandbox(false);
  await cloud.deploy(read(names.mailStack, accountId, settings.mail.region));
  if (existsSync(join(assembly, `${names.delegationStack}.template.json`)))
    await cloud.deploy(
      read(names.delegationStack, settings.organization.managementAccountId, activeEverywhere(region)),
    );
  for (const member of memberAccountIds) await cloud.deploy(read(names.memberRolesStack, member, region));
  return hub;
}

/**
 * Deploys the hub stack again with other settings. Only the code of the functions changes, in which the policy lies:
 * a deployment that also changes other resources is not modelled.
 */
export async function redeployFunctions(
  cloud: EmbeddedCloud,
  assembly: string,
  { hub: { accountId, region } }: Pick<Settings, "hub">,
): Promise<void> {
  const place = { partition: partitionOf(region), accountId, region, stackName: names.hubStack };
  for (const spec of readDeployment(assembly, place).functions)
    await cloud.functions.updateFunction(spec, accountId, region);
}
