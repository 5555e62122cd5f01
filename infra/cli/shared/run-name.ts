import { randomBytes } from "node:crypto";

/**
 * The name of an execution that a person starts: the time, and four hexadecimal digits so that two executions of one
 * second differ. It uses letters, digits, `-` and `_` only, as `executionSchema` expects.
 */
export function manualRunName(now: Date, prefix = "manual"): string {
  const time = now.toISOString().slice(0, 19).replaceAll(/[-:]/g, "").replace("T", "-");
  return `${prefix}-${time}-${randomBytes(2).toString("hex")}`;
}
