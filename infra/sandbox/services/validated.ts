import type * as z from "zod/mini";
import { InvalidInput, parse } from "../../../functions/runtime/parse.ts";
import { AwsError } from "../cloud/aws-error.ts";

/**
 * A value that a caller sent, once it satisfies its schema; else the refusal that AWS answers with. AWS
 * names every offending field at once, and so does this; a field that nobody reads here is one of them,
 * so that no parameter is silently ignored.
 * @param code `ValidationError` in IAM and STS (IAM API reference, Common Errors)
 * @throws {AwsError}
 */
export function validated<Output>(
  schema: z.ZodMiniType<Output>,
  value: unknown,
  what: string,
  code = "ValidationError",
): Output {
  try {
    return parse(schema, value, what);
  } catch (cause) {
    if (!(cause instanceof InvalidInput)) throw cause;
    const { issues } = cause;
    const found = `${issues.length} validation error${issues.length === 1 ? "" : "s"} detected`;
    throw new AwsError(code, `${found}: ${cause.message}`, 400, { cause });
  }
}
