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
import { readAgain } from "./read-again.ts";

interface UntaggedCommandOptions {
  readonly csv?: boolean;
  readonly fresh?: boolean;
  readonly settings: string;
}

const examples = `
Examples:
  $ curfew untagged
  $ curfew untagged --csv > untagged.csv
  $ curfew untagged --fresh               after you set tags`;

/** `curfew untagged`: which users lack an address or a user type. */
export function addUntaggedCommand({ program, terminal, acts }: CommandHome): void {
  const command = program
    .command("untagged")
    .description("List the users without a usable address or a known user type.")
    .option("--csv", "print CSV, for a spreadsheet or a script")
    .option("--fresh", "first read the tags again, by a run in report mode over the accounts in the list")
    .addOption(settingsOption())
    .allowExcessArguments(false)
    .addHelpText("after", examples);
  acts<UntaggedCommandOptions>(command, async ({ csv, fresh, settings, ...options }) => {
    const connection = await connect(options);
    const { report } = await requireFullRun(connection);
    const { policy } = deployedSettings(settings, connection, report);
    const { keys } = await loadAllFacts(bucketReader(connection), report);
    const among = (some: typeof keys) => untaggedUsers(some, report.run.day, policy.allowedDomains);
    const listed = among(keys);
    const users = fresh === true ? among(await readAgain(connection, keys, listed, terminal)) : listed;
    const answer = untaggedAnswer(report.run, users, report.ouNames);
    terminal.answer(answer);
    terminal.say(csv === true ? untaggedCsv(answer).trimEnd() : untaggedPage(answer, terminal));
    return exitCodes.ok;
  });
}
