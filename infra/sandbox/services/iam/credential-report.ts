import { stringify } from "csv-stringify/sync";
import type { ReportSettings } from "./credential-report-store.ts";
import type { IamAccount } from "./iam-account.ts";
import { accessKeysOf, type IamKey, type IamUser } from "./iam-user.ts";

/** What the guide leaves open. */
type ReportUnknowns = Pick<ReportSettings, "toggleMovesLastRotated" | "showsInactiveKeys">;

/** The 22 columns of a report. It has none for more than two keys. */
const columns = [
  "user",
  "arn",
  "user_creation_time",
  "password_enabled",
  "password_last_used",
  "password_last_changed",
  "password_next_rotation",
  "mfa_active",
  ...keyColumns(1),
  ...keyColumns(2),
  "cert_1_active",
  "cert_1_last_rotated",
  "cert_2_active",
  "cert_2_last_rotated",
];

/**
 * The credential report of an account (IAM user guide, "Get credential reports"): the root user first, then
 * the users by name. It distinguishes keys by slot only, the lower ID in the first, and names no key. Nobody
 * here has a password, an MFA device or a certificate.
 */
export function credentialReport(account: IamAccount, unknowns: ReportUnknowns): string {
  const row = (identity: string[], password: string[], keys: readonly IamKey[]) => [
    ...identity,
    ...password,
    "false",
    ...keyCells(keys[0], unknowns),
    ...keyCells(keys[1], unknowns),
    ...["false", "N/A", "false", "N/A"],
  ];
  const userRow = (user: IamUser) =>
    row([user.userName, user.arn, time(user.createdAt)], ["false", "N/A", "N/A", "N/A"], accessKeysOf(user));
  const root = row(
    ["<root_account>", account.rootArn, time(account.openedAt)],
    ["not_supported", "no_information", "not_supported", "not_supported"],
    account.rootKey === undefined ? [] : [account.rootKey],
  );
  return stringify([columns, root, ...account.users().map(userRow)], { eof: false });
}

function keyColumns(slot: number): string[] {
  const names = ["active", "last_rotated", "last_used_date", "last_used_region", "last_used_service"];
  return names.map((name) => `access_key_${slot}_${name}`);
}

function keyCells(
  key: IamKey | undefined,
  { toggleMovesLastRotated = true, showsInactiveKeys = true }: ReportUnknowns,
): string[] {
  if (key === undefined || (key.status === "Inactive" && !showsInactiveKeys))
    return ["false", "N/A", "N/A", "N/A", "N/A"];
  const { status, createdAt, statusChangedAt, lastUsed } = key;
  return [
    String(status === "Active"),
    time((toggleMovesLastRotated ? statusChangedAt : undefined) ?? createdAt),
    lastUsed === undefined ? "N/A" : time(lastUsed.at),
    lastUsed?.region ?? "N/A",
    lastUsed?.service ?? "N/A",
  ];
}

/** `2026-11-24T02:00:00+00:00`. */
function time(at: Date): string {
  return `${at.toISOString().slice(0, 19)}+00:00`;
}
