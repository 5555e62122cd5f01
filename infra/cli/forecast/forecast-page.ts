import type { HorizontalTableRow } from "cli-table3";
import { maskedKeyId } from "../../../functions/domain/access-key.ts";
import { plainTable, shortened } from "../shared/plain-table.ts";
import type { Terminal } from "../shared/terminal.ts";
import { wrapText } from "../shared/wrap-text.ts";
import { count } from "../status/run-words.ts";
import type { Forecast } from "./load-forecast.ts";
import { type KeyStep, type StepTally, stepsOf, tallyBy, tallyOf } from "./tally-steps.ts";
import { unitName } from "./unit-names.ts";

/** Longer lists are cut for a terminal; `--json` has them whole. */
const longestList = 20;

/** `curfew forecast`, as a terminal shows it. */
export function forecastPage(forecast: Forecast, { look }: Terminal): string {
  const { run, from, to, keys, unitNames } = forecast;
  const all = stepsOf(keys);
  const steps = all.filter(({ forecast: { mode } }) => mode === "enforce");
  const reported = tallyOf(all.filter(({ forecast: { mode } }) => mode === "report"));
  const off = steps.filter(({ what }) => what === "deactivate");
  const told = tallyBy(steps, ({ to: people }) => (people.length === 0 ? ["(not known yet)"] : people));
  const section = (title: string, lines: readonly string[]) =>
    lines.length === 0 ? [] : ["", look("bold", title), ...lines];
  return [
    look("bold", `Forecast from ${from} to ${to}`),
    wrapText(sentenceOf(tallyOf(steps))),
    ...section(
      "By day",
      tallyTable(
        "day",
        tallyBy(steps, ({ on }) => [on]),
        Number.POSITIVE_INFINITY,
      ),
    ),
    ...section(
      "By organizational unit",
      tallyTable("unit", byMost(tallyBy(steps, (step) => [unitName(step.forecast.account.path, unitNames)]))),
    ),
    ...section(
      "By account",
      tallyTable(
        "account",
        byMost(tallyBy(steps, ({ forecast: { account } }) => [`${account.id}  ${account.name}`])),
      ),
    ),
    ...section("Keys that will be switched off", offTable(off)),
    ...section("Who will be told", tallyTable("mail to", byMost(told))),
    "",
    ...remarks(forecast, tallyOf(steps), reported).map((remark) => wrapText(`- ${remark}`, 2)),
    look("dim", wrapText(`By run ${run.id} of ${run.day}, the ledger and the settings.`, 2)),
  ].join("\n");
}

/** The whole in one sentence. */
function sentenceOf({ notices, deactivations, possibleNotices, possibleDeactivations }: StepTally): string {
  const certain = `${count(notices, "notice")}, and ${count(deactivations, "key")} switched off`;
  if (possibleNotices + possibleDeactivations === 0) return `${certain}.`;
  return `${certain}; by user types that are not known yet, up to ${count(possibleNotices, "notice")} and ${count(possibleDeactivations, "key")} more.`;
}

function tallyTable(name: string, tallies: ReadonlyMap<string, StepTally>, longest = longestList): string[] {
  if (tallies.size === 0) return ["Nothing."];
  const rows = [...tallies]
    .slice(0, longest)
    .map(
      ([group, tally]): HorizontalTableRow => [
        shortened(group, 46),
        figure(tally.notices, tally.possibleNotices),
        figure(tally.deactivations, tally.possibleDeactivations),
      ],
    );
  return [plainTable({ head: [name, "notices", "off"], align: "lrr", rows }), ...more(tallies.size, longest)];
}

function offTable(steps: readonly KeyStep[]): string[] {
  if (steps.length === 0) return [];
  const rows = steps
    .slice(0, longestList)
    .map(
      ({ on, onlyIf, forecast }): HorizontalTableRow => [
        on,
        shortened(forecast.account.name, 16),
        shortened(forecast.userName, 20),
        maskedKeyId(forecast.accessKeyId),
        onlyIf === undefined ? "" : `if ${onlyIf.join(" or ")}`,
      ],
    );
  return [
    plainTable({ head: ["day", "account", "user", "key", ""], align: "lllll", rows }),
    ...more(steps.length, longestList),
  ];
}

/** `3`, or `3 +2` where two more come only if a user is of some type. */
function figure(certain: number, possible: number): string {
  return possible === 0 ? String(certain) : `${certain} +${possible}`;
}

function more(number: number, shown: number): string[] {
  return number > shown ? [`and ${number - shown} more; --json lists them all`] : [];
}

function byMost(tallies: ReadonlyMap<string, StepTally>): Map<string, StepTally> {
  const size = (tally: StepTally) => Object.values(tally).reduce((sum: number, one: number) => sum + one, 0);
  return new Map([...tallies].sort(([, one], [, other]) => size(other) - size(one)));
}

/** What the figures take for granted, and what nobody knows yet. */
function remarks(
  { unknownAccounts, notReproduced, unreadable }: Forecast,
  total: StepTally,
  reported: StepTally,
): string[] {
  const possible = total.possibleNotices + total.possibleDeactivations;
  const inReport = reported.notices + reported.deactivations;
  return [
    "Taken that nothing changes: keys and tags stay, a run goes over every account each day.",
    ...(possible === 0
      ? []
      : [
          "+n: comes only if the user is of a certain type. Tags are read on a key's first stage, not before.",
        ]),
    ...(inReport === 0
      ? []
      : [
          `Not counted: ${count(reported.notices, "notice")} and ${count(reported.deactivations, "deactivation")} in accounts in report mode, where neither is done.`,
        ]),
    ...(unknownAccounts.length === 0
      ? []
      : [
          `Not known: the keys of ${count(unknownAccounts.length, "account")} that the run did not reach whole: ${shortened(unknownAccounts.map(({ id, name }) => `${id} (${name})`).join(", "), 200)}.`,
        ]),
    ...(notReproduced === 0
      ? []
      : [
          `Of ${count(notReproduced, "key")} only the next step is known: these settings do not lead to what the run decided.`,
        ]),
    ...(unreadable === 0 ? [] : [`Left out: ${count(unreadable, "key")} whose ledger entry cannot be read.`]),
  ];
}
