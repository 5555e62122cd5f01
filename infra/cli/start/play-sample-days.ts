import { join } from "node:path";
import { synthesize } from "../../cdk/synthesize.ts";
import { firstDeploymentSettings } from "../../sandbox/sample/first-deployment.ts";
import { type ExitCode, exitCodes } from "../shared/exit-codes.ts";
import { failureText } from "../shared/refused-input.ts";
import { shownPath } from "../shared/shown-path.ts";
import type { Terminal } from "../shared/terminal.ts";
import { playDays } from "./play-days.ts";
import { playedDayLine, playedDaysHead } from "./played-day.ts";
import { saveRun } from "./save-run.ts";

/** What `curfew start --sample first-deployment` was asked for. */
export interface PlayOptions {
  readonly days: number;
  /** Absolute. The assemblies go there, and the files of the last run into `latest` below it. */
  readonly directory: string;
}

/** Plays a first deployment day by day, prints a line for each, and saves the last run and all mails. */
export async function playSampleDays(
  { days, directory }: PlayOptions,
  terminal: Terminal,
): Promise<ExitCode> {
  terminal.say("A first deployment: 300 old keys, 10 deactivations a day.");
  terminal.say("The first run is in report mode: it counts notices and sends none.");
  const assembly = (mode: "report" | "enforce") => join(directory, `cdk.out.${mode}`);
  for (const mode of ["report", "enforce"] as const)
    synthesize(firstDeploymentSettings(mode), assembly(mode), { isChecked: false });
  terminal.say(`\n${playedDaysHead}`);
  const played = await playDays({
    reportAssembly: assembly("report"),
    enforceAssembly: assembly("enforce"),
    days,
    onDay: (day) => terminal.say(playedDayLine(day)),
  });
  const { name, last, mails } = played;
  const { status, error, cause } = last.end;
  const files = saveRun(join(directory, "latest"), last, mails);
  terminal.answer({
    run: { name, status, ...(error === undefined ? {} : { error, cause }) },
    ...(last.report === undefined ? {} : { totals: last.report.totals, files }),
    days: played.days,
  });
  if (status !== "SUCCEEDED") {
    terminal.warn(`${name}: ${failureText(last.end)}`);
    return exitCodes.failed;
  }
  terminal.say(`\nReport  ${shownPath(files.report)}`);
  terminal.say(`Mails   ${shownPath(files.mails)}`);
  return exitCodes.ok;
}
