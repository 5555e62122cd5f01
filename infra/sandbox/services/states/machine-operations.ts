import * as z from "zod/mini";
import { foundMachine, isOwn } from "./found.ts";
import { type Api, definedFields, type Operation, operation, seconds } from "./operation.ts";
import { pageFields, pageOf } from "./page.ts";

/** DescribeStateMachine; the definition is the one that was deployed (Step Functions API reference). */
export function describeStateMachine({ machines }: Api): Operation {
  return operation(
    z.strictObject({ stateMachineArn: z.string() }),
    ({ stateMachineArn }) => stateMachineArn,
    ({ stateMachineArn }, caller) => {
      const { spec, createdAt } = foundMachine(machines, stateMachineArn, caller);
      return {
        stateMachineArn: spec.arn,
        name: spec.name,
        status: "ACTIVE",
        definition: spec.definition,
        roleArn: spec.roleArn,
        type: "STANDARD",
        creationDate: seconds(createdAt),
      };
    },
  );
}

/** ListStateMachines of the caller's account and Region (Step Functions API reference). */
export function listStateMachines({ machines, tokens }: Api): Operation {
  return operation(
    z.strictObject(pageFields),
    () => "*",
    (page, caller) => {
      const own = machines.machines().filter(({ spec }) => isOwn(spec.arn, caller));
      const listing = JSON.stringify([caller.principal.accountId, caller.region]);
      const { items, nextToken } = pageOf(tokens, listing, own, ({ spec }) => spec.arn, page);
      return definedFields({
        stateMachines: items.map(({ spec, createdAt }) => ({
          stateMachineArn: spec.arn,
          name: spec.name,
          type: "STANDARD",
          creationDate: seconds(createdAt),
        })),
        nextToken,
      });
    },
  );
}
