import { parse } from "../../../functions/runtime/parse.ts";
import { accountIdSchema } from "../../../statemachine/policy.ts";
import type { Settings } from "../../cdk/settings.ts";
import { CommandError } from "../shared/command-error.ts";
import type { CommandHome } from "../shared/command-home.ts";
import { type Connection, connect } from "../shared/connection.ts";
import { deployedSettings, isDefaultSettings, settingsOption } from "../shared/deployed-settings.ts";
import { exitCodes } from "../shared/exit-codes.ts";
import { requireWholeRun, type WholeRun } from "../shared/load-run-report.ts";
import type { Terminal } from "../shared/terminal.ts";
import { wrapLines } from "../shared/wrap-text.ts";
import { loadStories, storyDay, wantedBy } from "./load-stories.ts";
import { storyAnswer } from "./story-answer.ts";
import { storyPage } from "./story-page.ts";

interface ExplainCommandOptions {
  readonly account?: string;
  readonly settings: string;
}

const examples = `
Examples:
  $ curfew explain AKIAIOSFODNN7EXAMPLE
  $ curfew explain jane.doe --account 100000000006`;

/** `curfew explain`: the whole story of a key, or of a user's keys. */
export function addExplainCommand({ program, terminal, acts }: CommandHome): void {
  const command = program
    .command("explain")
    .description("The story of a key: what was decided and why, and what comes next.")
    .argument("<key-or-user>", "an access key id in full, or the name of an IAM user")
    .option("--account <id>", "the account it is in")
    .addOption(settingsOption())
    .allowExcessArguments(false)
    .addHelpText("after", examples);
  acts<ExplainCommandOptions>(command, async ({ account, settings, ...options }, operand = "") => {
    const accountId = account === undefined ? undefined : parse(accountIdSchema, account, "--account");
    const connection = await connect(options);
    const whole = await requireWholeRun(connection);
    const policy = settingsAtHand(settings, connection, whole, terminal)?.policy;
    const today = storyDay();
    const stories = await loadStories({
      connection,
      whole,
      wanted: wantedBy(operand),
      accountId,
      policy,
      today,
    });
    terminal.answer({ keys: stories.map(storyAnswer) });
    terminal.say(stories.map((story) => storyPage(story, terminal)).join("\n\n"));
    return exitCodes.ok;
  });
}

/** The story can be told without the settings; who names a file must have named the right one. */
function settingsAtHand(
  file: string,
  connection: Connection,
  { report }: WholeRun,
  terminal: Terminal,
): Settings | undefined {
  try {
    return deployedSettings(file, connection, report);
  } catch (error) {
    if (!(error instanceof CommandError) || !isDefaultSettings(file)) throw error;
    terminal.warn(wrapLines(`Told without the settings: ${error.message}\n`, 2));
    return undefined;
  }
}
