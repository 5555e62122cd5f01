import { existsSync } from "node:fs";
import { relative } from "node:path";
import { fileURLToPath } from "node:url";
import { isDeepStrictEqual } from "node:util";
import { Option } from "commander";
import type { RunReport } from "../../../statemachine/run-report.ts";
import { loadSettings, type Settings } from "../../cdk/settings.ts";
import { CommandError } from "./command-error.ts";
import type { Connection } from "./connection.ts";
import { exitCodes } from "./exit-codes.ts";

const defaultFile = fileURLToPath(new URL("../../../settings.yaml", import.meta.url));

/** Whether a settings file is the one that is taken where nobody names another. */
export function isDefaultSettings(path: string): boolean {
  return path === defaultFile;
}

/** The option of every command that judges by the policy. */
export function settingsOption(): Option {
  return new Option("--settings <file>", "settings file that Curfew was deployed with")
    .env("CURFEW_SETTINGS")
    .default(defaultFile, "settings.yaml");
}

/**
 * The settings that this Curfew was deployed with. A hub does not show its policy, so they are read from a file,
 * which is held against what the hub and its last run do show.
 * @param report that of the last run, where there is one
 * @throws {CommandError} where the file is that of another deployment
 * @throws {InvalidInput} where it is none
 */
export function deployedSettings(
  path: string,
  { accountId, region }: Pick<Connection, "accountId" | "region">,
  report: Pick<RunReport, "run" | "stages"> | undefined,
): Settings {
  const file = relative(process.cwd(), path);
  if (!existsSync(path)) throw new CommandError(exitCodes.badInput, `There is no settings file ${file}.`);
  const settings = loadSettings(path);
  const { hub, policy } = settings;
  const problem =
    hub.accountId !== accountId || hub.region !== region
      ? `it deploys to ${hub.accountId}, ${hub.region}, and this is ${accountId}, ${region}`
      : report === undefined || isDeepStrictEqual(plain(policy.stages), plain(report.stages))
        ? undefined
        : `its stages are not those of run ${report.run.id}`;
  if (problem === undefined) return settings;
  throw new CommandError(
    exitCodes.badInput,
    `${file} is not what this Curfew was deployed with: ${problem}.\nName the right file with --settings or CURFEW_SETTINGS.`,
  );
}

function plain(stages: RunReport["stages"] | Settings["policy"]["stages"]) {
  return stages.map(({ day, actions }) => ({ day, actions: { ...actions } }));
}
