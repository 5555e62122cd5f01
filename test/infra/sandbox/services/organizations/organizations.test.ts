import {
  CreateOrganizationalUnitCommand,
  DescribeAccountCommand,
  DescribeOrganizationalUnitCommand,
  DescribeOrganizationCommand,
  ListAccountsCommand,
  ListAccountsForParentCommand,
  ListChildrenCommand,
  ListParentsCommand,
  ListRootsCommand,
  OrganizationsClient,
  paginateListOrganizationalUnitsForParent,
} from "@aws-sdk/client-organizations";
import { describe, expect, it } from "vitest";
import { OrganizationTree } from "../../../../../infra/sandbox/services/organizations/organization-tree.ts";
import { directTo, errorOf, operatorOf } from "../../../../support/direct-handler.ts";
import { account, hub, management, organizationOf } from "./organization-fixture.ts";

describe("Organizations", () => {
  it("is read by the management account and delegated administrators only", async () => {
    const { service } = organizationOf();
    const as = (accountId: string) => new OrganizationsClient(directTo(service, operatorOf(accountId)));
    expect((await as(management).send(new ListAccountsCommand({}))).Accounts).toHaveLength(3);
    const member = as("100000000002");
    expect(await errorOf(member.send(new ListAccountsCommand({})))).toMatchObject({
      name: "AccessDeniedException",
      status: 400,
    });
    expect((await member.send(new DescribeOrganizationCommand({}))).Organization).toMatchObject({
      Id: "o-exampleorg1",
      MasterAccountId: management,
    });
    const stranger = as("999999999999");
    expect((await errorOf(stranger.send(new DescribeOrganizationCommand({})))).name).toBe(
      "AWSOrganizationsNotInUseException",
    );
  });

  it("describes one account, and does not find one that is not a member", async () => {
    const { client, asked } = organizationOf();
    const { Account } = await client.send(new DescribeAccountCommand({ AccountId: hub }));
    expect(Account).toMatchObject({ Id: hub, State: "ACTIVE", Paths: [`o-exampleorg1/r-a1b2/${hub}/`] });
    expect(asked).toEqual([
      {
        action: "organizations:DescribeAccount",
        resource: `arn:aws:organizations::${management}:account/o-exampleorg1/${hub}`,
      },
    ]);
    const unknown = new DescribeAccountCommand({ AccountId: "999999999999" });
    expect((await errorOf(client.send(unknown))).name).toBe("AccountNotFoundException");
    const malformed = new DescribeAccountCommand({ AccountId: "1234" });
    expect((await errorOf(client.send(malformed))).name).toBe("InvalidInputException");
  });

  it("can be read from the root down, and from an account up", async () => {
    const { client, asked } = organizationOf();
    const { Roots } = await client.send(new ListRootsCommand({}));
    expect(Roots).toMatchObject([{ Id: "r-a1b2", Name: "Root" }]);
    const names: string[] = [];
    for (const ParentId of ["r-a1b2", "ou-a1b2-production", "ou-a1b2-payments1"])
      for await (const page of paginateListOrganizationalUnitsForParent({ client }, { ParentId }))
        names.push(...(page.OrganizationalUnits ?? []).map(({ Name = "" }) => Name));
    expect(names).toEqual(["Production", "Payments"]);
    const { Accounts } = await client.send(
      new ListAccountsForParentCommand({ ParentId: "ou-a1b2-payments1" }),
    );
    expect(Accounts?.map(({ Id }) => Id)).toEqual(["100000000002"]);
    const parentOf = async (ChildId: string) =>
      (await client.send(new ListParentsCommand({ ChildId }))).Parents;
    expect(await parentOf("100000000002")).toEqual([
      { Id: "ou-a1b2-payments1", Type: "ORGANIZATIONAL_UNIT" },
    ]);
    expect(await parentOf("ou-a1b2-production")).toEqual([{ Id: "r-a1b2", Type: "ROOT" }]);
    const childrenOf = async (ChildType: "ACCOUNT" | "ORGANIZATIONAL_UNIT") =>
      (await client.send(new ListChildrenCommand({ ParentId: "r-a1b2", ChildType }))).Children;
    expect(await childrenOf("ORGANIZATIONAL_UNIT")).toEqual([
      { Id: "ou-a1b2-production", Type: "ORGANIZATIONAL_UNIT" },
    ]);
    expect((await childrenOf("ACCOUNT"))?.map(({ Id }) => Id)).toEqual([management, hub]);
    expect(new Set(asked.map(({ resource }) => resource))).toEqual(new Set(["*"]));
  });

  it("describes an OU, authorized on its ARN, and does not find one that does not exist", async () => {
    const { client, asked } = organizationOf();
    const describe = (OrganizationalUnitId: string) =>
      client.send(new DescribeOrganizationalUnitCommand({ OrganizationalUnitId }));

    expect((await describe("ou-a1b2-payments1")).OrganizationalUnit?.Name).toBe("Payments");
    expect(asked.at(-1)).toMatchObject({
      action: "organizations:DescribeOrganizationalUnit",
      resource: expect.stringMatching(/:ou\/o-[a-z0-9]+\/ou-a1b2-payments1$/),
    });
    expect((await errorOf(describe("ou-a1b2-nowhere1"))).name).toBe("OrganizationalUnitNotFoundException");
  });

  it("does not find parents and children that do not exist", async () => {
    const { client } = organizationOf();
    const listing = client.send(new ListAccountsForParentCommand({ ParentId: "ou-a1b2-nowhere1" }));
    expect((await errorOf(listing)).name).toBe("ParentNotFoundException");
    const child = client.send(new ListParentsCommand({ ChildId: "999999999999" }));
    expect((await errorOf(child)).name).toBe("ChildNotFoundException");
  });

  it("refuses operations that the embedded cloud does not know", async () => {
    const { client } = organizationOf();
    const creation = new CreateOrganizationalUnitCommand({ ParentId: "r-a1b2", Name: "New" });
    expect(await errorOf(client.send(creation))).toMatchObject({
      name: "UnknownOperationException",
      message: expect.stringContaining("CreateOrganizationalUnit"),
    });
  });

  it("cannot be created from parts that are not connected", () => {
    const data = {
      id: "o-exampleorg1",
      rootId: "r-a1b2",
      managementAccountId: management,
      delegatedAdministrators: [],
      organizationalUnits: [],
      accounts: [account(0)],
    };
    const loop = [
      { id: "ou-a1b2-aaaaaaaa", name: "A", parentId: "ou-a1b2-bbbbbbbb" },
      { id: "ou-a1b2-bbbbbbbb", name: "B", parentId: "ou-a1b2-aaaaaaaa" },
    ];
    expect(() => new OrganizationTree({ ...data, organizationalUnits: loop })).toThrow("does not lie under");
    expect(() => new OrganizationTree({ ...data, accounts: [account(0), account(0)] })).toThrow("already");
    expect(() => new OrganizationTree({ ...data, accounts: [account(0), account(1, "r-none")] })).toThrow(
      "no parent",
    );
    expect(() => new OrganizationTree({ ...data, delegatedAdministrators: [hub] })).toThrow(
      "is not a member of",
    );
    expect(new OrganizationTree(data).organizationIdOf(hub)).toBeUndefined();
  });
});
