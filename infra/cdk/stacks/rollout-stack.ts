import { CfnStackSet, Stack, type StackProps } from "aws-cdk-lib";
import type { Construct } from "constructs";
import { names } from "../names.ts";
import type { Settings } from "../settings.ts";
import { withoutBootstrap } from "./without-bootstrap.ts";

/** The settings of a rollout by StackSet. */
export type StackSetRollout = Extract<Settings["rollout"], { method: "stackset" }>;

/** What the rollout stack is made from. */
export interface RolloutStackProps extends StackProps {
  readonly rollout: StackSetRollout;
  /** The Region in which each account holds its stack; a role is global, so one is enough. */
  readonly memberRegion: string;
  /** The member-roles stack's own template, as it was synthesized. */
  readonly template: string;
}

/** The largest template that CloudFormation takes inline, in bytes (CloudFormation quotas). */
const longestTemplate = 51_200;

/**
 * Brings the member roles into every account of the organizational units, and into each that joins them. For the
 * management account, or an account registered as delegated administrator of StackSets (CloudFormation
 * user guide, StackSets and AWS Organizations).
 */
export class RolloutStack extends Stack {
  constructor(
    scope: Construct,
    id: string,
    { rollout, memberRegion, template, ...props }: RolloutStackProps,
  ) {
    super(scope, id, { ...props, analyticsReporting: false, synthesizer: withoutBootstrap() });
    if (Buffer.byteLength(template) > longestTemplate)
      throw new Error(`the template of the member roles is longer than ${longestTemplate} bytes`);
    new CfnStackSet(this, "MemberRoles", {
      stackSetName: names.memberRolesStackSet,
      description: "Curfew: the roles that it assumes in each account.",
      permissionModel: "SERVICE_MANAGED",
      callAs: rollout.callAs === "self" ? "SELF" : "DELEGATED_ADMIN",
      capabilities: ["CAPABILITY_NAMED_IAM"],
      // Accounts that join get the roles; accounts that leave lose them.
      autoDeployment: { enabled: true, retainStacksOnAccountRemoval: false },
      // Operations queue instead of failing: an account may join during an update.
      managedExecution: { Active: true },
      operationPreferences: {
        // One account whose policies forbid the roles must not roll back all others; the next run names every
        // account that it cannot reach.
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
