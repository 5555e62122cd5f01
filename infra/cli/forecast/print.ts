import { maskedKeyId } from "../../../functions/domain/access-key.ts";
import { plain } from "../../../functions/notices/plain.ts";
import { accountLabel, longestList, moreLine } from "../shared/ou-groups.ts";
import { plainTable, shortened } from "../shared/plain-table.ts";
import type { Terminal } from "../shared/terminal.ts";
import { count, ouName, predictionAssumes } from "../shared/words.ts";
import { wrapText } from "../shared/wrap-text.ts";
import { byDay, tallyOf } from "./answer.ts";
import type { Forecast, ForecastStep } from "./load.ts";

/** `curfew forecast`, as a terminal shows it. */
export function forecastPage(forecast: Forecast, { look }: Pick<Terminal, "look">): string {
  const { run, from, to, ouNames } = forecast;
  const steps = forecast.steps.filter(({ mode }) => mode === "enforce");
  const { notices, deactivations } = tallyOf(steps);
  const section = (title: string, lines: readonly string[]) =>
    lines.length === 0 ? [] : ["", look("bold", title), ...lines];
  const grouped = (groupsOf: (step: ForecastStep) => readonly string[]) => {
    const groups = new Map<string, ForecastStep[]>();
    for (const step of steps)
      for (const group of groupsOf(step)) groups.set(group, [...(groups.get(group) ?? []), step]);
    return [...groups].toSorted(([, one], [, other]) => other.length - one.length);
  };
  return [
    look("bold", `Forecast from ${from} to ${to}`),
    `${count(notices, "notice")} and ${count(deactivations, "deactivation")}.`,
    ...section("By day", tallyTable("day", byDay(steps), Number.POSITIVE_INFINITY)),
    ...section(
      "By OU",
      tallyTable(
        "OU",
        grouped(({ account }) => [ouName(account.path, ouNames)]),
      ),
    ),
    ...section(
      "By account",
      tallyTable(
        "account",
        grouped(({ account }) => [accountLabel(account)]),
      ),
    ),
    ...section("Keys that Curfew deactivates", deactivationTable(steps)),
    ...section("Who is notified", tallyTable("mail to", grouped(recipientsOf))),
    "",
    ...remarks(forecast).map((remark) => wrapText(`- ${remark}`, 2)),
    look("dim", wrapText(`From run ${run.id} of ${run.day} and the settings.`, 2)),
  ].join("\n");
}

function recipientsOf({ step, areTagsKnown }: ForecastStep): readonly string[] {
  if (step.what === "deactivate") return [];
  return areTagsKnown ? step.to.map(({ address }) => address) : ["(tags not read yet)"];
}

function tallyTable(
  name: string,
  groups: readonly (readonly [string, readonly ForecastStep[]])[],
  longest = longestList,
): string[] {
  if (groups.length === 0) return [];
  const rows = groups.slice(0, longest).map(([group, steps]) => {
    const { notices, deactivations } = tallyOf(steps);
    return [shortened(plain(group), 46), notices, deactivations];
  });
  return [
    plainTable({ head: [name, "notices", "deactivations"], align: "lrr", rows }),
    ...moreLine(groups.length, longest),
  ];
}

function deactivationTable(steps: readonly ForecastStep[]): string[] {
  const due = steps.filter(({ step }) => step.what === "deactivate");
  if (due.length === 0) return [];
  const rows = due
    .slice(0, longestList)
    .map(({ step, account, userName, accessKeyId }) => [
      step.on,
      shortened(plain(account.name), 20),
      shortened(plain(userName), 28),
      maskedKeyId(accessKeyId),
    ]);
  return [
    plainTable({ head: ["day", "account", "user", "key"], align: "llll", rows }),
    ...moreLine(due.length),
  ];
}

/** What the figures assume, and what nobody knows yet. */
function remarks({ steps, unknownAccounts, keysWithoutTags, pausedUntil, from }: Forecast): string[] {
  const reported = tallyOf(steps.filter(({ mode }) => mode === "report"));
  const names = unknownAccounts.map(({ id, name }) => `${id} (${plain(name, 50)})`).join(", ");
  return [
    predictionAssumes,
    ...(pausedUntil === undefined || pausedUntil < from
      ? []
      : [`Paused until ${pausedUntil} (included): no key is deactivated before the day after.`]),
    ...(keysWithoutTags === 0
      ? []
      : [
          `The tags of ${count(keysWithoutTags, "key")} are read on the first stage. Until then their notices count, and no deactivation does.`,
        ]),
    ...(reported.notices + reported.deactivations === 0
      ? []
      : [
          `Not counted: ${count(reported.notices, "notice")} and ${count(reported.deactivations, "deactivation")} in accounts in report mode.`,
        ]),
    ...(unknownAccounts.length === 0
      ? []
      : [
          `Unknown: ${count(unknownAccounts.length, "account")} not or only partly evaluated: ${shortened(names, 200)}.`,
        ]),
  ];
}
