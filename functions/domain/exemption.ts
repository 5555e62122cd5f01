import { addDays, type Day, isDay } from "./calendar-day.ts";
import { isMailAddress } from "./mail-address.ts";

/** Why an exemption tag is not accepted. */
export type ExemptionProblem = "malformed" | "endsTooLate";

/**
 * What a user's exemption tag says. Its value has three parts, `2027-01-31 jane@example.com moving to
 * roles`: the last day of the exemption, who is responsible for it, and why.
 */
export type Exemption =
  | { readonly state: "none" }
  | {
      readonly state: "active" | "expired";
      readonly until: Day;
      readonly owner: string;
      readonly reason: string;
    }
  | { readonly state: "unreadable"; readonly value: string; readonly problem: ExemptionProblem };

/**
 * Reads the exemption tag as of a day. The last day still counts. The reason becomes one plain
 * line: IAM allows line separators in a tag value (IAM API reference, Tag).
 */
export function readExemption(value: string | undefined, today: Day, maxExemptionDays: number): Exemption {
  if (value === undefined) return { state: "none" };
  const match = /^\s*(\d{4}-\d{2}-\d{2})\s+(\S+)\s+(\S.*?)\s*$/su.exec(value);
  const [, until = "", owner = "", reason = ""] = match ?? [];
  if (!isDay(until) || !isMailAddress(owner)) return { state: "unreadable", value, problem: "malformed" };
  if (until > addDays(today, maxExemptionDays)) return { state: "unreadable", value, problem: "endsTooLate" };
  const line = reason.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, " ");
  return { state: today <= until ? "active" : "expired", until, owner, reason: line };
}
