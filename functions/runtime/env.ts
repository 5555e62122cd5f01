import type * as z from "zod/mini";
import { parse } from "./parse.ts";

/**
 * The function's environment, as its own schema wants it. Nothing else reads `process.env`.
 * @throws {InvalidInput} naming the variable that is missing or wrong
 */
export function readEnvironment<Output>(schema: z.ZodMiniType<Output>): Output {
  return parse(schema, process.env, "environment");
}
