import {
  DescribeOrganizationCommand,
  OrganizationsClient,
  paginateListRoots,
} from "@aws-sdk/client-organizations";
import { paginateListEmailIdentities, SESv2Client } from "@aws-sdk/client-sesv2";
import { offersSes } from "../../cdk/regions.ts";
import type { Connection } from "../shared/connection.ts";

/** AWS's answers about the hub account and its Organization, without what the caller may not read. */
export interface Found {
  readonly hubAccountId?: string;
  readonly region?: string;
  readonly organizationId?: string | undefined;
  readonly managementAccountId?: string | undefined;
  readonly rootId?: string | undefined;
  /** Identities that SES may send for: addresses and domains. */
  readonly identities: readonly string[];
}

/** Asks STS, Organizations and SES. It changes nothing. */
export async function findDefaults({ accountId, region, clientSettings }: Connection): Promise<Found> {
  const organizations = new OrganizationsClient(clientSettings);
  const ses = new SESv2Client(clientSettings);
  const organization = await orNothing(async () => {
    const { Organization } = await organizations.send(new DescribeOrganizationCommand({}));
    return Organization;
  });
  const roots = await orNothing(async () => {
    for await (const { Roots = [] } of paginateListRoots({ client: organizations }, {})) return Roots;
    return [];
  });
  const identities = await orNothing(async () => {
    const found: string[] = [];
    // Where SES is not offered, its endpoint does not exist.
    if (!offersSes(region)) return found;
    for await (const { EmailIdentities = [] } of paginateListEmailIdentities({ client: ses }, {}))
      for (const { IdentityName, SendingEnabled } of EmailIdentities)
        if (IdentityName !== undefined && SendingEnabled === true) found.push(IdentityName);
    return found;
  });
  return {
    hubAccountId: accountId,
    region,
    organizationId: organization?.Id,
    managementAccountId: organization?.MasterAccountId,
    rootId: roots?.[0]?.Id,
    identities: identities ?? [],
  };
}

/** If the caller may not read something, a person answers the question instead. */
async function orNothing<Answer>(ask: () => Promise<Answer>): Promise<Answer | undefined> {
  try {
    return await ask();
  } catch (error) {
    if (error instanceof Error && /AccessDenied|NotInUse/.test(error.name)) return undefined;
    throw error;
  }
}
