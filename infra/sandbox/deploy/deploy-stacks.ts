import { names, partitionOf } from "../../cdk/names.ts";
import type { Settings } from "../../cdk/settings.ts";
import type { Deployment } from "../cloud/deployment.ts";
import type { EmbeddedCloud } from "../embedded-cloud.ts";
import { readDeployment } from "./read-deployment.ts";

/**
 * Deploys an assembly as a deployer would: the hub stack into the hub account, the member role into each
 * account that is to have it.
 * @param verifiedIdentities addresses or domains that SES takes mail from; the sender unless told
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
  const hub = readDeployment(assembly, { partition, accountId, region, stackName: names.hubStack });
  await cloud.deploy(hub);
  for (const member of memberAccountIds)
    await cloud.deploy(
      readDeployment(assembly, { partition, accountId: member, region, stackName: names.memberRoleStack }),
    );
  const mail = cloud.mail.account(accountId, settings.mail.region);
  mail.setSandbox(false);
  for (const identity of verifiedIdentities) mail.verify(identity, settings.mail.configurationSet);
  return hub;
}
