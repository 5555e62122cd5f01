import { Stack, type StackProps } from "aws-cdk-lib";
import { AccountPrincipal, PolicyDocument, PolicyStatement } from "aws-cdk-lib/aws-iam";
import { CfnResourcePolicy } from "aws-cdk-lib/aws-organizations";
import type { Construct } from "constructs";
import { organizationReaders } from "../constructs/function-permissions.ts";
import { partitionOf } from "../names.ts";
import { organizationActions } from "../organization-actions.ts";
import type { Settings } from "../settings.ts";
import { withoutBootstrap } from "./without-bootstrap.ts";

/** What the delegation stack is made from. */
export interface DelegationStackProps extends StackProps {
  readonly settings: Settings;
}

/**
 * Lets two functions in the hub account read the Organization: the scheduler and restore. For the management account:
 * only it may set the delegation policy (Organizations user guide, Delegated administrator for AWS
 * Organizations). An Organization has at most one.
 */
export class DelegationStack extends Stack {
  constructor(scope: Construct, id: string, { settings, ...props }: DelegationStackProps) {
    super(scope, id, { ...props, analyticsReporting: false, synthesizer: withoutBootstrap() });
    const { accountId, region } = settings.hub;
    const content = new PolicyDocument({
      statements: [
        new PolicyStatement({
          sid: "CurfewOrganizationRead",
          // As in the member roles: the account with a condition on the roles, which need not exist yet.
          principals: [new AccountPrincipal(accountId)],
          actions: [...organizationActions],
          resources: ["*"],
          conditions: {
            ArnEquals: {
              "aws:PrincipalArn": organizationReaders.map(
                (role) => `arn:${partitionOf(region)}:iam::${accountId}:role/${role}`,
              ),
            },
          },
        }),
      ],
    });
    new CfnResourcePolicy(this, "DelegationPolicy", { content });
  }
}
