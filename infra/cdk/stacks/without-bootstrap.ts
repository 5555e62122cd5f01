import { type IStackSynthesizer, LegacyStackSynthesizer } from "aws-cdk-lib";

/**
 * For a stack without code, in an account that nobody has bootstrapped: the CDK CLI deploys it with the caller's own
 * credentials and passes the template in the call. `BootstraplessSynthesizer` would not do that. It names roles of the
 * bootstrap stack, and CloudFormation rejects an execution role that does not exist.
 */
export function withoutBootstrap(): IStackSynthesizer {
  return new LegacyStackSynthesizer();
}
