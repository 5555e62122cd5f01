import * as z from "zod/mini";
import { parse } from "../../../../functions/runtime/parse.ts";
import { partitionOf } from "../../../cdk/names.ts";
import { AwsError } from "../../cloud/aws-error.ts";
import { jsonBody, jsonError, jsonOperation, jsonResponse } from "../../cloud/json-protocol.ts";
import type { Service } from "../../cloud/service.ts";

/** An event as it arrived on the default bus of an account. */
export interface ReceivedEvent {
  readonly accountId: string;
  readonly source: string;
  readonly detailType: string;
  readonly detail: unknown;
}

/** EventBridge API reference, PutEvents: one to ten entries, each with source, detail type and JSON detail. */
const putEventsSchema = z.strictObject({
  Entries: z
    .array(
      z.strictObject({
        Source: z.string().check(z.minLength(1)),
        DetailType: z.string().check(z.minLength(1), z.maxLength(128)),
        Detail: z.string(),
        Time: z.optional(z.number()),
      }),
    )
    .check(z.minLength(1), z.maxLength(10)),
});

/** EventBridge as far as Curfew uses it: PutEvents on the default bus, kept for whoever looks. Rules are not modelled. */
export function eventsService(received: ReceivedEvent[]): Service {
  return {
    name: "events",
    operation: jsonOperation,
    authorizations({ principal, region }) {
      const bus = `arn:${partitionOf(region)}:events:${region}:${principal.accountId}:event-bus/default`;
      return [{ action: "events:PutEvents", resource: bus }];
    },
    async handle(request) {
      if (jsonOperation(request) !== "PutEvents")
        throw new AwsError(
          "UnknownOperationException",
          `The embedded cloud has no operation ${jsonOperation(request)}`,
        );
      const entries = readEntries(jsonBody(request));
      const answers = entries.map(({ Source, DetailType, Detail }) => {
        const detail = readDetail(Detail);
        if (detail === undefined)
          return { ErrorCode: "MalformedDetail", ErrorMessage: "Detail is malformed." };
        const { accountId } = request.principal;
        received.push({ accountId, source: Source, detailType: DetailType, detail });
        return { EventId: `${request.requestId}-${received.length}` };
      });
      const FailedEntryCount = answers.filter((answer) => "ErrorCode" in answer).length;
      return jsonResponse({ FailedEntryCount, Entries: answers }, request.requestId, "1.1");
    },
    error: (code, message, status, requestId) => jsonError(code, message, status, requestId, "1.1"),
  };
}

function readEntries(body: unknown) {
  try {
    return parse(putEventsSchema, body, "PutEvents").Entries;
  } catch (error) {
    throw new AwsError("ValidationException", error instanceof Error ? error.message : String(error), 400);
  }
}

/** An entry whose detail is no JSON object fails by itself; the others are taken. */
function readDetail(text: string): unknown {
  try {
    const detail: unknown = JSON.parse(text);
    return typeof detail === "object" && detail !== null && !Array.isArray(detail) ? detail : undefined;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
