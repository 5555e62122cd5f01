import { expect, it } from "vitest";
import { readCredentialReport } from "../../../functions/aws/credential-report-csv.ts";

const header =
  "user,arn,user_creation_time,password_enabled,password_last_used,password_last_changed,password_next_rotation,mfa_active,access_key_1_active,access_key_1_last_rotated,access_key_1_last_used_date,access_key_1_last_used_region,access_key_1_last_used_service,access_key_2_active,access_key_2_last_rotated,access_key_2_last_used_date,access_key_2_last_used_region,access_key_2_last_used_service,cert_1_active,cert_1_last_rotated,cert_2_active,cert_2_last_rotated";

/** A row with two key slots of five columns each. */
function row(
  user: string,
  first: string,
  second = "false,N/A,N/A,N/A,N/A",
  made = "2025-01-01T00:00:00+00:00",
) {
  return `${user},arn:aws:iam::111122223333:user/x,${made},false,N/A,N/A,N/A,false,${first},${second},false,N/A,false,N/A`;
}

const used = "true,2026-01-02T03:04:05+00:00,2026-11-20T10:15:00+00:00,eu-central-1,s3";
const unused = "true,2026-01-02T03:04:05+00:00,N/A,N/A,N/A";
const off = "false,2026-01-02T03:04:05+00:00,N/A,N/A,N/A";
const none = "false,N/A,N/A,N/A,N/A";
const root = row("<root_account>", none);

function read(...rows: string[]) {
  return readCredentialReport([header, ...rows].join("\n"));
}

it("reads each user's keys, even if a name in quotes has a comma", () => {
  const { users } = read(row("<root_account>", none), row('"doe,jane"', used, off), row("console", none));

  expect([...users.keys()]).toEqual(["doe,jane", "console"]);
  expect(users.get("doe,jane")?.keys).toEqual([
    {
      active: true,
      lastRotated: Date.UTC(2026, 0, 2, 3, 4, 5),
      lastUsed: { state: "used", on: "2026-11-20", service: "s3", region: "eu-central-1" },
    },
    { active: false, lastRotated: Date.UTC(2026, 0, 2, 3, 4, 5), lastUsed: { state: "never" } },
  ]);
  expect(users.get("console")?.keys).toEqual([]);
});

it.each([
  { slot: used, active: true },
  { slot: off, active: false },
  { slot: none, active: false },
  { slot: "TRUE,2026-01-02T03:04:05+00:00,no_information,N/A,N/A", active: true },
])("says whether the root user has an active key: $slot", ({ slot, active }) => {
  expect(read(row("<root_account>", slot, none, "not_supported")).rootHasActiveKey).toBe(active);
});

it.each([
  ["a deactivated key", row("jane", off)],
  ["a new key in the same slot", row("jane", unused.replace("2026-01", "2026-02"))],
  ["a second key", row("jane", unused, unused)],
  ["a new user of the same name", row("jane", unused, none, "2026-05-05T00:00:00+00:00")],
])("changes the fingerprint after %s, but not after the use of a key", (_, changed) => {
  const fingerprint = (line: string) => read(root, line).users.get("jane")?.fingerprint;

  expect(fingerprint(changed)).not.toBe(fingerprint(row("jane", unused)));
  expect(fingerprint(row("jane", used))).toBe(fingerprint(row("jane", unused)));
});

it("finds its columns by name, whatever is between them", () => {
  const shuffled = readCredentialReport(
    `extra,${header},additional_credentials_info\nw,${root},N/A\nx,${row("jane", used)},N/A\ny,${row("joe", none)},more`,
  );

  expect(shuffled.users.get("jane")).toMatchObject({ hasMore: false, keys: [{ active: true }] });
  expect(shuffled.users.get("joe")).toMatchObject({ hasMore: true });
});

it.each(["", header, `${header}\n${row("jane", used)}`])(
  "refuses a report without the root user, because an empty report would mean an account without keys",
  (report) => {
    expect(() => readCredentialReport(report)).toThrow("expected a row of the root user");
  },
);

it("refuses a report that lacks a column, and names the column", () => {
  const lacking = header.replace("access_key_2_active", "something_else");

  expect(() => readCredentialReport(`${lacking}\n${row("jane", used)}`)).toThrow(/access_key_2_active/);
});

it.each([
  ["too short", row("jane", used).split(",").slice(0, 8).join(","), "line 3: expected 22 fields, found 8"],
  ["too long", `${row("jane", used)},more`, "line 3: expected 22 fields, found 23"],
])("refuses a line that is %s, because its user would seem to have no keys", (_, line, said) => {
  expect(() => read(root, line)).toThrow(said);
});

it("refuses a quote that is never closed, because all users after it would be lost", () => {
  const open = `${row("jane", used).replace(/N\/A$/, '"N/A')}`;

  expect(() => read(root, open, row("joe", used))).toThrow("every quote to be closed");
});

it("ignores empty lines", () => {
  expect([...read(root, "", row("jane", used), "").users.keys()]).toEqual(["jane"]);
});
