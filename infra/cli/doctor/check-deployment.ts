import { type Finding, needsSettings, notAsked } from "./finding.ts";
import { type DoctorFacts, reportOf } from "./gather.ts";

/** Whether there is a Curfew to check at all. */
export function isDeployed({ stateMachine: found }: DoctorFacts): boolean {
  return !("answer" in found && found.answer === "missing");
}

/** Whether what is deployed is there, switched on, and what the settings say. */
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
    return { check: "Settings", state: "ok", finding: "the file is that of this deployment" };
  return {
    check: "Settings",
    state: "unknown",
    finding: found.failed,
    advice: "Name the file with --settings or CURFEW_SETTINGS; the checks of the mail need it.",
  };
}

function stateMachine({ stateMachine: found, connection }: DoctorFacts): Finding {
  const check = "State machine";
  if ("failed" in found) return notAsked(check, found.failed);
  if (found.answer === "missing")
    return {
      check,
      state: "problem",
      finding: `${connection.stateMachineArn} does not exist`,
      advice: "Deploy the hub stack (docs/deploying.md), or name another Region or profile.",
    };
  const { status } = found.answer;
  if (status !== "ACTIVE")
    return {
      check,
      state: "problem",
      finding: `its status is ${status}`,
      advice: "Deploy the hub stack again.",
    };
  return { check, state: "ok", finding: "curfew is there" };
}

function schedule({ schedule: found, settings: file, connection }: DoctorFacts): Finding {
  const check = "Schedule";
  if ("failed" in found) return notAsked(check, found.failed);
  if (found.answer === "missing")
    return { check, state: "problem", finding: "there is none", advice: "Deploy the hub stack again." };
  const { state, expression, timeZone, target } = found.answer;
  const when = `${expression}, ${timeZone}`;
  if (target !== connection.stateMachineArn)
    return {
      check,
      state: "problem",
      finding: `it starts ${target}`,
      advice: "Deploy the hub stack again: it must start this state machine.",
    };
  if (state === "ENABLED") return { check, state: "ok", finding: `enabled: ${when}` };
  const byIntent = "answer" in file && !file.answer.schedule.enabled;
  return {
    check,
    state: byIntent ? "warning" : "problem",
    finding: `${state.toLowerCase()}${byIntent ? ", as the settings say" : ""}: no run starts by itself`,
    advice: byIntent
      ? "Set schedule.enabled: true in the settings and deploy, once runs are wanted."
      : "Somebody disabled it by hand: deploy the hub stack again.",
  };
}

/** Who types need not be allowed to list accounts; the scheduler function must, and its last list proves it. */
function organization(facts: DoctorFacts): Finding {
  const check = "Organization";
  const report = reportOf(facts);
  const { organization: found } = facts;
  const listed =
    report === undefined
      ? undefined
      : `run ${report.run.id} listed ${report.totals.accounts.listed + report.totals.accounts.leftOut} accounts`;
  if ("failed" in found)
    return listed === undefined ? notAsked(check, found.failed) : { check, state: "ok", finding: listed };
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
  if (!("answer" in facts.settings)) return notAsked(check, needsSettings.failed);
  const { policy } = facts.settings.answer;
  const armed = policy.overrides.some((override) => override.mode === "enforce");
  if (policy.mode === "enforce") return { check, state: "ok", finding: "enforce" };
  if (armed) return { check, state: "ok", finding: "report, and enforce in the accounts of some overrides" };
  return {
    check,
    state: "warning",
    finding: "report: nobody is mailed and no key is switched off",
    advice: "When a few digests look right, arm it unit by unit: docs/deploying.md",
  };
}
