import type * as z from "zod/mini";
import { parse } from "./parse.ts";

/**
 * The function's environment, parsed with its own schema. Nothing else reads `process.env`.
 * @throws {InvalidInput} with the name of the missing or wrong variable
 */
export function readEnvironment<Output>(schema: z.ZodMiniType<Output>): Output {
  return parse(schema, process.env, "environment");
}
