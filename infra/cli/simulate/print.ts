import { maskedKeyId } from "../../../functions/domain/access-key.ts";
import { plain } from "../../../functions/notices/plain.ts";
import { longestList, moreLine } from "../shared/ou-groups.ts";
import { plainTable, shortened } from "../shared/plain-table.ts";
import type { Terminal } from "../shared/terminal.ts";
import { count } from "../shared/words.ts";
import { wrapText } from "../shared/wrap-text.ts";
import { deactivationsByOu } from "./answer.ts";
import { type ChangedKey, type Comparison, dayOfStep } from "./compare.ts";

/** `curfew simulate`, as a terminal shows it. */
export function simulatePage(comparison: Comparison, { look }: Pick<Terminal, "look">): string {
  const { run, from, to, changed, keys } = comparison;
  const section = (title: string, lines: readonly string[]) =>
    lines.length === 0 ? [] : ["", look("bold", title), ...lines];
  const summary =
    changed.length === 0
      ? ["No difference: every key has the same notices and the same deactivation."]
      : [`${count(changed.length, "key")} of ${keys.length} have another future.`, ...changesText(changed)];
  return [
    look("bold", `Simulation from ${from} to ${to}: current settings against new ones`),
    ...summary.map((line) => wrapText(line, 2)),
    ...section("Deactivations", daysTable(comparison)),
    ...section("Deactivations under the new settings, by OU", ouTable(comparison)),
    ...section("Keys with another fate", changedTable(changed)),
    ...section("Limits under the new settings", limitLines(comparison)),
    "",
    ...remarks(comparison).map((remark) => wrapText(`- ${remark}`, 2)),
    look("dim", wrapText(`From the facts of run ${run.id} of ${run.day}.`, 2)),
  ].join("\n");
}

function changesText(changed: readonly ChangedKey[]): string[] {
  const counted = (field: "deactivation" | "firstNotice", noun: string) => {
    const parts = (["earlier", "later", "only now", "no longer"] as const).flatMap((kind) => {
      const number = changed.filter((key) => key[field] === kind).length;
      return number === 0 ? [] : [`${number} ${kind}`];
    });
    return parts.length === 0 ? [] : [`${noun}: ${parts.join(", ")}.`];
  };
  return [...counted("deactivation", "Deactivations"), ...counted("firstNotice", "First notices")];
}

function daysTable({ before, after }: Comparison): string[] {
  const rows = after.days.flatMap((day, index) => {
    const old = before.days[index];
    const figures = [old?.deactivated ?? 0, day.deactivated, day.waiting, day.awaitingApproval];
    return figures.every((figure) => figure === 0) ? [] : [[day.on, ...figures]];
  });
  if (rows.length === 0) return [];
  return [
    plainTable({
      head: ["day", "current", "new", "new: waiting", "new: need approval"],
      align: "lrrrr",
      rows,
    }),
  ];
}

function ouTable(comparison: Comparison): string[] {
  const all = deactivationsByOu(comparison);
  if (all.length === 0) return [];
  const rows = all.slice(0, longestList).map(({ on, ou, keys }) => [on, shortened(plain(ou), 50), keys]);
  return [plainTable({ head: ["day", "OU", "keys"], align: "llr", rows }), ...moreLine(all.length)];
}

function changedTable(changed: readonly ChangedKey[]): string[] {
  const shown = changed.filter(
    ({ deactivation, firstNotice }) => deactivation !== "same" || firstNotice !== "same",
  );
  if (shown.length === 0) return [];
  const rows = shown
    .slice(0, longestList)
    .map(({ key, before, after }) => [
      maskedKeyId(key.accessKeyId),
      shortened(plain(key.userName), 14),
      key.account.id,
      `${dayOfStep(before, "deactivate") ?? "-"} > ${dayOfStep(after, "deactivate") ?? "-"}`,
      shortDay(dayOfStep(before, "notify"), dayOfStep(after, "notify")),
    ]);
  return [
    plainTable({ head: ["key", "user", "account", "deactivation", "first notice"], align: "lllll", rows }),
    ...moreLine(shown.length),
  ];
}

/** Two days without their year, so that the table fits. */
function shortDay(before: string | undefined, after: string | undefined): string {
  return `${before?.slice(5) ?? "-"} > ${after?.slice(5) ?? "-"}`;
}

function limitLines({ after, approvalNeededOn }: Comparison): string[] {
  const { pace, approvalAbove, days } = after;
  const waits = days.find(({ waiting }) => waiting > 0);
  return [
    `${pace.perDay} keys a day, ${pace.perDayAndAccount} in one account; approval above ${approvalAbove} keys.`,
    ...(approvalNeededOn === undefined
      ? ["No approval is needed."]
      : [`From ${approvalNeededOn} on an approval is needed; without one these keys are not deactivated.`]),
    ...(waits === undefined
      ? []
      : [`From ${waits.on} on keys wait for the daily limit, the change window or a pause.`]),
  ].map((line) => wrapText(line, 2));
}

function remarks({ newAccounts, keysWithoutTags, tagNamesDiffer }: Comparison): string[] {
  return [
    "Assumes that keys and tags do not change, that every notice is delivered, that every account is evaluated daily, and that nobody approves a plan.",
    ...(keysWithoutTags === 0
      ? []
      : [
          `The tags of ${count(keysWithoutTags, "key")} are not read yet. Their notices count, and no deactivation does.`,
        ]),
    ...(newAccounts.length === 0
      ? []
      : [
          `Unknown: the keys of ${count(newAccounts.length, "account")} that the last run skipped and the new settings include.`,
        ]),
    ...(tagNamesDiffer
      ? [
          "The new settings name other tags, which no run has read. The simulation uses the tags that the last run read.",
        ]
      : []),
  ];
}
