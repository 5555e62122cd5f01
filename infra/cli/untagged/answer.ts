import { stringify } from "csv-stringify/sync";
import * as z from "zod/mini";
import { ouName } from "../shared/words.ts";
import type { UntaggedUser } from "./load.ts";

/** `curfew untagged --json`. */
export const untaggedAnswerSchema = z.strictObject({
  run: z.string(),
  day: z.string(),
  totals: z.strictObject({ users: z.int(), withoutEmail: z.int(), withoutUserType: z.int() }),
  users: z.array(
    z.strictObject({
      accountId: z.string(),
      accountName: z.string(),
      ou: z.string(),
      userName: z.string(),
      missing: z.array(z.enum(["email", "userType"])),
      /** The value of the email tag, where it has no address that may be notified. */
      unusableEmail: z.optional(z.string()),
      /** The value of the user type tag, where it is none of the policy's. */
      unknownType: z.optional(z.string()),
      keys: z.int(),
      oldestAge: z.int(),
      /** The day on which the tags were read: at most 7 days before the run. */
      tagsReadOn: z.optional(z.string()),
    }),
  ),
});
export type UntaggedAnswer = z.infer<typeof untaggedAnswerSchema>;

/** `curfew untagged` for a program. */
export function untaggedAnswer(
  run: { readonly id: string; readonly day: string },
  users: readonly UntaggedUser[],
  ouNames: Readonly<Record<string, string>>,
): UntaggedAnswer {
  const lacking = (tag: "email" | "userType") => users.filter(({ missing }) => missing.includes(tag)).length;
  return {
    run: run.id,
    day: run.day,
    totals: { users: users.length, withoutEmail: lacking("email"), withoutUserType: lacking("userType") },
    users: users.map(({ account, missing, ...user }) => ({
      accountId: account.id,
      accountName: account.name,
      ou: ouName(account.path, ouNames),
      ...user,
      missing: [...missing],
    })),
  };
}

const columns = [
  "account id",
  "account",
  "ou",
  "user",
  "missing",
  "unusable email",
  "unknown user type",
  "active keys",
  "oldest key in days",
  "tags read on",
];

/**
 * The users as CSV. The byte order mark makes spreadsheets read UTF-8. A cell that begins like a formula gets an
 * apostrophe, because strangers choose user names and tag values (OWASP, CSV Injection).
 */
export function untaggedCsv({ users }: UntaggedAnswer): string {
  const rows = users.map((user) =>
    [
      user.accountId,
      user.accountName,
      user.ou,
      user.userName,
      user.missing.join(" "),
      user.unusableEmail ?? "",
      user.unknownType ?? "",
      String(user.keys),
      String(user.oldestAge),
      user.tagsReadOn ?? "",
    ].map((cell) => cell.replace(/\p{Cc}+/gu, " ")),
  );
  return `${stringify([columns], { bom: true })}${rows.length === 0 ? "" : stringify(rows, { escape_formulas: true })}`;
}
