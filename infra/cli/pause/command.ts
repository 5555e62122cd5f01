import type * as z from "zod/mini";
import { dayOf } from "../../../functions/domain/calendar-day.ts";
import { plain } from "../../../functions/notices/plain.ts";
import type { CommandHome } from "../shared/command-home.ts";
import { connect } from "../shared/connection.ts";
import { exitCodes } from "../shared/exit-codes.ts";
import { wrapText } from "../shared/wrap-text.ts";
import type { pauseAnswerSchema, resumeAnswerSchema } from "./answer.ts";
import { pauseDeactivations, resumeDeactivations } from "./pause.ts";

interface PauseCommandOptions {
  readonly until: string;
  readonly reason: string;
}

const examples = `
Examples:
  $ curfew pause --until 2027-01-06 --reason "change freeze"
  $ curfew resume`;

/** `curfew pause` and `curfew resume`: stop all deactivations for a time, without a deployment. */
export function addPauseCommands({ program, terminal, acts }: CommandHome): void {
  const pause = program
    .command("pause")
    .description("Stop all deactivations until a day; notices still go out.")
    .requiredOption("--until <date>", "the last day of the pause, YYYY-MM-DD (UTC)")
    .requiredOption("--reason <text>", "why; plan, report and digest show it")
    .allowExcessArguments(false)
    .addHelpText("after", examples);
  acts<PauseCommandOptions>(pause, async ({ until, reason, ...options }) => {
    const connection = await connect(options);
    const request = { until, reason, by: connection.callerArn };
    const result = await pauseDeactivations(connection, request, new Date());
    terminal.answer(result satisfies z.input<typeof pauseAnswerSchema>);
    terminal.say(wrapText(`Deactivations are paused until ${until}, that day included (UTC).`, 2));
    if (result.replaced !== undefined)
      terminal.say(
        wrapText(
          `This replaces the pause until ${result.replaced.until}: ${plain(result.replaced.reason)}`,
          2,
        ),
      );
    terminal.say("A run in progress stops before its next key. To end the pause: curfew resume");
    return exitCodes.ok;
  });
  const resume = program
    .command("resume")
    .description("End the pause of deactivations.")
    .allowExcessArguments(false);
  acts(resume, async (options) => {
    const ended = await resumeDeactivations(await connect(options));
    terminal.answer({ ended: ended ?? null } satisfies z.input<typeof resumeAnswerSchema>);
    const text =
      ended === undefined || ended.until < dayOf(new Date())
        ? "There was no pause in force."
        : `The pause until ${ended.until} has ended: ${plain(ended.reason)}`;
    terminal.say(wrapText(text, 2));
    return exitCodes.ok;
  });
}
