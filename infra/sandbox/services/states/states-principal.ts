import type { ServicePrincipal } from "../service-role.ts";

/**
 * Step Functions, as the trust policy of a state machine's role sees it (Step Functions developer guide,
 * "Preventing cross-service confused deputy issue").
 */
export function statesPrincipal({
  accountId,
  stateMachineArn,
}: {
  readonly accountId: string;
  readonly stateMachineArn: string;
}): ServicePrincipal {
  return {
    service: "states.amazonaws.com",
    context: { "aws:SourceAccount": accountId, "aws:SourceArn": stateMachineArn },
  };
}
