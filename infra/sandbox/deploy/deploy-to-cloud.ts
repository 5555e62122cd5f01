import type { Deployment } from "../cloud/deployment.ts";
import { readIdentityPolicy, readTrustPolicy } from "../cloud/policy-document.ts";
import type { EmbeddedCloud } from "../embedded-cloud.ts";
import { checkScheduleRole } from "../services/scheduler/check-schedule-role.ts";
import type { Schedules } from "../services/scheduler/schedules.ts";
import { sesEventTypes } from "../services/ses/configuration-sets.ts";
import { checkRoleSize } from "./check-role-size.ts";

/** A cloud that can be deployed to, before it is put together. */
export type DeployableCloud = Pick<
  EmbeddedCloud,
  "identities" | "buckets" | "tables" | "functions" | "stateMachines" | "mail" | "messaging" | "organization"
> & { readonly schedules: Schedules };

/**
 * Puts a stack into its account. Policies, rules and definitions that cannot be understood are refused here,
 * not at the first call.
 * @throws {Error} naming what AWS would refuse or the embedded cloud does not model
 */
export async function deployToCloud(cloud: DeployableCloud, deployment: Deployment): Promise<void> {
  const { accountId, region } = deployment;
  for (const role of deployment.roles) {
    readTrustPolicy(role.trustPolicy, `trust policy of ${role.name}`);
    for (const [name, policy] of Object.entries(role.identityPolicies))
      readIdentityPolicy(policy, `policy ${name} of ${role.name}`);
    checkRoleSize(role);
    cloud.identities.addRole(role);
  }
  for (const { name } of deployment.buckets) cloud.buckets.createBucket(name, accountId);
  for (const table of deployment.tables) await cloud.tables.createTable(table, accountId, region);
  for (const spec of deployment.functions) cloud.functions.createFunction(spec, accountId, region);
  for (const spec of deployment.stateMachines)
    cloud.stateMachines.createStateMachine(spec, accountId, region);
  for (const spec of deployment.schedules) {
    checkScheduleRole(cloud.identities, spec, accountId, region);
    cloud.schedules.createSchedule(spec, accountId, region);
  }
  deployMessaging(cloud, deployment);
  deployMail(cloud, deployment);
  if (deployment.delegationPolicy !== undefined)
    cloud.organization.setDelegationPolicy(deployment.delegationPolicy, accountId);
}

function deployMessaging({ messaging }: DeployableCloud, deployment: Deployment): void {
  for (const spec of deployment.queues) messaging.queues.createQueue(spec);
  for (const spec of deployment.keys) messaging.topics.createKey(spec);
  for (const spec of deployment.topics) messaging.topics.createTopic(spec);
  for (const spec of deployment.functionPermissions) messaging.invocations.addPermission(spec);
  for (const spec of deployment.asyncInvocations) messaging.invocations.configure(spec);
  for (const spec of deployment.rules)
    messaging.buses.createRule(spec, deployment.accountId, deployment.region);
}

function deployMail({ mail }: DeployableCloud, deployment: Deployment): void {
  const { accountId, region, configurationSets, eventDestinations } = deployment;
  const sets = mail.account(accountId, region).configurationSets;
  for (const name of configurationSets) sets.create(name);
  for (const { configurationSet, eventBusArn, matchingEventTypes, ...destination } of eventDestinations) {
    const [, , , busRegion, busAccount, bus] = eventBusArn.split(":");
    if (busRegion !== region || busAccount !== accountId || bus !== "event-bus/default")
      throw new Error(
        `event destination ${destination.name}: SES publishes to the default event bus of its own account and Region only, not to ${eventBusArn}`,
      );
    const types = matchingEventTypes.map((wanted) => {
      const known = sesEventTypes.find((type) => type === apiName(wanted));
      if (known === undefined)
        throw new Error(`event destination ${destination.name}: SES has no events of type ${wanted}`);
      return known;
    });
    sets.addDestination(configurationSet, { ...destination, eventBusArn, matchingEventTypes: types });
  }
}

/** CloudFormation writes `deliveryDelay` where the API writes `DELIVERY_DELAY`. */
function apiName(eventType: string): string {
  return eventType.replace(/(?<=[a-z])(?=[A-Z])/g, "_").toUpperCase();
}
