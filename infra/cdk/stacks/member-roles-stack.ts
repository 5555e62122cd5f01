import { Aws, Duration, Stack, type StackProps } from "aws-cdk-lib";
import {
  AccountPrincipal,
  PolicyDocument,
  PolicyStatement,
  PrincipalWithConditions,
  Role,
} from "aws-cdk-lib/aws-iam";
import type { Construct } from "constructs";
import { acknowledgeWildcard } from "../constructs/allow.ts";
import { boundPermissions } from "../constructs/permissions-boundary.ts";
import { names, partitionOf } from "../names.ts";
import type { Settings } from "../settings.ts";
import { withoutBootstrap } from "./without-bootstrap.ts";

/** What the member-roles stack is made from. */
export interface MemberRolesStackProps extends StackProps {
  readonly settings: Settings;
}

/** What may be read of one user and their keys. */
const readUser = ["iam:ListAccessKeys", "iam:ListUserTags", "iam:GetAccessKeyLastUsed"];

/**
 * The roles that Curfew assumes in each account: one that can only read, and one that can set keys to Active and
 * Inactive. Who runs in report mode deploys only the first. A plain template without assets, so that a StackSet can
 * carry it and it deploys into accounts that were never bootstrapped.
 */
export class MemberRolesStack extends Stack {
  constructor(scope: Construct, id: string, { settings, ...props }: MemberRolesStackProps) {
    super(scope, id, { ...props, analyticsReporting: false, synthesizer: withoutBootstrap() });
    const { memberRoles, rollout } = settings;
    this.#role("ReadRole", settings, {
      name: memberRoles.read,
      description: "Curfew assumes it to find old access keys. It cannot change anything.",
      trusted: [names.evaluateFunction],
      statements: [
        {
          sid: "IamReadAccount",
          actions: ["iam:GenerateCredentialReport", "iam:GetCredentialReport", "iam:ListUsers"],
          onUsers: false,
        },
        { sid: "IamReadUsers", actions: readUser, onUsers: true },
      ],
    });
    if (rollout.roles === "both")
      this.#role("DeactivateRole", settings, {
        name: memberRoles.deactivate,
        description: "Curfew assumes it to deactivate access keys that are too old, and to reactivate them.",
        trusted: [names.deactivateFunction, names.restoreFunction],
        statements: [
          { sid: "IamUpdateAccessKeys", actions: [...readUser, "iam:UpdateAccessKey"], onUsers: true },
        ],
      });
    const { permissionsBoundary } = memberRoles;
    if (permissionsBoundary !== undefined)
      boundPermissions(this, `arn:${Aws.PARTITION}:iam::${Aws.ACCOUNT_ID}:policy/${permissionsBoundary}`);
  }

  #role(id: string, { hub, organization }: Settings, member: MemberRole): void {
    const partition = partitionOf(hub.region);
    const users = `arn:${partition}:iam::${Aws.ACCOUNT_ID}:user/*`;
    const role = new Role(this, id, {
      roleName: member.name,
      description: member.description,
      maxSessionDuration: Duration.hours(1),
      // The account with a condition on the exact roles, not the roles as principals: IAM would replace those by
      // their unique IDs, and the trust would break when a role is created again.
      assumedBy: new PrincipalWithConditions(new AccountPrincipal(hub.accountId), {
        ArnEquals: {
          "aws:PrincipalArn": member.trusted.map(
            (name) => `arn:${partition}:iam::${hub.accountId}:role/${name}`,
          ),
        },
        StringEquals: { "aws:PrincipalOrgID": organization.id },
      }),
      inlinePolicies: {
        curfew: new PolicyDocument({
          statements: member.statements.map(
            ({ sid, actions, onUsers }) =>
              new PolicyStatement({ sid, actions: [...actions], resources: [onUsers ? users : "*"] }),
          ),
        }),
      },
    });
    if (member.statements.some(({ onUsers }) => !onUsers))
      acknowledgeWildcard(role, "*", "ListUsers and the credential report have no resource but the account.");
    acknowledgeWildcard(role, users, "Every IAM user of the account, and none is known beforehand.");
  }
}

/** One member role. */
interface MemberRole {
  readonly name: string;
  readonly description: string;
  /** The roles in the hub account that may assume it. */
  readonly trusted: readonly string[];
  readonly statements: readonly {
    readonly sid: string;
    readonly actions: readonly string[];
    /** On the IAM users of the account, or on everything. */
    readonly onUsers: boolean;
  }[];
}
