import type { HorizontalTableRow } from "cli-table3";
import { plainTable, shortened } from "../shared/plain-table.ts";
import { failureText } from "../shared/refused-input.ts";
import { coverageIncomplete } from "../shared/run-records.ts";
import type { Terminal } from "../shared/terminal.ts";
import { wrapText } from "../shared/wrap-text.ts";
import { daysAhead, type ListedRun, type Status } from "./load-status.ts";
import { resultOf, scopeOf, took } from "./run-words.ts";

type Look = Terminal["look"];

/** `curfew status`, as a terminal shows it. */
export function statusPage({ accountId, region, today, runs, due }: Status, { look }: Terminal): string {
  return [
    look("bold", `Curfew in ${accountId}, ${region}`),
    "",
    ...(runs.length === 0 ? ["No runs yet. Start one: curfew run --report --watch"] : runsPart(runs, look)),
    ...duePart(due, today, look),
  ].join("\n");
}

function runsPart(runs: readonly ListedRun[], look: Look): string[] {
  const reported = runs.some(({ outcome }) => outcome?.mode === "report");
  return [
    plainTable({
      head: ["started UTC", "mode", "scope", "accounts", "sent", "off", "took", "result"],
      align: "lllrrrrl",
      rows: runs.map((run) => runRow(run, look)),
    }),
    ...(reported ? [look("dim", "(in brackets: report mode, so nothing was sent or switched off)")] : []),
    ...runs.slice(0, 1).flatMap(({ record, unknown }) => {
      const { status, error, cause } = record;
      const failure = error === coverageIncomplete ? cause : failureText({ error, cause });
      const why = unknown ?? (status === "FAILED" ? failure : undefined);
      return why === undefined ? [] : ["", wrapText(`Last run: ${shortened(why, 400)}`, 2)];
    }),
    "",
  ];
}

function runRow({ record, outcome }: ListedRun, look: Look): HorizontalTableRow {
  const started = record.startedAt.toISOString().slice(5, 16).replace("T", " ");
  const { text, is } = resultOf(record);
  const result = is === undefined ? text : look(is, text);
  const scope = shortened(scopeOf(record), 13);
  if (outcome === undefined) return [started, "", scope, "", "", "", took(record), result];
  const { mode, totals } = outcome;
  const { accounts } = totals;
  const reported = mode === "report";
  const shown = (done: number, wouldBe: number) => (reported ? `(${wouldBe})` : String(done));
  return [
    started,
    mode,
    scope,
    `${accounts.reached}/${accounts.listed}`,
    shown(totals.noticesSent, totals.wouldNotify),
    shown(totals.keysDeactivated, totals.wouldDeactivate),
    took(record),
    result,
  ];
}

function duePart(due: Status["due"], today: string, look: Look): string[] {
  const title = look("bold", `Due in the next ${daysAhead} days`);
  if ("missing" in due) return [title, wrapText(`Not known: ${due.missing}.`, 2)];
  const { run, day, mode, days, accountNames } = due;
  const remarks = [
    ...(mode === "report" ? ["In report mode: these are what an enforcing Curfew would do."] : []),
    look("dim", wrapText(`By run ${run} of ${day}; each key counts with its next step only.`, 2)),
    ...(day < today ? [look("yellow", `The last run over the whole Organization was on ${day}.`)] : []),
  ];
  if (days.length === 0) return [title, "Nothing.", ...remarks];
  const table = plainTable({
    head: ["day", "notices", "off", "accounts"],
    align: "lrrl",
    rows: days.map(({ on, notices, deactivations, accounts }) => [
      on,
      notices,
      deactivations === 0 ? 0 : look("yellow", String(deactivations)),
      namesOf(accounts, accountNames),
    ]),
  });
  return [title, table, ...remarks];
}

/** As many names as fit in the rest of a line, those with most due first. */
function namesOf(
  accounts: readonly (readonly [string, number, number])[],
  names: ReadonlyMap<string, string>,
): string {
  const widest = 48;
  const sorted = accounts.toSorted(([, a, b], [, c, d]) => c + d - (a + b));
  const shown: string[] = [];
  for (const [id] of sorted) {
    const next = shortened(names.get(id) ?? id, 20);
    const rest = sorted.length - shown.length - 1;
    const more = rest === 0 ? "" : `, ${rest} more`;
    if (shown.length > 0 && [...shown, next].join(", ").length + more.length > widest) break;
    shown.push(next);
  }
  const left = sorted.length - shown.length;
  return shown.join(", ") + (left === 0 ? "" : `, ${left} more`);
}
