import { plain } from "../../../functions/notices/plain.ts";
import { longestList, moreLine } from "../shared/ou-groups.ts";
import { plainTable, shortened } from "../shared/plain-table.ts";
import type { Terminal } from "../shared/terminal.ts";
import { count } from "../shared/words.ts";
import { wrapText } from "../shared/wrap-text.ts";
import type { UntaggedAnswer } from "./answer.ts";

/** `curfew untagged`, as a terminal shows it. */
export function untaggedPage(
  { run, day, totals, users }: UntaggedAnswer,
  { look }: Pick<Terminal, "look">,
): string {
  const source = look("dim", wrapText(`From run ${run} of ${day}. ${howOld(users)}`, 2));
  if (users.length === 0)
    return ["Every user whose tags were read has an address and a user type.", source].join("\n");
  const title = `${count(totals.users, "user")}: ${totals.withoutEmail} without a usable address, ${totals.withoutUserType} without a known user type`;
  const rows = users
    .slice(0, longestList)
    .map(({ accountId, accountName, userName, missing, unusableEmail, unknownType, oldestAge }) => [
      accountId,
      shortened(plain(accountName), 16),
      shortened(plain(userName), 20),
      `${oldestAge} d`,
      [
        ...(missing.includes("email") ? [unusableEmail === undefined ? "email" : "email unusable"] : []),
        ...(missing.includes("userType") ? [unknownType === undefined ? "user type" : "type unknown"] : []),
      ].join(", "),
    ]);
  return [
    look("bold", wrapText(title, 2)),
    "",
    plainTable({ head: ["account", "name", "user", "oldest", "missing"], align: "lllrl", rows }),
    ...moreLine(users.length, longestList, "--csv and --json list"),
    "",
    wrapText(
      "Without a usable address the fallback contact gets the notices; without a user type the key is never deactivated.",
      2,
    ),
    source,
  ].join("\n");
}

/** When the tags were read: a run may use what an earlier one read. */
function howOld(users: UntaggedAnswer["users"]): string {
  const days = users.flatMap(({ tagsReadOn }) => tagsReadOn ?? []).toSorted();
  const [oldest] = days;
  const rule = "Curfew reads tags when a key reaches its first stage, and again within 7 days.";
  if (oldest === undefined) return rule;
  const latest = days.at(-1);
  const when = oldest === latest ? `on ${oldest}` : `from ${oldest} to ${latest}`;
  return `${rule} These were read ${when}. To read them again now: curfew untagged --fresh`;
}
