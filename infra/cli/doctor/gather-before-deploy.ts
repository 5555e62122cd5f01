import { GetRoleCommand, IAMClient, NoSuchEntityException } from "@aws-sdk/client-iam";
import { GetAccountSettingsCommand, LambdaClient } from "@aws-sdk/client-lambda";
import {
  AccessDeniedException,
  DescribeOrganizationCommand,
  DescribeResourcePolicyCommand,
  ListAccountsCommand,
  OrganizationsClient,
  paginateListAWSServiceAccessForOrganization,
  ResourcePolicyNotFoundException,
} from "@aws-sdk/client-organizations";
import { GetAccountCommand, SESv2Client } from "@aws-sdk/client-sesv2";
import { GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import { checkSender } from "../../../functions/aws/sender.ts";
import type { Settings } from "../../cdk/settings.ts";
import type { Connection } from "../shared/connection.ts";
import type { BeforeDeployFacts } from "./before-deploy.ts";
import { probe } from "./finding.ts";

/** The CDK's own qualifier, where the settings have none (CDK developer guide, bootstrapping). */
const defaultQualifier = "hnb659fds";

/** Asks AWS everything that decides whether a deployment succeeds. It changes nothing. */
export async function gatherBeforeDeploy(
  connection: Connection,
  settings: Settings,
): Promise<BeforeDeployFacts> {
  const { accountId, region, clientSettings } = connection;
  const { hub, mail } = settings;
  const common = { ...clientSettings, region: hub.region };
  const organizations = new OrganizationsClient(common);
  const ses = new SESv2Client({ ...clientSettings, region: mail.region });
  return {
    settings,
    caller: { accountId, region },
    isBootstrapped: await probe(() => isBootstrapped(new IAMClient(common), settings)),
    managementAccountId: await probe(async () => {
      const { Organization } = await organizations.send(new DescribeOrganizationCommand({}));
      return Organization?.MasterAccountId ?? "";
    }),
    trustsStackSets: await probe(() => trustsStackSets(organizations)),
    delegationPolicy: await probe(() => delegationPolicy(organizations)),
    mayListAccounts: await probe(() => mayListAccounts(organizations)),
    // The configuration set does not exist before the deployment, so only the identity is checked.
    sender: await probe(() =>
      checkSender(ses, { sender: mail.sender, configurationSet: "curfew", mode: "report" }),
    ),
    isSesSandbox: await probe(async () => {
      const { ProductionAccessEnabled } = await ses.send(new GetAccountCommand({}));
      return ProductionAccessEnabled !== true;
    }),
    lambdaConcurrency: await probe(async () => {
      const { AccountLimit } = await new LambdaClient(common).send(new GetAccountSettingsCommand({}));
      return AccountLimit?.UnreservedConcurrentExecutions ?? 0;
    }),
    isRegionEnabled: await probe(() => isEnabled(new STSClient(common))),
  };
}

/** The CDK's bootstrap stack creates this role in every Region (CDK developer guide, bootstrapping). */
async function isBootstrapped(iam: IAMClient, { hub }: Settings): Promise<boolean> {
  const qualifier = hub.bootstrapQualifier ?? defaultQualifier;
  try {
    await iam.send(
      new GetRoleCommand({ RoleName: `cdk-${qualifier}-deploy-role-${hub.accountId}-${hub.region}` }),
    );
    return true;
  } catch (error) {
    if (error instanceof NoSuchEntityException) return false;
    throw error;
  }
}

const stackSetsPrincipal = "member.org.stacksets.cloudformation.amazonaws.com";

async function trustsStackSets(client: OrganizationsClient): Promise<boolean> {
  for await (const page of paginateListAWSServiceAccessForOrganization({ client }, {}))
    if (
      page.EnabledServicePrincipals?.some(({ ServicePrincipal }) => ServicePrincipal === stackSetsPrincipal)
    )
      return true;
  return false;
}

async function delegationPolicy(client: OrganizationsClient): Promise<string | undefined> {
  try {
    const { ResourcePolicy } = await client.send(new DescribeResourcePolicyCommand({}));
    return ResourcePolicy?.Content;
  } catch (error) {
    if (error instanceof ResourcePolicyNotFoundException) return undefined;
    throw error;
  }
}

async function mayListAccounts(client: OrganizationsClient): Promise<boolean> {
  try {
    await client.send(new ListAccountsCommand({ MaxResults: 1 }));
    return true;
  } catch (error) {
    if (error instanceof AccessDeniedException) return false;
    throw error;
  }
}

/** STS of a Region that the account has not enabled rejects valid credentials (IAM user guide, Managing AWS STS). */
async function isEnabled(sts: STSClient): Promise<boolean> {
  try {
    await sts.send(new GetCallerIdentityCommand({}));
    return true;
  } catch (error) {
    if (error instanceof Error && /^(InvalidClientTokenId|UnrecognizedClient)/.test(error.name)) return false;
    throw error;
  }
}
