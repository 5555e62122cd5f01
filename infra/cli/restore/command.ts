import { maskedKeyId } from "../../../functions/domain/access-key.ts";
import { parse } from "../../../functions/runtime/parse.ts";
import { accountIdSchema } from "../../../statemachine/policy.ts";
import type { RestoreInput } from "../../../statemachine/restore.ts";
import type { CommandHome } from "../shared/command-home.ts";
import { type Connection, connect } from "../shared/connection.ts";
import { answerInterrupted } from "../shared/execution-end.ts";
import { isSimilar, wantedBy } from "../shared/find-keys.ts";
import { searchLedger } from "../shared/ledger-search.ts";
import { progressBar } from "../shared/progress-bar.ts";
import { manualRunName } from "../shared/run-name.ts";
import { dayOfRun, findRun } from "../shared/run-records.ts";
import { whileSaying } from "../shared/slow-note.ts";
import { startExecution } from "../shared/start-execution.ts";
import { watchExecution } from "../shared/watch-execution.ts";
import { wholeNumber } from "../shared/whole-number.ts";
import { wrapText } from "../shared/wrap-text.ts";
import { chosenKey } from "./find.ts";
import { type RestoreDetails, type RestoreTarget, restoreInput, restoreTarget } from "./input.ts";
import { printRestore } from "./print.ts";

interface RestoreCommandOptions {
  readonly account?: string;
  readonly run?: string;
  readonly days: string;
  readonly reason: string;
}

const examples = `
Examples:
  $ curfew restore AKIAIOSFODNN7EXAMPLE --days 3 --reason "new key fails"
  $ curfew restore jane.doe --days 3 --reason "new key fails"
  $ curfew restore --run daily-2026-11-29 --days 7 --reason "wrong settings"`;

/** `curfew restore`: reactivates what Curfew deactivated, through the state machine for restores. */
export function addRestoreCommand({ program, terminal, acts }: CommandHome): void {
  const command = program
    .command("restore")
    .description("Reactivate a key that Curfew deactivated, or all keys of a run.")
    .argument("[key]", "a full access key ID, its last four characters, or a user name")
    .requiredOption("--days <n>", "keep the key active for this many more days (1-90)")
    .requiredOption("--reason <text>", "why; the owner, the security contact and the ledger get it")
    .option("--run <name>", "restore everything that this run deactivated")
    .option("--account <id>", "the account of the key; without it the whole ledger is searched")
    .allowExcessArguments(false)
    .addHelpText("after", examples);
  acts<RestoreCommandOptions>(command, async ({ account, run, days: typed, reason, ...options }, key) => {
    const days = wholeNumber(typed, "--days", { least: 1, most: 90 });
    const target = restoreTarget({ key, run, account });
    const accountId = account === undefined ? undefined : parse(accountIdSchema, account, "--account");
    const connection = await connect(options);
    const input = await inputFor(connection, target, accountId, { days, reason });
    const machine = connection.restoreStateMachineArn;
    const started = await startExecution(connection, machine, manualRunName(new Date(), "restore"), input);
    const bar = progressBar("accounts");
    try {
      const end = await watchExecution(connection, started.executionArn, {
        started: () => terminal.say(wrapText(`Started ${started.name}: ${whatText(input)}.`, 2)),
        progress: bar.update,
      });
      bar.stop();
      return end === "interrupted"
        ? answerInterrupted(started, terminal)
        : printRestore(started, end, terminal);
    } finally {
      bar.stop();
    }
  });
}

async function inputFor(
  connection: Connection,
  target: RestoreTarget,
  accountId: string | undefined,
  details: RestoreDetails,
): Promise<RestoreInput> {
  if ("run" in target) {
    const day = dayOfRun(await findRun(connection, target.run));
    return restoreInput({ run: target.run, day }, details);
  }
  const wanted = wantedBy(target.key);
  if ("accessKeyId" in wanted && accountId !== undefined)
    return restoreInput({ accountId, accessKeyId: wanted.accessKeyId }, details);
  const found = await whileSaying("Searching the ledger", searchLedger(connection, wanted, accountId));
  const similar = found.length > 0 ? [] : await searchLedger(connection, wanted, accountId, isSimilar);
  return restoreInput(chosenKey(wanted, found, similar), details);
}

function whatText(input: RestoreInput): string {
  return "run" in input
    ? `restore everything that run ${input.run} deactivated`
    : `restore ${maskedKeyId(input.accessKeyId)} in ${input.accountId}`;
}
