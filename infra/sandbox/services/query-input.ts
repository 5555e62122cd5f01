import * as z from "zod/mini";
import { type QueryCall, queryMembers } from "../cloud/query-protocol.ts";
import { validated } from "./validated.ts";

/**
 * The input of a Query call by its schema, which should be strict: what it does not name is refused.
 * @param lists the parameters that are lists: their members are in the form as `Tags.member.1.Key`
 * @throws {AwsError} ValidationError
 */
export function queryInput<Input>(
  schema: z.ZodMiniType<Input>,
  { action, params }: QueryCall,
  lists: readonly string[] = [],
): Input {
  const input: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(params)) {
    const list = lists.find((candidate) => name === candidate || name.startsWith(`${candidate}.`));
    if (list === undefined) input[name] = value;
    else input[list] ??= queryMembers(params, list).map((member) => member[""] ?? member);
  }
  return validated(schema, input, action);
}

/** A whole number as a form writes it, within its bounds. */
export function queryNumber(least: number, most: number) {
  return z.pipe(
    z.pipe(
      z.string().check(z.regex(/^\d{1,9}$/, "Must be a whole number")),
      z.transform((digits) => Number(digits)),
    ),
    z.number().check(z.gte(least), z.lte(most)),
  );
}
