import { OrganizationsClient } from "@aws-sdk/client-organizations";
import type { Authorization } from "../../../../../infra/sandbox/cloud/service.ts";
import {
  type OrganizationAccount,
  OrganizationTree,
} from "../../../../../infra/sandbox/services/organizations/organization-tree.ts";
import {
  type OrganizationsSettings,
  organizationsService,
} from "../../../../../infra/sandbox/services/organizations/organizations-service.ts";
import { directTo, operatorOf } from "../../../../support/direct-handler.ts";

export const management = "100000000000";
/** The delegated administrator. */
export const hub = "100000000001";

/** An Organization of this many accounts, the third of them two OUs deep, and a client of its hub. */
export function organizationOf(accounts = 3, settings: OrganizationsSettings = {}) {
  const tree = new OrganizationTree({
    id: "o-exampleorg1",
    rootId: "r-a1b2",
    managementAccountId: management,
    delegatedAdministrators: [hub],
    // The child is before its parent, because a tree may have any order.
    organizationalUnits: [
      { id: "ou-a1b2-payments1", name: "Payments", parentId: "ou-a1b2-production" },
      { id: "ou-a1b2-production", name: "Production", parentId: "r-a1b2" },
    ],
    accounts: Array.from({ length: accounts }, (_, number) => account(number)),
  });
  const service = organizationsService(tree, settings);
  const asked: Authorization[] = [];
  const client = new OrganizationsClient(directTo(service, operatorOf(hub), asked));
  return { tree, service, client, asked };
}

/** An account by its number. */
export function account(
  number: number,
  parentId = number === 2 ? "ou-a1b2-payments1" : "r-a1b2",
): OrganizationAccount {
  return {
    id: String(100_000_000_000 + number),
    name: `Account ${number}`,
    parentId,
    state: "ACTIVE",
    joinedAt: new Date("2024-06-08T10:11:12.345Z"),
  };
}
