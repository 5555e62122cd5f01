import { CommandError } from "../shared/command-error.ts";
import type { CommandHome } from "../shared/command-home.ts";
import { type Connection, connect } from "../shared/connection.ts";
import { exitCodes } from "../shared/exit-codes.ts";
import { loadReport, requireFullRun } from "../shared/full-run.ts";
import { loadPlan } from "../shared/run-facts.ts";
import { bucketReader, isMissing } from "../shared/run-reader.ts";
import { dayOfRun, findRun } from "../shared/run-records.ts";
import { whileSaying } from "../shared/slow-note.ts";
import { planAnswer } from "./answer.ts";
import { type ShownPlan, shownPlan } from "./load.ts";
import { planPage } from "./print.ts";

const examples = `
Examples:
  $ curfew plan
  $ curfew plan daily-2026-11-29 --json`;

/** `curfew plan`: what a run found due, by OU and account, and what happens to each key. */
export function addPlanCommand({ program, terminal, acts }: CommandHome): void {
  const command = program
    .command("plan")
    .description("Show which keys are due for deactivation, and what happens to each.")
    .argument("[run]", "the name of a run (default: the last full run)")
    .allowExcessArguments(false)
    .addHelpText("after", examples);
  acts(command, async (options, name) => {
    const plan = await whileSaying("Reading the plan", load(await connect(options), name));
    terminal.answer(planAnswer(plan));
    terminal.say(planPage(plan, terminal));
    return exitCodes.ok;
  });
}

async function load(connection: Connection, name: string | undefined): Promise<ShownPlan> {
  const reader = bucketReader(connection);
  const record =
    name === undefined ? (await requireFullRun(connection)).record : await findRun(connection, name);
  const file = await loadPlan(reader, { id: record.name, day: dayOfRun(record) });
  if (isMissing(file))
    throw new CommandError(
      exitCodes.failed,
      `Run ${record.name} has no plan to show: ${file.missing}.\nIts execution may still be running, or it failed before the plan: curfew status`,
    );
  const report = await loadReport(reader, record);
  return shownPlan(file, isMissing(report) ? undefined : report);
}
