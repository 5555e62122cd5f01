import { BootstraplessSynthesizer, Stack, type StackProps } from "aws-cdk-lib";
import { AccountPrincipal, PolicyDocument, PolicyStatement } from "aws-cdk-lib/aws-iam";
import { CfnResourcePolicy } from "aws-cdk-lib/aws-organizations";
import type { Construct } from "constructs";
import { names, partitionOf } from "../names.ts";
import { organizationActions } from "../organization-actions.ts";
import type { Settings } from "../settings.ts";

/** What the delegation stack is made from. */
export interface DelegationStackProps extends StackProps {
  readonly settings: Settings;
}

/**
 * Lets the scheduler of a member account read the Organization, and nobody else. For the management account:
 * only it may set the delegation policy (Organizations user guide, Delegated administrator for AWS
 * Organizations). An Organization has at most one.
 */
export class DelegationStack extends Stack {
  constructor(scope: Construct, id: string, { settings, ...props }: DelegationStackProps) {
    super(scope, id, { ...props, analyticsReporting: false, synthesizer: new BootstraplessSynthesizer() });
    const { accountId, region } = settings.hub;
    const content = new PolicyDocument({
      statements: [
        new PolicyStatement({
          sid: "CurfewReadsTheOrganization",
          // As in the member role: the account with a condition on the role, which need not exist yet.
          principals: [new AccountPrincipal(accountId)],
          actions: [...organizationActions],
          resources: ["*"],
          conditions: {
            ArnEquals: {
              "aws:PrincipalArn": `arn:${partitionOf(region)}:iam::${accountId}:role/${names.schedulerFunction}`,
            },
          },
        }),
      ],
    });
    new CfnResourcePolicy(this, "DelegationPolicy", { content });
  }
}
