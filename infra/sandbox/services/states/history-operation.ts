import * as z from "zod/mini";
import { AwsError } from "../../cloud/aws-error.ts";
import { foundExecution } from "./found.ts";
import type { HistoryEvent } from "./history.ts";
import { type Api, definedFields, type Operation, operation } from "./operation.ts";
import { pageFields, pageOf } from "./page.ts";

/** GetExecutionHistory of a started execution (Step Functions API reference). */
export function getExecutionHistory({ machines, tokens }: Api): Operation {
  return operation(
    z.strictObject({
      executionArn: z.string(),
      reverseOrder: z.optional(z.boolean()),
      includeExecutionData: z.optional(z.boolean()),
      ...pageFields,
    }),
    ({ executionArn }) => executionArn,
    ({ executionArn, reverseOrder = false, includeExecutionData = true, ...page }, caller) => {
      const { history } = foundExecution(machines, executionArn, caller).start;
      if (history === undefined)
        throw new AwsError("ValidationException", "The embedded cloud keeps no history of child executions");
      const events = reverseOrder ? history.events().toReversed() : history.events();
      const listing = JSON.stringify([executionArn, reverseOrder]);
      const { items, nextToken } = pageOf(tokens, listing, events, ({ id }) => String(id), page);
      return definedFields({ events: includeExecutionData ? items : items.map(withoutData), nextToken });
    },
  );
}

/** The event without what flowed through the state. */
function withoutData(event: HistoryEvent): object {
  return Object.fromEntries(
    Object.entries(event).map(([name, value]) => [name, typeof value === "object" ? dataLess(value) : value]),
  );
}

function dataLess(details: object): object {
  return Object.fromEntries(
    Object.entries(details).filter(([name]) => !["input", "output", "parameters"].includes(name)),
  );
}
