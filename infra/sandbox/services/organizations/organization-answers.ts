import { AwsError } from "../../cloud/aws-error.ts";
import type { OrganizationAccount, OrganizationalUnit, OrganizationTree } from "./organization-tree.ts";

/** Everything that Organizations owns has an ARN in the management account. */
export function arnOf(
  tree: OrganizationTree,
  kind: "account" | "ou" | "root" | "organization" | "resourcepolicy",
  id?: string,
): string {
  const path = [`${kind}/${tree.id}`, ...(id === undefined ? [] : [id])].join("/");
  return `arn:${tree.partition}:organizations::${tree.managementAccountId}:${path}`;
}

/**
 * An account as Organizations shows it: with `State`, and never with `Status`, which AWS retired on
 * 2026-09-09 (Organizations API reference, Account).
 */
export function accountAnswer(tree: OrganizationTree, account: OrganizationAccount, withPaths: boolean) {
  const { id, name, email, state, joinedAt, parentId } = account;
  return {
    Id: id,
    Arn: arnOf(tree, "account", id),
    Email: email ?? `aws+${id}@example.com`,
    Name: name,
    State: state,
    ...(withPaths ? { Paths: [`${[tree.id, ...tree.pathOf(parentId), id].join("/")}/`] } : {}),
    JoinedMethod: id === tree.managementAccountId ? "INVITED" : "CREATED",
    JoinedTimestamp: joinedAt.getTime() / 1000,
  };
}

/** An organizational unit. */
export function ouAnswer(tree: OrganizationTree, { id, name }: OrganizationalUnit) {
  return { Id: id, Arn: arnOf(tree, "ou", id), Name: name };
}

/** The one root. */
export function rootAnswer(tree: OrganizationTree) {
  return { Id: tree.rootId, Arn: arnOf(tree, "root", tree.rootId), Name: "Root", PolicyTypes: [] };
}

/** The Organization itself. */
export function organizationAnswer(tree: OrganizationTree) {
  const { managementAccountId } = tree;
  return {
    Id: tree.id,
    Arn: arnOf(tree, "organization"),
    FeatureSet: "ALL",
    MasterAccountArn: arnOf(tree, "account", managementAccountId),
    MasterAccountId: managementAccountId,
    MasterAccountEmail: tree.account(managementAccountId)?.email ?? `aws+${managementAccountId}@example.com`,
    AvailablePolicyTypes: [],
  };
}

/**
 * The delegation policy. There is at most one.
 * @throws {AwsError} `ResourcePolicyNotFoundException` if there is none
 */
export function resourcePolicyAnswer(tree: OrganizationTree) {
  const { delegationPolicy } = tree;
  if (delegationPolicy === undefined)
    throw new AwsError(
      "ResourcePolicyNotFoundException",
      "We can't find a resource policy request with the parameter that you specified.",
    );
  const Id = "rp-embedded";
  return {
    ResourcePolicySummary: { Id, Arn: arnOf(tree, "resourcepolicy", Id) },
    Content: JSON.stringify(delegationPolicy),
  };
}
