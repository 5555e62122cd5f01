import type * as z from "zod/mini";
import { InvalidInput, parse } from "../../../../functions/runtime/parse.ts";
import { AwsError } from "../../cloud/aws-error.ts";

/**
 * Reads the body of a call.
 * @throws {AwsError} `BadRequestException`, which names each field that is missing, wrong or unknown here
 */
export function readSesInput<Output>(schema: z.ZodMiniType<Output>, body: unknown): Output {
  try {
    return parse(schema, body, "request");
  } catch (cause) {
    if (!(cause instanceof InvalidInput)) throw cause;
    throw new AwsError("BadRequestException", cause.message, 400, { cause });
  }
}
