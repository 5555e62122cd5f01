import { parse as parseCsv } from "csv-parse/sync";
import * as z from "zod/mini";
import { dayOf } from "../domain/calendar-day.ts";
import type { LastUsed } from "../domain/notice-mail.ts";
import { parse } from "../runtime/parse.ts";

/** One of the two access keys in a user's row. The report names no key: which one it is, is not said. */
export interface ReportedKey {
  readonly active: boolean;
  /** When it was created or last changed, as the report writes it. */
  readonly lastRotated: string;
  readonly lastUsed: LastUsed;
}

/** A user's row. */
export interface ReportedUser {
  readonly userName: string;
  /** Changes whenever a key of this user was made, deleted, switched on or off, or the user was made anew. */
  readonly fingerprint: string;
  readonly keys: readonly ReportedKey[];
  /** More credentials than the row can show: what it says about keys is then not the whole truth. */
  readonly hasMore: boolean;
}

/** The credential report of an account, as far as Curfew reads it. */
export interface CredentialReport {
  readonly users: ReadonlyMap<string, ReportedUser>;
  readonly rootHasActiveKey: boolean;
}

/** By name, so that the order of columns and new ones between them do not matter. */
const rowSchema = z.object({
  user: z.string(),
  user_creation_time: z.string(),
  access_key_1_active: z.string(),
  access_key_1_last_rotated: z.string(),
  access_key_1_last_used_date: z.string(),
  access_key_1_last_used_region: z.string(),
  access_key_1_last_used_service: z.string(),
  access_key_2_active: z.string(),
  access_key_2_last_rotated: z.string(),
  access_key_2_last_used_date: z.string(),
  access_key_2_last_used_region: z.string(),
  access_key_2_last_used_service: z.string(),
  additional_credentials_info: z.optional(z.string()),
});
type Row = z.infer<typeof rowSchema>;

/**
 * Reads a credential report (IAM user guide, "Get credential reports for your AWS account").
 * @throws {InvalidInput} where a column that Curfew reads is missing
 */
export function readCredentialReport(csv: string): CredentialReport {
  const rows: unknown[] = parseCsv(csv, { columns: true, skip_empty_lines: true });
  const users = new Map<string, ReportedUser>();
  let rootHasActiveKey = false;
  for (const line of rows) {
    const row = parse(rowSchema, line, "credential report");
    const user = userOf(row);
    if (row.user === "<root_account>") rootHasActiveKey = user.keys.some(({ active }) => active);
    else users.set(row.user, user);
  }
  return { users, rootHasActiveKey };
}

function userOf(row: Row): ReportedUser {
  const keys = [
    keyOf(
      row.access_key_1_active,
      row.access_key_1_last_rotated,
      row.access_key_1_last_used_date,
      row.access_key_1_last_used_service,
      row.access_key_1_last_used_region,
    ),
    keyOf(
      row.access_key_2_active,
      row.access_key_2_last_rotated,
      row.access_key_2_last_used_date,
      row.access_key_2_last_used_service,
      row.access_key_2_last_used_region,
    ),
  ];
  return {
    userName: row.user,
    fingerprint: [
      row.user_creation_time,
      ...keys.flatMap(({ active, lastRotated }) => [String(active), lastRotated]),
    ].join(" "),
    keys: keys.filter(({ active, lastRotated }) => active || !nothing.has(lastRotated)),
    hasMore: !nothing.has(row.additional_credentials_info ?? "N/A"),
  };
}

/** The guide writes TRUE and FALSE, reports hold true and false. */
function keyOf(
  active: string,
  lastRotated: string,
  date: string,
  service: string,
  region: string,
): ReportedKey {
  const used = Date.parse(date);
  return {
    active: active.toLowerCase() === "true",
    lastRotated,
    lastUsed: Number.isNaN(used)
      ? { state: "never" }
      : { state: "used", on: dayOf(new Date(used)), service, region },
  };
}

/** How a report says that there is nothing to say. */
const nothing = new Set(["", "N/A", "not_supported", "no_information"]);
