import { ManagedPolicy, PermissionsBoundary } from "aws-cdk-lib/aws-iam";
import type { Construct } from "constructs";

/** Gives every role in a scope a permissions boundary, roles that the CDK creates by itself included. */
export function boundPermissions(scope: Construct, policyArn: string): void {
  PermissionsBoundary.of(scope).apply(
    ManagedPolicy.fromManagedPolicyArn(scope, "PermissionsBoundary", policyArn),
  );
}
