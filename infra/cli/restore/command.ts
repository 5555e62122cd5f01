import { maskedKeyId } from "../../../functions/domain/access-key.ts";
import { parse } from "../../../functions/runtime/parse.ts";
import { runInputSchema } from "../../../statemachine/contract.ts";
import { answerInterrupted } from "../run/execution-end.ts";
import { followRun } from "../run/follow-run.ts";
import { startRun } from "../run/start-run.ts";
import type { CommandHome } from "../shared/command-home.ts";
import { connect } from "../shared/connection.ts";
import { wholeNumber } from "../shared/whole-number.ts";
import { wrapText } from "../shared/wrap-text.ts";
import { answerRestore } from "./answer-restore.ts";
import { findRestoreAccount } from "./find-restore-account.ts";

interface RestoreCommandOptions {
  readonly account?: string;
  readonly days: string;
  readonly reason: string;
}

const examples = `
Examples:
  $ curfew restore AKIAIOSFODNN7EXAMPLE --days 3 --reason "new key does not work"`;

/** `curfew restore`: has a key switched on again that Curfew switched off, by the state machine's own role. */
export function addRestoreCommand({ program, terminal, acts }: CommandHome): void {
  const command = program
    .command("restore")
    .description("Switch a key on again, for some days, that Curfew switched off.")
    .argument("<key>", "the access key id in full")
    .requiredOption("--days <number>", "it stays on today and for so many days more, 1 to 90")
    .requiredOption("--reason <text>", "for the owner, the security contact and the ledger")
    .option("--account <id>", "the account it is in; the ledger knows it, but to find it takes a scan")
    .allowExcessArguments(false)
    .addHelpText("after", examples);
  acts<RestoreCommandOptions>(command, async ({ account, days: typed, reason, ...options }, key = "") => {
    const days = wholeNumber(typed, "--days", { least: 1, most: 90 });
    const orderIn = (accountId: string) =>
      parse(runInputSchema, { restore: { accountId, accessKeyId: key, days, reason } }, "run input");
    // Checked before anything is looked up, with an account that stands for the one to be found.
    orderIn(account ?? "000000000000");
    const connection = await connect(options);
    const input = orderIn(account ?? (await findRestoreAccount(connection, key)));
    const { name, executionArn, startedAt } = await startRun(connection, input);
    const run = { name, executionArn, startedAt };
    const end = await followRun(connection, run, {
      started: () => terminal.say(wrapText(`Started ${name}: ${maskedKeyId(key)} is to be switched on.`, 2)),
      // One key has no map run to count.
      progress: () => undefined,
    });
    return end === "interrupted" ? answerInterrupted(run, terminal) : answerRestore(run, end, terminal);
  });
}
