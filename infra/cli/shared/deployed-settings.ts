import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { isDeepStrictEqual } from "node:util";
import { Option } from "commander";
import type { Policy } from "../../../functions/domain/policy.ts";
import type { RunReport } from "../../../statemachine/run-report.ts";
import { loadSettings, type Settings } from "../../cdk/settings.ts";
import { CommandError } from "./command-error.ts";
import type { Connection } from "./connection.ts";
import { exitCodes } from "./exit-codes.ts";
import type { Missing } from "./run-reader.ts";
import { shownPath } from "./shown-path.ts";

const defaultFile = fileURLToPath(new URL("../../../settings.yaml", import.meta.url));

/** Whether a settings file is the one that is read where nobody names another. */
export function isDefaultSettings(path: string): boolean {
  return path === defaultFile;
}

/** The option of every command that needs the policy. */
export function settingsOption(flag = "--settings <file>"): Option {
  return new Option(flag, "settings file that Curfew was deployed with")
    .env("CURFEW_SETTINGS")
    .default(defaultFile, "settings.yaml");
}

/**
 * The settings that this Curfew was deployed with. A hub does not publish its policy, so they are read from a file,
 * which is compared with what the hub and its last run do publish.
 * @param report of the last full run, where there is one
 * @throws {CommandError} if the file belongs to another deployment
 * @throws {InvalidInput} if the file is not a settings file
 */
export function deployedSettings(
  path: string,
  { accountId, region }: Pick<Connection, "accountId" | "region">,
  report: Pick<RunReport, "run" | "stages"> | undefined,
): Settings {
  const file = shownPath(path);
  if (!existsSync(path))
    throw new CommandError(
      exitCodes.badInput,
      `There is no settings file ${file}.\nPass it with --settings or set CURFEW_SETTINGS.`,
    );
  const settings = loadSettings(path);
  const { hub, policy } = settings;
  const problem =
    hub.accountId !== accountId || hub.region !== region
      ? `its hub is ${hub.accountId}, ${hub.region}, and you are connected to ${accountId}, ${region}`
      : report === undefined || isDeepStrictEqual(plain(policy.stages), plain(report.stages))
        ? undefined
        : `its stages differ from those of run ${report.run.id}`;
  if (problem === undefined) return settings;
  throw new CommandError(
    exitCodes.badInput,
    `This Curfew was not deployed with ${file}: ${problem}.\nPass the right file with --settings or set CURFEW_SETTINGS.`,
  );
}

/**
 * The policy of the deployed settings, or why it is unknown. For commands that need it for a part of their answer: a wrong
 * file is an error only if somebody named it.
 */
export function policyAtHand(
  ...[path, connection, report]: Parameters<typeof deployedSettings>
): Policy | Missing {
  try {
    return deployedSettings(path, connection, report).policy;
  } catch (error) {
    if (!(error instanceof CommandError) || !isDefaultSettings(path)) throw error;
    return { missing: error.message };
  }
}

function plain(stages: RunReport["stages"] | Settings["policy"]["stages"]) {
  return stages.map(({ day, actions }) => ({ day, actions: { ...actions } }));
}
