import {
  DescribeAccountCommand,
  DescribeResourcePolicyCommand,
  ListAccountsCommand,
  ListRootsCommand,
  OrganizationsClient,
} from "@aws-sdk/client-organizations";
import { describe, expect, it } from "vitest";
import { directTo, operatorOf, sessionOf } from "../../../../support/direct-handler.ts";
import { deploymentWith, managementAccount, policyOf, smallCloud } from "../../small-cloud.ts";
import { management, organizationOf } from "./organization-fixture.ts";

/** A member that is not a delegated administrator. */
const member = "100000000002";
const lists = {
  Effect: "Allow",
  Principal: { AWS: `arn:aws:iam::${member}:root` },
  Action: ["organizations:ListAccounts", "organizations:DescribeAccount"],
  Resource: "*",
};

function memberWith(...statements: unknown[]) {
  const { tree, service } = organizationOf();
  tree.setDelegationPolicy(policyOf(...statements), management);
  return (principal = operatorOf(member)) => new OrganizationsClient(directTo(service, principal));
}

describe("the delegation policy", () => {
  it("lets only the named account make only the named calls", async () => {
    const client = memberWith(lists)();

    await expect(client.send(new ListAccountsCommand({}))).resolves.toHaveProperty("Accounts");
    await expect(client.send(new DescribeAccountCommand({ AccountId: member }))).resolves.toBeDefined();
    await expect(client.send(new ListRootsCommand({}))).rejects.toMatchObject({
      name: "AccessDeniedException",
    });
  });

  it("lets no other account read", async () => {
    const client = memberWith({ ...lists, Principal: { AWS: "arn:aws:iam::100000000001:root" } })();

    await expect(client.send(new ListAccountsCommand({}))).rejects.toMatchObject({
      name: "AccessDeniedException",
    });
  });

  it("may name a single role of the account", async () => {
    const role = `arn:aws:iam::${member}:role/curfew-scheduler`;
    const as = memberWith({ ...lists, Principal: { AWS: role } });

    await expect(
      as(sessionOf(member, "curfew-scheduler")).send(new ListAccountsCommand({})),
    ).resolves.toBeDefined();
    await expect(as(sessionOf(member, "other")).send(new ListAccountsCommand({}))).rejects.toThrow();
  });

  it("may limit DescribeAccount to some accounts", async () => {
    const Resource = `arn:aws:organizations::${management}:account/o-exampleorg1/${member}`;
    const client = memberWith({ ...lists, Action: "organizations:DescribeAccount", Resource })();

    await expect(client.send(new DescribeAccountCommand({ AccountId: member }))).resolves.toBeDefined();
    await expect(client.send(new DescribeAccountCommand({ AccountId: "100000000001" }))).rejects.toThrow();
  });
});

it("is shown to the management account as it was set, and there may be none", async () => {
  const { tree, service } = organizationOf();
  const client = new OrganizationsClient(directTo(service, operatorOf(management)));

  await expect(client.send(new DescribeResourcePolicyCommand({}))).rejects.toMatchObject({
    name: "ResourcePolicyNotFoundException",
  });
  tree.setDelegationPolicy(policyOf(lists), management);
  const { ResourcePolicy } = await client.send(new DescribeResourcePolicyCommand({}));

  expect(JSON.parse(ResourcePolicy?.Content ?? "")).toEqual(policyOf(lists));
});

it("is deployed into the management account, and refused anywhere else", async () => {
  const { cloud } = await smallCloud();
  const delegationPolicy = policyOf(lists);

  await expect(cloud.deploy(deploymentWith({ delegationPolicy }))).rejects.toThrow("management account");
  await cloud.deploy(deploymentWith({ accountId: managementAccount, delegationPolicy }));

  expect(cloud.organization.delegationPolicy).toEqual(delegationPolicy);
});
