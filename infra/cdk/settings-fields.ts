import * as z from "zod/mini";
import { accountIdSchema } from "../../statemachine/policy.ts";
import { unsupportedPartition } from "./regions.ts";

/** Adds to a field what an editor shows and what an error gives as an example. */
export function described(description: string, ...examples: readonly unknown[]) {
  return z.meta({ description, ...(examples.length === 0 ? {} : { examples: [...examples] }) });
}

/** An account ID in quotes. */
export const account = (description: string) => accountIdSchema.check(described(description, "111122223333"));

/** A Region in which Curfew can run. */
export const region = (description: string) =>
  z.string().check(
    z.regex(/^[a-z]{2,4}(-[a-z]+)+-\d$/, "expected a Region like eu-central-1"),
    z.superRefine((value, context) => {
      const reason = unsupportedPartition(value);
      if (reason !== undefined) context.addIssue({ code: "custom", message: reason });
    }),
    described(description, "eu-central-1"),
  );

/**
 * A time zone that EventBridge Scheduler accepts. `Intl.supportedValuesOf` lists outdated names only (Asia/Calcutta and
 * not Asia/Kolkata), so the zone itself is tried. Offsets like +05:30 and names in other letters are Intl's own.
 */
export function isTimeZone(zone: string): boolean {
  if (!/^[A-Z]/.test(zone)) return false;
  try {
    return new Intl.DateTimeFormat("en", { timeZone: zone }).resolvedOptions().timeZone !== "";
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}

/** The name of a role, a policy or a configuration set. */
export const iamName = (what: string) =>
  z.string().check(z.regex(/^[\w+=,.@-]{1,64}$/, `expected the name of ${what}`));
