import type { CommandHome } from "../shared/command-home.ts";
import { connect } from "../shared/connection.ts";
import { deployedSettings, settingsOption } from "../shared/deployed-settings.ts";
import { exitCodes } from "../shared/exit-codes.ts";
import { checkDeployment, isDeployed } from "./check-deployment.ts";
import { checkMail } from "./check-mail.ts";
import { checkRuns } from "./check-runs.ts";
import { checkSelections } from "./check-selections.ts";
import { doctorPage } from "./doctor-page.ts";
import { gatherFacts } from "./gather.ts";

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
