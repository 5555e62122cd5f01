import type { Policy } from "../../functions/domain/policy.ts";
import type { Contradiction } from "../../functions/domain/policy-contradictions.ts";
import { runModeFor } from "../../functions/domain/run-mode.ts";
import type { DeploymentSettings } from "./deployment-settings.ts";
import { isHubRole, partitionOf } from "./names.ts";
import { unsupportedPartition } from "./regions.ts";

/** The contradictions in a deployment whose fields are each valid. */
export function deploymentContradictions(settings: DeploymentSettings, policy: Policy): Contradiction[] {
  return [
    ...partitionContradictions(settings),
    ...boundaryContradictions(settings),
    ...roleContradictions(settings, policy),
  ];
}

function partitionContradictions({ hub, mail, rollout }: DeploymentSettings): Contradiction[] {
  const partition = partitionOf(hub.region);
  if (unsupportedPartition(hub.region) !== undefined) return [];
  const regions: [string, string | undefined][] = [
    ["hub.stsRegion", hub.stsRegion],
    ["mail.region", mail.region],
    ["rollout.region", rollout.method === "stackset" ? rollout.region : undefined],
  ];
  return regions.flatMap(([field, region]) =>
    region === undefined || partitionOf(region) === partition
      ? []
      : [{ path: field.split("."), message: `expected a Region of the hub's partition, ${partition}` }],
  );
}

function boundaryContradictions({ hub }: DeploymentSettings): Contradiction[] {
  const [, partition, , , owner] = hub.permissionsBoundary?.split(":") ?? [];
  const path = ["hub", "permissionsBoundary"];
  if (partition === undefined) return [];
  if (partition !== partitionOf(hub.region))
    return [{ path, message: `expected a policy of the hub's partition, ${partitionOf(hub.region)}` }];
  return owner === hub.accountId || owner === "aws"
    ? []
    : [{ path, message: `expected a policy in the hub account, ${hub.accountId}` }];
}

function roleContradictions({ memberRoles, rollout }: DeploymentSettings, policy: Policy): Contradiction[] {
  const found: Contradiction[] = [];
  const { read, deactivate } = memberRoles;
  for (const [role, name] of Object.entries({ read, deactivate }))
    if (isHubRole(name))
      found.push({
        path: ["memberRoles", role],
        message: `${name} is a role of the hub: in the hub account both would have one name`,
      });
  // Role names are unique regardless of case (IAM quotas, Name requirements).
  if (read.toLowerCase() === deactivate.toLowerCase())
    found.push({ path: ["memberRoles", "deactivate"], message: "expected another name than that of `read`" });
  if (rollout.roles === "read" && runModeFor(policy, false) === "enforce")
    found.push({
      path: ["rollout", "roles"],
      message: 'expected "both": in enforce mode Curfew deactivates keys with the second role',
    });
  return found;
}
