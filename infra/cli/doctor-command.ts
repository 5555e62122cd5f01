import type { CommandHome } from "./command-home.ts";
import { connect } from "./connection.ts";
import { deployedSettings, settingsOption } from "./deployed-settings.ts";
import { checkDeployment, isDeployed } from "./doctor/check-deployment.ts";
import { checkMail } from "./doctor/check-mail.ts";
import { checkRuns } from "./doctor/check-runs.ts";
import { checkSelections } from "./doctor/check-selections.ts";
import { doctorPage } from "./doctor/doctor-page.ts";
import { gatherFacts } from "./doctor/gather.ts";
import { exitCodes } from "./exit-codes.ts";

interface DoctorCommandOptions {
  readonly settings: string;
}

const examples = `
Examples:
  $ curfew doctor
  $ curfew doctor --json | jq '.findings[] | select(.state == "problem")'`;

/** `curfew doctor`: whether a deployment can do its work, and what to do where it cannot. */
export function addDoctorCommand({ program, terminal, acts }: CommandHome): void {
  const command = program
    .command("doctor")
    .description("Check a deployment; exits with 1 where there is a problem.")
    .addOption(settingsOption())
    .allowExcessArguments(false)
    .addHelpText("after", examples);
  acts<DoctorCommandOptions>(command, async ({ settings, ...options }) => {
    const connection = await connect(options);
    const facts = await gatherFacts(connection, (report) => deployedSettings(settings, connection, report));
    const others = isDeployed(facts)
      ? [...checkSelections(facts), ...checkMail(facts), ...checkRuns(facts)]
      : [];
    const findings = [...checkDeployment(facts), ...others];
    terminal.answer({ findings });
    terminal.say(doctorPage(findings, terminal));
    return findings.some(({ state }) => state === "problem") ? exitCodes.failed : exitCodes.ok;
  });
}
