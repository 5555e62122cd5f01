import { randomBytes } from "node:crypto";

/**
 * The name of an execution that a person starts: when, and four hexadecimal digits that keep two starts of one
 * second apart. Of letters, digits, `-` and `_` only, as the scheduler wants it (listAccountsEventSchema).
 */
export function manualRunName(now: Date): string {
  const time = now.toISOString().slice(0, 19).replaceAll(/[-:]/g, "").replace("T", "-");
  return `manual-${time}-${randomBytes(2).toString("hex")}`;
}
