import { loadSettings } from "../../cdk/settings.ts";
import type { CommandHome } from "../shared/command-home.ts";
import { type Connection, connect } from "../shared/connection.ts";
import { deployedSettings, settingsOption } from "../shared/deployed-settings.ts";
import { exitCodes } from "../shared/exit-codes.ts";
import { whileSaying } from "../shared/slow-note.ts";
import type { DoctorAnswer } from "./answer.ts";
import { checkBeforeDeploy } from "./before-deploy.ts";
import { checkDeployment, isDeployed } from "./check-deployment.ts";
import { checkKeys } from "./check-keys.ts";
import { checkMail } from "./check-mail.ts";
import { checkRuns } from "./check-runs.ts";
import { checkSelections } from "./check-selections.ts";
import type { Finding } from "./finding.ts";
import { gatherFacts } from "./gather.ts";
import { gatherBeforeDeploy } from "./gather-before-deploy.ts";
import { doctorPage } from "./print.ts";

interface DoctorCommandOptions {
  readonly settings: string;
  readonly beforeDeploy?: boolean;
}

const examples = `
Examples:
  $ curfew doctor
  $ curfew doctor --before-deploy
  $ curfew doctor --json | jq '.findings[] | select(.state == "problem")'`;

/** `curfew doctor`: whether a deployment works, and what to do if it does not. */
export function addDoctorCommand({ program, terminal, acts }: CommandHome): void {
  const command = program
    .command("doctor")
    .description("Check a deployment; exits with 1 where there is a problem.")
    .option("--before-deploy", "check what the first deployment needs instead")
    .addOption(settingsOption())
    .allowExcessArguments(false)
    .addHelpText("after", examples);
  acts<DoctorCommandOptions>(command, async ({ settings, beforeDeploy, ...options }) => {
    const connection = await connect(options);
    const checks =
      beforeDeploy === true ? beforeChecks(connection, settings) : deployedChecks(connection, settings);
    const findings = await whileSaying("Checking", checks);
    terminal.answer({ findings: [...findings] } satisfies DoctorAnswer);
    terminal.say(doctorPage(findings, terminal));
    return findings.some(({ state }) => state === "problem") ? exitCodes.failed : exitCodes.ok;
  });
}

async function beforeChecks(connection: Connection, file: string): Promise<Finding[]> {
  return checkBeforeDeploy(await gatherBeforeDeploy(connection, loadSettings(file)));
}

async function deployedChecks(connection: Connection, file: string): Promise<Finding[]> {
  const facts = await gatherFacts(connection, (report) => deployedSettings(file, connection, report));
  if (!isDeployed(facts)) return checkDeployment(facts);
  return [
    ...checkDeployment(facts),
    ...checkSelections(facts),
    ...checkMail(facts),
    ...checkRuns(facts),
    ...checkKeys(facts),
  ];
}
