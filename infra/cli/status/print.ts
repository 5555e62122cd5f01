import type { HorizontalTableRow } from "cli-table3";
import { upcomingDays } from "../../../functions/domain/recorded-timeline.ts";
import { type Attention, holdLine, overdueLine } from "../shared/attention.ts";
import { plainTable, shortened } from "../shared/plain-table.ts";
import { failureText } from "../shared/refused-input.ts";
import { isMissing } from "../shared/run-reader.ts";
import { coverageIncomplete } from "../shared/run-records.ts";
import type { Terminal } from "../shared/terminal.ts";
import { count } from "../shared/words.ts";
import { wrapLines, wrapText } from "../shared/wrap-text.ts";
import type { ListedRun, Status } from "./load.ts";
import { resultOf, scopeOf, took } from "./run-words.ts";

type Look = Terminal["look"];

/** `curfew status`, as a terminal shows it. */
export function statusPage(
  { accountId, region, today, runs, pause, last }: Status,
  { look }: Terminal,
): string {
  return [
    look("bold", `Curfew in ${accountId}, ${region}`),
    "",
    ...pausePart(pause, look),
    ...(runs.length === 0
      ? ["No runs yet. Start one: curfew run --report --watch", ""]
      : runsPart(runs, look)),
    ...lastPart(last, today, look),
  ].join("\n");
}

function pausePart(pause: Status["pause"], look: Look): string[] {
  if (pause === undefined) return [];
  if (isMissing(pause))
    return [wrapText(`Pause: unknown, the ledger cannot be read: ${pause.missing}`, 2), ""];
  const { until, reason, by } = pause;
  const text = `All deactivations are paused until ${until}: ${reason} (${by})`;
  return [look("yellow", wrapText(text, 2)), ""];
}

function runsPart(runs: readonly ListedRun[], look: Look): string[] {
  const hasReportRuns = runs.some(({ outcome }) => outcome?.mode === "report");
  return [
    plainTable({
      head: ["started UTC", "scope", "accounts", "notices", "deactivated", "took", "result"],
      align: "llrrrrl",
      rows: runs.map((run) => runRow(run, look)),
    }),
    ...(hasReportRuns ? [look("dim", "(in brackets: report mode; nothing was sent or deactivated)")] : []),
    ...runs.slice(0, 1).flatMap(({ record, unknown }) => {
      const { status, error, cause } = record;
      const failure = error === coverageIncomplete ? cause : failureText({ error, cause });
      const why = unknown ?? (status === "FAILED" ? failure : undefined);
      return why === undefined ? [] : ["", wrapText(`Last run: ${shortened(why, 400)}`, 2)];
    }),
    ...namesPart(runs),
    "",
  ];
}

/** The names of runs that somebody may restore or approve: the names of daily runs cannot be guessed. */
function namesPart(runs: readonly ListedRun[]): string[] {
  const named = runs.flatMap(({ record, outcome }) => {
    const keys = outcome?.totals.keysDeactivated ?? 0;
    const what =
      outcome?.state === "awaitingApproval"
        ? "needs approval"
        : keys > 0
          ? `${count(keys, "key")} deactivated`
          : undefined;
    return what === undefined ? [] : [`${startedText(record)}  ${record.name}  ${what}`];
  });
  return named.length === 0 ? [] : ["", "Names, for curfew approve and curfew restore --run", ...named];
}

function startedText({ startedAt }: ListedRun["record"]): string {
  return startedAt.toISOString().slice(5, 16).replace("T", " ");
}

function runRow({ record, outcome }: ListedRun, look: Look): HorizontalTableRow {
  const started = startedText(record);
  const { text, is } = resultOf(record, outcome?.state);
  const result = is === undefined ? text : look(is, text);
  const scope = shortened(scopeOf(record), 13);
  if (outcome === undefined) return [started, scope, "", "", "", took(record), result];
  const { mode, totals } = outcome;
  const { listed, evaluated } = totals.accounts;
  const shown = (done: number, wouldBe: number) => (mode === "report" ? `(${wouldBe})` : String(done));
  return [
    started,
    scope,
    `${evaluated}/${listed}`,
    shown(totals.noticesSent, totals.wouldNotify),
    shown(totals.keysDeactivated, totals.wouldDeactivate),
    took(record),
    result,
  ];
}

function lastPart(last: Status["last"], today: string, look: Look): string[] {
  if (isMissing(last)) return [look("bold", "Needs attention"), wrapText(`Unknown: ${last.missing}.`, 2)];
  return [...attentionPart(last.attention, last.run, look), ...duePart(last, today, look)];
}

/** More keys than this are left to the report. */
const mostKeys = 5;

function attentionPart(attention: Attention, run: string, look: Look): string[] {
  const { overdue, longOverdue, holds, awaitingApproval, waiting, undeliverable } = attention;
  const item = (text: string) => wrapText(`- ${text}`, 2);
  const lines = [
    ...(awaitingApproval === 0
      ? []
      : [
          look(
            "yellow",
            item(`${count(awaitingApproval, "key")} await approval. See them: curfew plan ${run}`),
          ),
        ]),
    ...(waiting > awaitingApproval
      ? [
          item(
            `${count(waiting - awaitingApproval, "key")} may be deactivated and wait (curfew plan ${run}).`,
          ),
        ]
      : []),
    ...(overdue.length === 0
      ? []
      : [
          item(`${count(overdue.length, "key")} overdue, ${longOverdue} of them for more than 30 days:`),
          ...overdue.slice(0, mostKeys).map((key) => wrapText(`  ${overdueLine(key)}`, 2)),
          ...(overdue.length > mostKeys ? [`  and ${overdue.length - mostKeys} more; see the report`] : []),
        ]),
    ...holds.map((hold) => item(`On hold: ${holdLine(hold)}`)),
    ...undeliverable
      .slice(0, mostKeys)
      .map(({ address, cause, on, keys }) =>
        item(`SES cannot deliver to ${address} (${cause}, ${on}): ${count(keys, "key")}`),
      ),
    ...untaggedLines(attention).map(item),
  ];
  return lines.length === 0 ? [] : [look("bold", "Needs attention"), ...lines, ""];
}

function untaggedLines({ usersWithoutEmail, usersWithoutType }: Attention): string[] {
  if (usersWithoutEmail + usersWithoutType === 0) return [];
  return [
    `${count(usersWithoutEmail, "user")} without a usable address, ${usersWithoutType} without a known user type: curfew untagged`,
  ];
}

function duePart(last: Exclude<Status["last"], { missing: string }>, today: string, look: Look): string[] {
  const title = look("bold", `Due in the next ${upcomingDays} days`);
  const { run, day, mode, due, accountNames } = last;
  const { days, isPauseNew } = due;
  if (isMissing(days))
    return [title, wrapLines(`Unknown: the pause has changed since run ${run}. ${days.missing}`, 2)];
  const facts = isPauseNew ? ", the settings and the current pause" : "";
  const remarks = [
    ...(mode === "report" ? ["Report mode: this is what Curfew would do in enforce mode."] : []),
    look("dim", wrapText(`From run ${run} of ${day}${facts}, if nothing changes.`, 2)),
    ...(day < today ? [look("yellow", `The last run over the whole Organization was on ${day}.`)] : []),
  ];
  if (days.length === 0) return [title, "Nothing.", ...remarks];
  const table = plainTable({
    head: ["day", "notices", "deactivations", "accounts"],
    align: "lrrl",
    rows: days.map(({ on, notices, deactivations, accounts, more }) => [
      on,
      notices,
      deactivations === 0 ? 0 : look("yellow", String(deactivations)),
      accountsText(
        accounts.map(([id]) => accountNames.get(id) ?? id),
        more,
      ),
    ]),
  });
  return [title, table, ...remarks];
}

/** As many account names as fit in the rest of a line. */
function accountsText(names: readonly string[], more: number): string {
  const widest = 42;
  const shown: string[] = [];
  for (const name of names) {
    const next = shortened(name, 18);
    if (shown.length > 0 && [...shown, next].join(", ").length + ", 99 more".length > widest) break;
    shown.push(next);
  }
  const left = names.length - shown.length + more;
  return shown.join(", ") + (left === 0 ? "" : `, ${left} more`);
}
