import { maskedKeyId } from "../../../functions/domain/access-key.ts";
import type { LastUsed } from "../../../functions/domain/last-used.ts";
import type { Fate } from "../../../functions/domain/plan.ts";
import { plain } from "../../../functions/notices/plain.ts";
import { fateText, planHoldText } from "../../../functions/notices/reason-text.ts";
import { accountLabel, countedKeys, countTable, longestList, moreLine } from "../shared/ou-groups.ts";
import { plainTable, shortened } from "../shared/plain-table.ts";
import type { Terminal } from "../shared/terminal.ts";
import { count, ouName } from "../shared/words.ts";
import { wrapText } from "../shared/wrap-text.ts";
import type { ShownKey, ShownPlan } from "./load.ts";

/** `curfew plan`, as a terminal shows it. */
export function planPage(plan: ShownPlan, { look }: Pick<Terminal, "look">): string {
  const { run, keys, ouNames } = plan;
  const section = (title: string, lines: readonly string[]) =>
    lines.length === 0 ? [] : ["", look("bold", title), ...lines];
  const byAccount = countedKeys(keys, ({ accountId, accountName }) =>
    accountLabel({ id: accountId, name: accountName }),
  );
  return [
    look("bold", `Plan of run ${run.id} (${run.day}, ${run.mode} mode)`),
    ...summary(plan).map((line) => wrapText(line, 2)),
    ...section(
      "By OU",
      countTable(
        ["OU", "keys"],
        // With the ID, because `curfew approve --ou` takes IDs.
        countedKeys(keys, ({ path }) => `${path.at(-1) ?? ""}  ${ouName(path, ouNames)}`),
      ),
    ),
    ...section("By account", countTable(["account", "keys"], byAccount)),
    ...section("Keys, by oldest named day", keyTable(keys)),
    ...approvalHint(plan),
  ].join("\n");
}

function summary({ run, state, hold, limits, keys }: ShownPlan): string[] {
  if (state === "nothingDue")
    return run.mode === "report"
      ? ["A run in report mode plans no deactivations. What comes next: curfew forecast"]
      : ["No key is due for deactivation."];
  const fates = countedKeys(keys, ({ fate }) => fate);
  const limit =
    limits === undefined
      ? []
      : [
          `Limits: ${limits.perDay} keys a day, ${limits.perDayAndAccount} in one account; approval above ${limits.approvalAbove} keys. Other runs of the day had reserved ${limits.reserved}.`,
        ];
  return [
    ...(hold === undefined ? [] : [`Nothing is deactivated: ${planHoldText(hold)}.`]),
    `${count(keys.length, "key")} due:`,
    ...fates.map(([fate, number]) => `  ${number} ${fateWords[fate] ?? fate}`),
    ...limit,
  ];
}

const fateWords: Readonly<Record<string, string>> = {
  deactivate: fateText("deactivate"),
  waitsForPace: "wait: today's limit is reached",
  waitsForAccountPace: "wait: today's limit for their account is reached",
  awaitsApproval: "await approval",
  onHold: "wait: all deactivations are on hold",
} satisfies Record<Fate, string>;

/** Short enough for a column; the summary above says the same in full. */
const shortFates: Readonly<Record<Fate, string>> = {
  deactivate: "today",
  waitsForPace: "waits",
  waitsForAccountPace: "waits",
  awaitsApproval: "approval",
  onHold: "on hold",
};

function keyTable(keys: readonly ShownKey[]): string[] {
  if (keys.length === 0) return [];
  const rows = keys
    .slice(0, longestList)
    .map(({ named, accountName, userName, accessKeyId, lastUsed, owner, fate }) => [
      named,
      shortened(plain(accountName), 10),
      shortened(plain(userName), 12),
      maskedKeyId(accessKeyId),
      lastUsedText(lastUsed),
      shortened(plain(owner ?? "-"), 13),
      shortFates[fate],
    ]);
  return [
    plainTable({
      head: ["named", "account", "user", "key", "last used", "owner", "fate"],
      align: "lllllll",
      rows,
    }),
    ...moreLine(keys.length),
  ];
}

function lastUsedText(lastUsed: LastUsed | undefined): string {
  if (lastUsed === undefined) return "-";
  return lastUsed.state === "used" ? lastUsed.on : lastUsed.state;
}

function approvalHint({ run, keys }: ShownPlan): string[] {
  if (!keys.some(({ fate }) => fate === "awaitsApproval")) return [];
  return [
    "",
    "Approve all of it, or part of it with --account <id> or --ou <id>:",
    `  curfew approve ${run.id} --reason "<why>"`,
  ];
}
