import type { Settings } from "../../infra/cdk/settings.ts";
import type { Deployment } from "../../infra/sandbox/cloud/deployment.ts";
import { deployStacks } from "../../infra/sandbox/deploy/deploy-stacks.ts";
import {
  type EmbeddedCloud,
  type EmbeddedCloudProps,
  startEmbeddedCloud,
} from "../../infra/sandbox/embedded-cloud.ts";
import { TestClock } from "../support/test-clock.ts";

/** What a part of the bench runs on. */
export interface BenchCloud {
  readonly cloud: EmbeddedCloud;
  readonly hub: Deployment;
  /** It stands at noon; each run of a part is on a later day. */
  readonly clock: TestClock;
  readonly memberIds: readonly string[];
}

/** What was synthesized once for all parts. */
export interface Synthesized {
  readonly settings: Settings;
  readonly assembly: string;
}

/**
 * Starts an embedded cloud with so many accounts, hub and management account aside.
 * @param withRole whether they have the member role, which takes a while to deploy to 50,000 accounts
 */
export async function startBenchCloud(
  { settings, assembly }: Synthesized,
  members: number,
  props: Partial<EmbeddedCloudProps> = {},
  withRole = true,
): Promise<BenchCloud> {
  const { hub, organization } = settings;
  const memberIds = Array.from({ length: members }, (_, index) => String(200_000_000_001 + index));
  const clock = new TestClock(new Date(`${new Date().toISOString().slice(0, 10)}T12:00:00Z`));
  const owners = [organization.managementAccountId, hub.accountId];
  const account = (id: string, parentId: string) =>
    ({
      id,
      name: `Account ${id.slice(-6)}`,
      parentId,
      state: "ACTIVE",
      joinedAt: new Date("2024-06-08"),
    }) as const;
  const cloud = await startEmbeddedCloud({
    clock,
    organization: {
      id: organization.id,
      rootId: "r-benc",
      managementAccountId: organization.managementAccountId,
      delegatedAdministrators: [hub.accountId],
      units: [
        { id: "ou-benc-workloads", name: "Workloads", parentId: "r-benc" },
        { id: "ou-benc-production", name: "Production", parentId: "ou-benc-workloads" },
      ],
      accounts: [
        ...owners.map((id) => account(id, "r-benc")),
        ...memberIds.map((id) => account(id, "ou-benc-production")),
      ],
    },
    rates: "none",
    ...props,
    functions: { maxEnvironments: settings.maxConcurrency, ...props.functions },
  });
  const deployed = await deployStacks(cloud, assembly, settings, [...owners, ...(withRole ? memberIds : [])]);
  return { cloud, hub: deployed, clock, memberIds };
}
