import type * as z from "zod/mini";
import { jsonBody } from "../../cloud/json-protocol.ts";
import type { CloudClock, ServiceRequest } from "../../cloud/service.ts";
import type { PageTokens } from "../page-tokens.ts";
import { validated } from "../validated.ts";
import type { StateMachines } from "./state-machines.ts";

/** What every operation works on. */
export interface Api {
  readonly machines: StateMachines;
  readonly tokens: PageTokens;
  readonly clock: CloudClock;
}

/** One operation of the API: what it asks the policies for, and what it answers. */
export interface Operation {
  resource(request: ServiceRequest): string;
  answer(request: ServiceRequest): object;
}

/**
 * An operation by the schema of its input, which must be strict: a parameter that nobody reads here is
 * refused (Step Functions API reference, "Common Errors": ValidationException).
 * @param resource the ARN that the call is about
 */
export function operation<Input>(
  schema: z.ZodMiniType<Input>,
  resource: (input: Input) => string,
  answer: (input: Input, request: ServiceRequest) => object,
): Operation {
  const read = (request: ServiceRequest) =>
    validated(schema, jsonBody(request), "input", "ValidationException");
  return {
    resource: (request) => resource(read(request)),
    answer: (request) => answer(read(request), request),
  };
}

/** A time in an answer: seconds since 1970. */
export function seconds(date: Date): number {
  return date.getTime() / 1000;
}

/** Fields of an answer that are there only where they have a value. */
export function definedFields(fields: Readonly<Record<string, unknown>>): object {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}
