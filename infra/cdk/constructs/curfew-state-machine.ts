import { fileURLToPath } from "node:url";
import { RemovalPolicy, Validations } from "aws-cdk-lib";
import { Role, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import { LogGroup, RetentionDays } from "aws-cdk-lib/aws-logs";
import { DefinitionBody, LogLevel, StateMachine, StateMachineType } from "aws-cdk-lib/aws-stepfunctions";
import { Construct } from "constructs";
import { partitionOf } from "../names.ts";
import type { Settings } from "../settings.ts";
import { acknowledgeWildcard, allow, type Permission } from "./allow.ts";
import type { CurfewFunction } from "./curfew-function.ts";

/** What a state machine of Curfew is made from. */
export interface CurfewStateMachineProps {
  readonly settings: Settings;
  readonly name: string;
  readonly roleName: string;
  /** The definition's file in `statemachine/`. */
  readonly definition: string;
  /** By the name in the definition: `Plan` stands for `${PlanFunctionArn}`. */
  readonly functions: Readonly<Record<string, CurfewFunction>>;
  /** The labels of its Distributed Maps. */
  readonly mapLabels: readonly string[];
  /** What the Maps read their items from. */
  readonly items: readonly Permission[];
}

/** A state machine with its role: it may invoke its own functions, read the items of its Maps, and run these Maps. */
export class CurfewStateMachine extends Construct {
  readonly stateMachine: StateMachine;

  constructor(scope: Construct, id: string, props: CurfewStateMachineProps) {
    super(scope, id);
    const { settings, name, functions } = props;
    const { accountId, region } = settings.hub;
    const partition = partitionOf(region);
    const states = `arn:${partition}:states:${region}:${accountId}`;
    const role = new Role(this, "Role", {
      roleName: props.roleName,
      // Step Functions developer guide, Prevent cross-service confused deputy issue.
      assumedBy: new ServicePrincipal("states.amazonaws.com", {
        conditions: {
          StringEquals: { "aws:SourceAccount": accountId },
          ArnLike: { "aws:SourceArn": `${states}:*` },
        },
      }),
    });
    for (const [functionName, { function: invoked }] of Object.entries(functions))
      allow(role, {
        sid: `Invoke${functionName}`,
        actions: ["lambda:InvokeFunction"],
        resources: [invoked.functionArn],
      });
    for (const permission of props.items) allow(role, permission);
    if (props.mapLabels.length > 0)
      for (const permission of mapPermissions(states, props)) allow(role, permission);
    acknowledgeWildcard(
      role,
      "*",
      "Log delivery and X-Ray have no resources (Step Functions developer guide, Logging and X-Ray policies).",
    );

    this.stateMachine = new StateMachine(this, "StateMachine", {
      stateMachineName: name,
      stateMachineType: StateMachineType.STANDARD,
      definitionBody: DefinitionBody.fromFile(
        fileURLToPath(new URL(`../../../statemachine/${props.definition}`, import.meta.url)),
      ),
      definitionSubstitutions: {
        Partition: partition,
        ...Object.fromEntries(
          Object.entries(functions).map(([functionName, { function: invoked }]) => [
            `${functionName}FunctionArn`,
            invoked.functionArn,
          ]),
        ),
      },
      role,
      tracingEnabled: true,
      logs: {
        level: LogLevel.ERROR,
        includeExecutionData: false,
        destination: new LogGroup(this, "Logs", {
          logGroupName: `/aws/vendedlogs/states/${name}`,
          retention: RetentionDays.THREE_MONTHS,
          removalPolicy: RemovalPolicy.DESTROY,
        }),
      },
    });
    Validations.of(this.stateMachine).acknowledge({
      id: "AwsSolutions-SF1",
      reason:
        "Step Functions keeps each execution's history for 90 days; the log would repeat it for every account.",
    });
  }
}

/**
 * What the CDK's own DistributedMap grants. The ARNs are spelled out, because references would make role and state
 * machine wait for each other.
 */
function mapPermissions(states: string, { name, mapLabels }: CurfewStateMachineProps): Permission[] {
  const because = "Step Functions names the executions of the children itself.";
  return [
    // A Distributed Map starts its children as executions of the state machine itself.
    { sid: "MapStart", actions: ["states:StartExecution"], resources: [`${states}:stateMachine:${name}`] },
    {
      sid: "MapFollow",
      actions: ["states:DescribeExecution", "states:StopExecution"],
      resources: [`${states}:execution:${name}:*`],
      because,
    },
    {
      sid: "MapRedrive",
      actions: ["states:RedriveExecution"],
      resources: mapLabels.map((label) => `${states}:execution:${name}/${label}:*`),
      because,
    },
  ];
}
