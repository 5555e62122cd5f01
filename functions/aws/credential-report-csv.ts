import { csvParseRows } from "d3-dsv";
import * as z from "zod/mini";
import { dayOf } from "../domain/calendar-day.ts";
import type { CredentialReport, CredentialReportKey, ReportedUser } from "../domain/reported-user.ts";
import { InvalidInput, parse } from "../runtime/parse.ts";

/** By name, so that the order of columns and new ones between them do not matter. */
const rowSchema = z.object({
  user: z.string(),
  user_creation_time: z.string(),
  password_enabled: z.optional(z.string()),
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
 * @throws {InvalidInput} if a quote is not closed, a line is longer or shorter than the others, a column that Curfew
 * reads is missing, or the row of the root user is missing. Every report has that row; without this check an empty
 * report would pass as an account without users.
 */
export function readCredentialReport(csv: string): CredentialReport {
  const users = new Map<string, ReportedUser>();
  let rootHasActiveKey: boolean | undefined;
  for (const line of linesOf(csv)) {
    const row = parse(rowSchema, line, "credential report");
    const user = userOf(row);
    if (row.user === "<root_account>") rootHasActiveKey = user.keys.some(({ active }) => active);
    else users.set(row.user, user);
  }
  if (rootHasActiveKey === undefined)
    throw new InvalidInput("credential report", ["expected a row of the root user"]);
  return { users, rootHasActiveKey };
}

/**
 * The lines by column. d3-dsv accepts lines of any length, so a truncated line is refused here: a user without
 * the key columns would look like a user without keys.
 */
function linesOf(csv: string): Record<string, string | undefined>[] {
  // After a quote that is never closed, the parser takes everything that follows as one field.
  if (csv.split('"').length % 2 === 0)
    throw new InvalidInput("credential report", ["expected every quote to be closed"]);
  const [columns = [], ...lines] = csvParseRows(csv).filter(
    ({ length, 0: first }) => length > 1 || first !== "",
  );
  return lines.map((fields, index) => {
    if (fields.length !== columns.length)
      throw new InvalidInput("credential report", [
        `line ${index + 2}: expected ${columns.length} fields, found ${fields.length}`,
      ]);
    return Object.fromEntries(columns.map((column, place) => [column, fields[place]]));
  });
}

function userOf(row: Row): ReportedUser {
  const slots = [
    {
      active: row.access_key_1_active,
      rotated: row.access_key_1_last_rotated,
      date: row.access_key_1_last_used_date,
      service: row.access_key_1_last_used_service,
      region: row.access_key_1_last_used_region,
    },
    {
      active: row.access_key_2_active,
      rotated: row.access_key_2_last_rotated,
      date: row.access_key_2_last_used_date,
      service: row.access_key_2_last_used_service,
      region: row.access_key_2_last_used_region,
    },
  ];
  return {
    userName: row.user,
    fingerprint: [row.user_creation_time, ...slots.flatMap(({ active, rotated }) => [active, rotated])].join(
      " ",
    ),
    keys: slots.map(keyOf).filter(({ active, lastRotated }) => active || lastRotated !== undefined),
    hasPassword: row.password_enabled?.toLowerCase() === "true",
    hasMore: !nothing.has(row.additional_credentials_info ?? "N/A"),
  };
}

/** The guide writes TRUE and FALSE, reports contain true and false. */
function keyOf(
  slot: Readonly<Record<"active" | "rotated" | "date" | "service" | "region", string>>,
): CredentialReportKey {
  const used = timeOf(slot.date);
  return {
    active: slot.active.toLowerCase() === "true",
    lastRotated: timeOf(slot.rotated),
    lastUsed:
      used === undefined
        ? { state: "never" }
        : { state: "used", on: dayOf(new Date(used)), service: slot.service, region: slot.region },
  };
}

/** `2026-11-24T02:00:00+00:00`, or one of the words in `nothing`. */
function timeOf(text: string): number | undefined {
  const time = Date.parse(text);
  return Number.isNaN(time) ? undefined : time;
}

/** Words that a report uses if it has no value. */
const nothing = new Set(["", "N/A", "not_supported", "no_information"]);
