import { type Finding, needsSettings, notAnswered } from "./finding.ts";
import { type DoctorFacts, reportOf } from "./gather.ts";

/** Whether a Curfew is deployed at all. */
export function isDeployed({ stateMachine: found }: DoctorFacts): boolean {
  return !("answer" in found && found.answer === "missing");
}

/** Whether what is deployed exists, is enabled, and agrees with the settings. */
export function checkDeployment(facts: DoctorFacts): Finding[] {
  if (!isDeployed(facts)) return [hub(facts), stateMachine(facts)];
  return [
    hub(facts),
    settings(facts),
    stateMachine(facts),
    schedule(facts),
    organization(facts),
    mode(facts),
  ];
}

function hub({ connection: { accountId, region, callerArn } }: DoctorFacts): Finding {
  return { check: "Hub", state: "ok", finding: `account ${accountId}, ${region}; you are ${callerArn}` };
}

function settings({ settings: found }: DoctorFacts): Finding {
  if ("answer" in found)
    return { check: "Settings", state: "ok", finding: "the file belongs to this deployment" };
  return {
    check: "Settings",
    state: "unknown",
    finding: found.failed,
    advice: "Pass the file with --settings or set CURFEW_SETTINGS. The checks of the mail need it.",
  };
}

function stateMachine({ stateMachine: found, connection }: DoctorFacts): Finding {
  const check = "State machine";
  if ("failed" in found) return notAnswered(check, found.failed);
  if (found.answer === "missing")
    return {
      check,
      state: "problem",
      finding: `${connection.stateMachineArn} does not exist`,
      advice: "Deploy the hub stack (docs/deploying.md), or pass another --region or --profile.",
    };
  const { status } = found.answer;
  if (status !== "ACTIVE")
    return {
      check,
      state: "problem",
      finding: `its status is ${status}`,
      advice: "Deploy the hub stack again.",
    };
  return { check, state: "ok", finding: "curfew is active" };
}

function schedule({ schedule: found, settings: file, connection }: DoctorFacts): Finding {
  const check = "Schedule";
  if ("failed" in found) return notAnswered(check, found.failed);
  if (found.answer === "missing")
    return { check, state: "problem", finding: "it does not exist", advice: "Deploy the hub stack again." };
  const { state, expression, timeZone, target } = found.answer;
  const when = `${expression}, ${timeZone}`;
  if (target !== connection.stateMachineArn)
    return {
      check,
      state: "problem",
      finding: `it starts ${target}, expected ${connection.stateMachineArn}`,
      advice: "Deploy the hub stack again.",
    };
  if (state === "ENABLED") return { check, state: "ok", finding: `enabled: ${when}` };
  const byIntent = "answer" in file && !file.answer.schedule.enabled;
  return {
    check,
    state: byIntent ? "warning" : "problem",
    finding: `${state.toLowerCase()}${byIntent ? ", as the settings say" : ""}: no daily run starts`,
    advice: byIntent
      ? "When daily runs should start, set schedule.enabled: true and deploy."
      : "Somebody disabled it by hand. Deploy the hub stack again.",
  };
}

/** The caller may not be allowed to list accounts. The scheduler function must be, and its last list proves it. */
function organization(facts: DoctorFacts): Finding {
  const check = "Organization";
  const report = reportOf(facts);
  const { organization: found } = facts;
  const listed =
    report === undefined
      ? undefined
      : `run ${report.run.id} listed ${report.totals.accounts.listed + report.totals.accounts.skipped} accounts`;
  if ("failed" in found)
    return listed === undefined ? notAnswered(check, found.failed) : { check, state: "ok", finding: listed };
  const { id } = found.answer;
  if ("answer" in facts.settings && facts.settings.answer.organization.id !== id)
    return {
      check,
      state: "problem",
      finding: `the hub is in ${id}, the settings say ${facts.settings.answer.organization.id}`,
      advice: "Correct organization.id in the settings and deploy again.",
    };
  if (listed === undefined)
    return {
      check,
      state: "unknown",
      finding: `${id}; no run has listed its accounts yet`,
      advice: "Start a run that changes nothing: curfew run --report --watch",
    };
  return { check, state: "ok", finding: `${id}; ${listed}` };
}

function mode(facts: DoctorFacts): Finding {
  const check = "Mode";
  if (!("answer" in facts.settings)) return notAnswered(check, needsSettings.failed);
  const { policy } = facts.settings.answer;
  const isEnforcedSomewhere = policy.overrides.some((override) => override.mode === "enforce");
  if (policy.mode === "enforce") return { check, state: "ok", finding: "enforce" };
  if (isEnforcedSomewhere)
    return { check, state: "ok", finding: "report, and enforce where overrides say so" };
  return {
    check,
    state: "warning",
    finding: "report: no notice is sent and no key is deactivated",
    advice: "When a few digests look right, enforce one OU after the other: docs/deploying.md",
  };
}
