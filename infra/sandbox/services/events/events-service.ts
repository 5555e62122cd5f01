import * as z from "zod/mini";
import { parse } from "../../../../functions/runtime/parse.ts";
import { partitionOf } from "../../../cdk/names.ts";
import { AwsError } from "../../cloud/aws-error.ts";
import { jsonBody, jsonError, jsonOperation, jsonResponse } from "../../cloud/json-protocol.ts";
import type { CloudClock, Service, ServiceRequest } from "../../cloud/service.ts";
import { busEvent } from "./bus-event.ts";
import type { EventBuses } from "./event-buses.ts";

/** EventBridge API reference, PutEvents: one to ten entries, each with source, detail type and JSON detail. */
const putEventsSchema = z.strictObject({
  Entries: z
    .array(
      z.strictObject({
        Source: z.string().check(z.minLength(1)),
        DetailType: z.string().check(z.minLength(1), z.maxLength(128)),
        Detail: z.string(),
        Resources: z.optional(z.array(z.string())),
        EventBusName: z.optional(z.literal("default")),
        Time: z.optional(z.number()),
      }),
    )
    .check(z.minLength(1), z.maxLength(10)),
});

/** The EventBridge API as far as Curfew uses it: PutEvents on the default bus. */
export function eventsService(buses: EventBuses, clock: CloudClock): Service {
  return {
    name: "events",
    operation: jsonOperation,
    /** Each entry is authorized on its own, because conditions may name its source and detail type. */
    authorizations(request) {
      const { principal, region } = request;
      const resource = `arn:${partitionOf(region)}:events:${region}:${principal.accountId}:event-bus/default`;
      return readEntries(request).map(({ Source, DetailType }) => ({
        action: "events:PutEvents",
        resource,
        context: { "events:source": Source, "events:detail-type": DetailType },
      }));
    },
    async handle(request) {
      const { principal, region } = request;
      const answers = readEntries(request).map(({ Source, DetailType, Detail, Resources, Time }) => {
        const detail = readDetail(Detail);
        if (detail === undefined)
          return { ErrorCode: "MalformedDetail", ErrorMessage: "Detail is malformed." };
        // Only AWS services may publish under aws. (EventBridge API reference, PutEventsRequestEntry).
        if (Source.startsWith("aws."))
          return {
            ErrorCode: "NotAuthorizedForSourceException",
            ErrorMessage: "Not authorized for the source.",
          };
        const event = busEvent({
          source: Source,
          detailType: DetailType,
          accountId: principal.accountId,
          region,
          time: Time === undefined ? clock.now() : new Date(Time * 1000),
          resources: Resources ?? [],
          detail,
        });
        buses.put(event);
        return { EventId: event.id };
      });
      const FailedEntryCount = answers.filter((answer) => "ErrorCode" in answer).length;
      return jsonResponse({ FailedEntryCount, Entries: answers }, request.requestId, "1.1");
    },
    error: (code, message, status, requestId) => jsonError(code, message, status, requestId, "1.1"),
  };
}

function readEntries(request: ServiceRequest) {
  const operation = jsonOperation(request);
  if (operation !== "PutEvents")
    throw new AwsError("UnknownOperationException", `The embedded cloud has no operation ${operation}`);
  try {
    return parse(putEventsSchema, jsonBody(request), "PutEvents").Entries;
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
