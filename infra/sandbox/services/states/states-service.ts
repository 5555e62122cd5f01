import { AwsError } from "../../cloud/aws-error.ts";
import { jsonError, jsonOperation, jsonResponse } from "../../cloud/json-protocol.ts";
import type { CloudClock, Service, ServiceRequest } from "../../cloud/service.ts";
import { PageTokens } from "../page-tokens.ts";
import { describeExecution, listExecutions, stopExecution } from "./execution-operations.ts";
import { getExecutionHistory } from "./history-operation.ts";
import { describeStateMachine, listStateMachines } from "./machine-operations.ts";
import { describeMapRun, listMapRuns } from "./map-run-operations.ts";
import type { Operation } from "./operation.ts";
import { redriveExecution } from "./redrive-execution.ts";
import { startExecutionOperation } from "./start-execution.ts";
import type { StateMachines } from "./state-machines.ts";

/** The Step Functions API over the state machines of this cloud (AWS JSON 1.0, `AWSStepFunctions`). */
export function statesService(machines: StateMachines, clock: CloudClock): Service {
  const api = { machines, clock, tokens: new PageTokens() };
  const operations = new Map<string, Operation>([
    ["StartExecution", startExecutionOperation(api)],
    ["DescribeExecution", describeExecution(api)],
    ["StopExecution", stopExecution(api)],
    ["RedriveExecution", redriveExecution(api)],
    ["ListExecutions", listExecutions(api)],
    ["GetExecutionHistory", getExecutionHistory(api)],
    ["ListMapRuns", listMapRuns(api)],
    ["DescribeMapRun", describeMapRun(api)],
    ["DescribeStateMachine", describeStateMachine(api)],
    ["ListStateMachines", listStateMachines(api)],
  ]);
  const operationOf = (request: ServiceRequest): Operation => {
    const name = jsonOperation(request);
    const operation = operations.get(name);
    if (operation === undefined)
      throw new AwsError("UnknownOperationException", `The embedded cloud does not know states:${name}`);
    return operation;
  };
  return {
    name: "states",
    operation(request) {
      operationOf(request);
      return jsonOperation(request);
    },
    authorizations(request) {
      const resource = operationOf(request).resource(request);
      return [{ action: `states:${jsonOperation(request)}`, resource }];
    },
    async handle(request) {
      return jsonResponse(operationOf(request).answer(request), request.requestId, "1.0");
    },
    error: (code, message, status, requestId) => jsonError(code, message, status, requestId, "1.0"),
  };
}
