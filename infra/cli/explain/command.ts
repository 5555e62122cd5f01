import { parse } from "../../../functions/runtime/parse.ts";
import { accountIdSchema } from "../../../statemachine/policy.ts";
import type { CommandHome } from "../shared/command-home.ts";
import { connect } from "../shared/connection.ts";
import { policyAtHand, settingsOption } from "../shared/deployed-settings.ts";
import { exitCodes } from "../shared/exit-codes.ts";
import { wantedBy } from "../shared/find-keys.ts";
import { requireFullRun } from "../shared/full-run.ts";
import { isMissing } from "../shared/run-reader.ts";
import { whileSaying } from "../shared/slow-note.ts";
import { wrapLines } from "../shared/wrap-text.ts";
import { explainAnswer } from "./answer.ts";
import { liveReader, withLive } from "./live.ts";
import { loadStories } from "./load.ts";
import { storyPage } from "./print.ts";
import type { KeyStory } from "./story.ts";

interface ExplainCommandOptions {
  readonly account?: string;
  readonly settings: string;
  readonly live?: string | true;
}

const examples = `
Examples:
  $ curfew explain AKIAIOSFODNN7EXAMPLE
  $ curfew explain …MPLE
  $ curfew explain jane.doe --account 100000000006
  $ curfew explain jane.doe --live sandbox-readonly`;

/** `curfew explain`: everything that Curfew knows about a key, or about a user's keys. */
export function addExplainCommand({ program, terminal, acts }: CommandHome): void {
  const command = program
    .command("explain")
    .description("Explain a key: facts, decision, rule, history, and what comes next.")
    .argument("<key-or-user>", "a full access key ID, its last four characters, or a user name")
    .option("--account <id>", "the account of the key")
    .option("--live [profile]", "read the key in its account now, with a profile of that account")
    .addOption(settingsOption())
    .allowExcessArguments(false)
    .addHelpText("after", examples);
  acts<ExplainCommandOptions>(command, async ({ account, settings, live, ...options }, operand = "") => {
    const wanted = wantedBy(operand);
    const accountId = account === undefined ? undefined : parse(accountIdSchema, account, "--account");
    const connection = await connect(options);
    const full = await requireFullRun(connection);
    const known = policyAtHand(settings, connection, full.report);
    if (isMissing(known)) terminal.warn(wrapLines(`What comes next is not shown: ${known.missing}\n`, 2));
    const policy = isMissing(known) ? undefined : known;
    const search = { connection, full, wanted, accountId, policy };
    let stories: KeyStory[] = await whileSaying("Reading report and ledger", loadStories(search));
    if (live !== undefined) {
      const read = await liveReader(
        connection,
        stories[0]?.accountId ?? "",
        live === true ? undefined : live,
      );
      stories = await Promise.all(stories.map((story) => withLive(story, read, policy)));
    }
    terminal.answer(explainAnswer(stories));
    terminal.say(stories.map((story) => storyPage(story, terminal)).join("\n\n"));
    return exitCodes.ok;
  });
}
