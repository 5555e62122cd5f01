import type { CommandHome } from "../shared/command-home.ts";
import { connect } from "../shared/connection.ts";
import { deployedSettings, settingsOption } from "../shared/deployed-settings.ts";
import { exitCodes } from "../shared/exit-codes.ts";
import { requireFullRun } from "../shared/full-run.ts";
import { loadAllFacts } from "../shared/run-facts.ts";
import { bucketReader } from "../shared/run-reader.ts";
import { untaggedAnswer, untaggedCsv } from "./answer.ts";
import { untaggedUsers } from "./load.ts";
import { untaggedPage } from "./print.ts";

interface UntaggedCommandOptions {
  readonly csv?: boolean;
  readonly settings: string;
}

const examples = `
Examples:
  $ curfew untagged
  $ curfew untagged --csv > untagged.csv`;

/** `curfew untagged`: which users lack an address or a user type. */
export function addUntaggedCommand({ program, terminal, acts }: CommandHome): void {
  const command = program
    .command("untagged")
    .description("List the users without a usable address or a known user type.")
    .option("--csv", "print CSV, for a spreadsheet or a script")
    .addOption(settingsOption())
    .allowExcessArguments(false)
    .addHelpText("after", examples);
  acts<UntaggedCommandOptions>(command, async ({ csv, settings, ...options }) => {
    const connection = await connect(options);
    const { report } = await requireFullRun(connection);
    const { policy } = deployedSettings(settings, connection, report);
    const facts = await loadAllFacts(bucketReader(connection), report);
    const users = untaggedUsers(facts.keys, report.run.day, policy.allowedDomains);
    const answer = untaggedAnswer(report.run, users, report.ouNames);
    terminal.answer(answer);
    terminal.say(csv === true ? untaggedCsv(answer).trimEnd() : untaggedPage(answer, terminal));
    return exitCodes.ok;
  });
}
