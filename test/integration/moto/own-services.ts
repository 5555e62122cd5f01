import { randomUUID } from "node:crypto";
import { CallLog } from "../../../infra/sandbox/cloud/call-log.ts";
import type { Deployment } from "../../../infra/sandbox/cloud/deployment.ts";
import { startFront } from "../../../infra/sandbox/cloud/front.ts";
import { Identities } from "../../../infra/sandbox/cloud/identities.ts";
import { evaluateIdentity } from "../../../infra/sandbox/cloud/policy-evaluation.ts";
import type { CloudClock } from "../../../infra/sandbox/cloud/service.ts";
import { Functions } from "../../../infra/sandbox/services/lambda/functions.ts";
import { lambdaService } from "../../../infra/sandbox/services/lambda/lambda-service.ts";
import { StateMachines } from "../../../infra/sandbox/services/states/state-machines.ts";
import { statesService } from "../../../infra/sandbox/services/states/states-service.ts";

/** Our Lambda and our Step Functions, with the functions, the state machine and the roles of the hub stack. */
export interface OwnServices {
  readonly url: string;
  readonly identities: Identities;
  /** Invokes a function directly, as EventBridge would; moto publishes no events of SES. */
  invoke(functionName: string, event: unknown): Promise<void>;
  close(): Promise<void>;
}

/**
 * Starts only these two. The services that functions and states call are those of moto.
 * @param endpointUrl where functions and states find AWS
 */
export async function startOwnServices(
  { accountId, region, ...hub }: Deployment,
  clock: CloudClock,
  endpointUrl: string,
  maxEnvironments: number,
): Promise<OwnServices> {
  const identities = new Identities(clock);
  const parts = { identities, clock, endpointUrl: () => endpointUrl };
  const functions = new Functions({ ...parts, maxEnvironments });
  const isAllowed = (roleArn: string, action: string, resource: string) =>
    evaluateIdentity(identities.role(roleArn)?.identityPolicies ?? {}, undefined, { action, resource }, {})
      .allowed;
  const stateMachines = new StateMachines({ ...parts, isAllowed, retryScale: 0.01 });
  for (const role of hub.roles) identities.addRole(role);
  for (const spec of hub.functions) functions.createFunction(spec, accountId, region);
  for (const spec of hub.stateMachines) stateMachines.createStateMachine(spec, accountId, region);
  const front = await startFront({
    identities,
    clock,
    organizationIdOf: () => undefined,
    callLog: new CallLog(),
    interceptors: [],
    services: [lambdaService(functions), statesService(stateMachines, clock)],
  });
  return {
    url: front.url,
    identities,
    async invoke(functionName, event) {
      const spec = hub.functions.find(({ name }) => name === functionName);
      const { payload, functionError } = await functions.invoke(
        spec?.arn ?? functionName,
        JSON.stringify(event),
        randomUUID(),
      );
      if (functionError) throw new Error(`${functionName} failed: ${payload}`);
    },
    async close() {
      await stateMachines.close();
      await functions.close();
      await front.close();
    },
  };
}
