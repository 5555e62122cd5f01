import { Aws, BootstraplessSynthesizer, Duration, Stack, type StackProps } from "aws-cdk-lib";
import {
  AccountPrincipal,
  PolicyDocument,
  PolicyStatement,
  PrincipalWithConditions,
  Role,
} from "aws-cdk-lib/aws-iam";
import type { Construct } from "constructs";
import { acknowledgeWildcard } from "../constructs/allow.ts";
import { names, partitionOf } from "../names.ts";
import type { Settings } from "../settings.ts";

/** What the member-role stack is made from. */
export interface MemberRoleStackProps extends StackProps {
  readonly settings: Settings;
}

/**
 * The role that the worker assumes in each account. A plain template without assets, so that a StackSet can
 * carry it and it deploys into accounts that were never bootstrapped.
 */
export class MemberRoleStack extends Stack {
  constructor(scope: Construct, id: string, { settings, ...props }: MemberRoleStackProps) {
    super(scope, id, { ...props, analyticsReporting: false, synthesizer: new BootstraplessSynthesizer() });
    const { hub, organization, memberRole } = settings;
    const partition = partitionOf(hub.region);
    const users = `arn:${partition}:iam::${Aws.ACCOUNT_ID}:user/*`;
    const role = new Role(this, "MemberRole", {
      roleName: memberRole.name,
      description: "Assumed by Curfew to find access keys that are too old, and to switch employees' off.",
      maxSessionDuration: Duration.hours(1),
      // The account with a condition on the exact role, not the role as principal: that would be rewritten
      // to its unique id, break when the role is made anew, and could not be deployed before it.
      assumedBy: new PrincipalWithConditions(new AccountPrincipal(hub.accountId), {
        ArnEquals: {
          "aws:PrincipalArn": `arn:${partition}:iam::${hub.accountId}:role/${names.workerFunction}`,
        },
        StringEquals: { "aws:PrincipalOrgID": organization.id },
      }),
      inlinePolicies: {
        curfew: new PolicyDocument({
          statements: [
            new PolicyStatement({
              sid: "ReadTheAccount",
              actions: ["iam:GenerateCredentialReport", "iam:GetCredentialReport", "iam:ListUsers"],
              resources: ["*"],
            }),
            new PolicyStatement({
              sid: "ReadAndDeactivateKeys",
              actions: [
                "iam:ListAccessKeys",
                "iam:ListUserTags",
                "iam:GetAccessKeyLastUsed",
                "iam:UpdateAccessKey",
              ],
              resources: [users],
            }),
          ],
        }),
      },
    });
    acknowledgeWildcard(
      role,
      "*",
      "ListUsers and the credential report know no resource but the whole account.",
    );
    acknowledgeWildcard(role, users, "Every IAM user of the account, and none is known beforehand.");
  }
}
