import { BootstraplessSynthesizer, CfnStackSet, Stack, type StackProps } from "aws-cdk-lib";
import type { Construct } from "constructs";
import { names } from "../names.ts";
import type { Settings } from "../settings.ts";

/** The settings of a rollout by StackSet. */
export type StackSetRollout = Extract<Settings["rollout"], { method: "stackset" }>;

/** What the rollout stack is made from. */
export interface RolloutStackProps extends StackProps {
  readonly rollout: StackSetRollout;
  /** The Region in which each account holds its stack; a role is global, so one is enough. */
  readonly memberRegion: string;
  /** The member-role stack's own template, as it was synthesized. */
  readonly template: string;
}

/** CloudFormation takes a template of at most so many bytes inline (CloudFormation quotas). */
const longestTemplate = 51_200;

/**
 * Brings the member role into every account of the organizational units, and into each that joins them. For
 * the management account, or an account registered as delegated administrator of StackSets (CloudFormation
 * user guide, StackSets and AWS Organizations).
 */
export class RolloutStack extends Stack {
  constructor(
    scope: Construct,
    id: string,
    { rollout, memberRegion, template, ...props }: RolloutStackProps,
  ) {
    super(scope, id, { ...props, analyticsReporting: false, synthesizer: new BootstraplessSynthesizer() });
    if (Buffer.byteLength(template) > longestTemplate)
      throw new Error(`the member role's template is longer than ${longestTemplate} bytes`);
    new CfnStackSet(this, "MemberRoles", {
      stackSetName: names.memberRoleStackSet,
      description: "Curfew: the role its worker assumes in each account.",
      permissionModel: "SERVICE_MANAGED",
      callAs: rollout.callAs === "self" ? "SELF" : "DELEGATED_ADMIN",
      capabilities: ["CAPABILITY_NAMED_IAM"],
      // Accounts that join get the role; accounts that leave lose it, and with it Curfew's way in.
      autoDeployment: { enabled: true, retainStacksOnAccountRemoval: false },
      // Operations queue instead of refusing each other: an account may join while an update is under way.
      managedExecution: { Active: true },
      operationPreferences: {
        // An account whose own policies forbid the role must not take it from all others by a rollback;
        // the next run names every account that it cannot enter.
        failureTolerancePercentage: 100,
        maxConcurrentPercentage: 100,
        concurrencyMode: "SOFT_FAILURE_TOLERANCE",
      },
      stackInstancesGroup: [
        {
          deploymentTargets: { organizationalUnitIds: [...rollout.organizationalUnits] },
          regions: [memberRegion],
        },
      ],
      templateBody: template,
    });
  }
}
