import { partitionOf } from "../../infra/cdk/names.ts";
import type { Deployment } from "../../infra/sandbox/cloud/deployment.ts";
import { deployStacks } from "../../infra/sandbox/deploy/deploy-stacks.ts";
import {
  type EmbeddedCloud,
  type EmbeddedCloudProps,
  startEmbeddedCloud,
} from "../../infra/sandbox/embedded-cloud.ts";
import type { OrganizationAccount } from "../../infra/sandbox/services/organizations/organization-tree.ts";
import { integrationSettings } from "../support/integration-settings.ts";
import { synthesizeOnce } from "../support/synthesize-once.ts";
import { TestClock } from "../support/test-clock.ts";
import { testCloudOver } from "./deployed-cloud.ts";
import type { SigningKeys, TestCloud, TestCloudOptions } from "./test-cloud.ts";

/** The embedded cloud as a test cloud, with the features that only it has. */
export interface EmbeddedTestCloud extends TestCloud {
  readonly embedded: EmbeddedCloud;
}

const firstMember = 200_000_000_001;
const withoutRoleId = "300000000001";

/**
 * Starts an embedded cloud at noon, so that no test runs across midnight, and deploys Curfew to it.
 * @param prepare changes a stack before it is deployed
 */
export async function startEmbeddedTestCloud(
  { members, withoutRole = false, settings: sections }: TestCloudOptions,
  props: Partial<EmbeddedCloudProps> = {},
  prepare: (stack: Deployment) => Deployment = (stack) => stack,
): Promise<EmbeddedTestCloud> {
  const settings = integrationSettings(sections);
  const { hub, organization } = settings;
  const memberIds = Array.from({ length: members }, (_, index) => String(firstMember + index));
  const clock = new TestClock(new Date(`${new Date().toISOString().slice(0, 10)}T12:00:00Z`));
  const rooted = [organization.managementAccountId, hub.accountId].map((id) => account(id, "r-test"));
  const embedded = await startEmbeddedCloud({
    clock,
    organization: {
      id: organization.id,
      partition: partitionOf(hub.region),
      rootId: "r-test",
      managementAccountId: organization.managementAccountId,
      delegatedAdministrators: [hub.accountId],
      organizationalUnits: [
        { id: "ou-test-workloads", name: "Workloads", parentId: "r-test" },
        { id: "ou-test-production", name: "Production", parentId: "ou-test-workloads" },
      ],
      accounts: [
        ...rooted,
        ...memberIds.map((id) => account(id, "ou-test-production")),
        ...(withoutRole ? [account(withoutRoleId, "ou-test-workloads")] : []),
      ],
    },
    // There is an empty page between the first and the second.
    organizations: { emptyPageAfter: 1 },
    iam: { largestPage: 100 },
    // The worker reads a report first after one second, then after four more.
    credentialReports: { readyAfter: { polls: 0 } },
    functions: { maxEnvironments: settings.maxConcurrency },
    retryScale: 0.01,
    rates: "none",
    ...props,
  });
  const withRole = [organization.managementAccountId, hub.accountId, ...memberIds];
  const target = { ...embedded, deploy: (stack: Deployment) => embedded.deploy(prepare(stack)) };
  const deployed = await deployStacks(target, synthesizeOnce(settings), settings, withRole);
  const { region } = hub;
  const operators = new Map<string, SigningKeys>();
  const cloud = testCloudOver({
    accounts: {
      hub: hub.accountId,
      management: organization.managementAccountId,
      members: memberIds,
      withoutRole: withoutRole ? withoutRoleId : undefined,
    },
    clock,
    hub: deployed,
    async operator(accountId) {
      const known = operators.get(accountId) ?? keysOf(embedded.operator(accountId));
      operators.set(accountId, known);
      return { endpoint: embedded.url, region, credentials: known };
    },
    hubRole(roleName) {
      const arn = `arn:${partitionOf(region)}:iam::${hub.accountId}:role/${roleName}`;
      const role = embedded.identities.role(arn);
      if (role === undefined) throw new Error(`${arn} was not deployed`);
      const session = embedded.identities.issueSession(role, "integration", 3600);
      return { endpoint: embedded.url, region, credentials: keysOf(session) };
    },
    fates: embedded.mail.fates,
    mails: () =>
      embedded.mail.outbox().map(({ to, subject, text = "", tags }) => ({ to, subject, text, tags })),
    settled: () => embedded.settled(),
    callCount: (filter) => embedded.calls.count(filter),
    close: () => embedded.close(),
  });
  return { ...cloud, embedded };
}

/** Without the session's end: it is in the cloud's time, and the SDK would compare it with the real time. */
function keysOf({ accessKeyId, secretAccessKey, sessionToken }: SigningKeys): SigningKeys {
  return { accessKeyId, secretAccessKey, ...(sessionToken === undefined ? {} : { sessionToken }) };
}

function account(id: string, parentId: string): OrganizationAccount {
  const joinedAt = new Date("2024-06-08T10:11:12.345Z");
  return { id, name: `Account ${id.slice(-3)}`, parentId, state: "ACTIVE", joinedAt };
}
