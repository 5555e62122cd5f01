import type { RunInput } from "../../../statemachine/run.ts";
import { watchRun } from "../run/watch-run.ts";
import { CommandError } from "../shared/command-error.ts";
import type { Connection } from "../shared/connection.ts";
import { exitCodes } from "../shared/exit-codes.ts";
import { loadAllFacts, type RecordedKey, type RunFacts } from "../shared/run-facts.ts";
import { manualRunName } from "../shared/run-name.ts";
import { bucketReader } from "../shared/run-reader.ts";
import { startExecution } from "../shared/start-execution.ts";
import type { Terminal } from "../shared/terminal.ts";
import type { UntaggedUser } from "./load.ts";

/** The input of a run names at most this many accounts. */
const mostAccounts = 1_000;

/**
 * Reads the tags in the accounts of untagged users again, by a run in report mode over these accounts: such a run uses
 * no tags of earlier runs. It notifies nobody and changes no key.
 * @returns the keys as they were, with those of the accounts that were evaluated replaced
 * @throws {CommandError} for more accounts than one run may name, or a run without a report
 */
export async function readAgain(
  connection: Connection,
  keys: readonly RecordedKey[],
  users: readonly UntaggedUser[],
  terminal: Terminal,
): Promise<readonly RecordedKey[]> {
  const accountIds = [...new Set(users.map(({ account }) => account.id))];
  if (accountIds.length === 0) return keys;
  if (accountIds.length > mostAccounts)
    throw new CommandError(
      exitCodes.badInput,
      `--fresh reads at most ${mostAccounts} accounts, and ${accountIds.length} have untagged users.\nThe daily run reads all tags again within 7 days.`,
    );
  const input: RunInput = { accountIds, mode: "report" };
  const name = manualRunName(new Date());
  const started = await startExecution(connection, connection.stateMachineArn, name, input);
  // Standard output is for the list, which may be CSV.
  const say = (text = "") => terminal.warn(text);
  const watched = await watchRun(connection, { ...started, input }, { ...terminal, say });
  if (watched === "interrupted" || watched.report === undefined)
    throw new CommandError(
      exitCodes.failed,
      `The run ${name} has no report yet, so the tags were not read again.\nSee how it ends: curfew status`,
    );
  return replaced(keys, await loadAllFacts(bucketReader(connection), watched.report));
}

/** The keys of an earlier run, with those of the accounts that a later run evaluated in their place. */
export function replaced(
  earlier: readonly RecordedKey[],
  { keys, results }: Pick<RunFacts, "keys" | "results">,
): readonly RecordedKey[] {
  const isRead = new Set(
    results
      .filter(({ outcome }) => outcome === "evaluated" || outcome === "partlyEvaluated")
      .map(({ account }) => account.id),
  );
  return [
    ...earlier.filter(({ account }) => !isRead.has(account.id)),
    ...keys.filter(({ account }) => isRead.has(account.id)),
  ];
}
