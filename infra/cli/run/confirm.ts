import type { RunInput } from "../../../statemachine/run.ts";
import type { RunReport } from "../../../statemachine/run-report.ts";
import { CommandError } from "../shared/command-error.ts";
import { exitCodes } from "../shared/exit-codes.ts";
import { isMissing, type Missing } from "../shared/run-reader.ts";
import type { Terminal } from "../shared/terminal.ts";
import { count } from "../shared/words.ts";
import { wrapLines } from "../shared/wrap-text.ts";

/** The last full run, as far as the question mentions it. */
export type LastReport =
  | { readonly report: Pick<RunReport, "run" | "totals" | "upcoming" | "plan"> }
  | Missing;

/** What a run in enforce mode may do, as text for the person who starts it. */
export function whatItMayDo({ accountIds }: RunInput, last: LastReport, today: string): string {
  const where = accountIds === undefined ? "the whole Organization" : count(accountIds.length, "account");
  return [
    `This run covers ${where} in the deployed mode. In enforce mode it sends notices to owners and deactivates keys that are due, within today's limit.`,
    lastText(last, today),
    "To change nothing, pass --report.",
  ].join("\n");
}

function lastText(last: LastReport, today: string): string {
  if (isMissing(last)) return `What is due is unknown: ${last.missing}.`;
  const { run, totals, upcoming, plan } = last.report;
  const due = upcoming.filter(({ on }) => on <= today);
  const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
  const notices = count(sum(due.map((day) => day.notices)), "notice");
  const waiting = totals.waitingKeys + sum(due.map((day) => day.deactivations));
  const limit = plan?.limits === undefined ? "" : ` (limit: ${plan.limits.perDay} a day)`;
  return `By the last full run (${run.id}, ${run.mode} mode, ${run.day}), ${notices} and ${count(waiting, "deactivation")}${limit} are due in the Organization.`;
}

/**
 * Asks whether to start a run in enforce mode.
 * @returns whether the person agreed
 * @throws {CommandError} if nobody can answer
 */
export async function agreed(text: string, terminal: Terminal): Promise<boolean> {
  terminal.warn(wrapLines(text, 2));
  const answer = await terminal.ask("Start it? [y/N] ");
  if (answer === undefined)
    throw new CommandError(
      exitCodes.badInput,
      "Nobody can answer the question, because standard input is not a terminal.\nPass --yes to start the run, or --report to change nothing.",
    );
  return /^y(es)?$/i.test(answer.trim());
}
