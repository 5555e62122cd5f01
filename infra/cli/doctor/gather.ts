import { DescribeOrganizationCommand, OrganizationsClient } from "@aws-sdk/client-organizations";
import { GetScheduleCommand, ResourceNotFoundException, SchedulerClient } from "@aws-sdk/client-scheduler";
import { GetAccountCommand, SESv2Client } from "@aws-sdk/client-sesv2";
import { DescribeStateMachineCommand, StateMachineDoesNotExist } from "@aws-sdk/client-sfn";
import { checkSender, type SenderAnswer } from "../../../functions/aws/sender.ts";
import { dayOf } from "../../../functions/domain/calendar-day.ts";
import { runModeFor } from "../../../functions/domain/run-mode.ts";
import type { RunReport } from "../../../statemachine/run-report.ts";
import { names } from "../../cdk/names.ts";
import type { Settings } from "../../cdk/settings.ts";
import type { Connection } from "../shared/connection.ts";
import { type RunningPause, runningPause } from "../shared/current-pause.ts";
import { lastFullRun, type ReportedRun } from "../shared/full-run.ts";
import { isMissing, type Missing } from "../shared/run-reader.ts";
import { type RunRecord, runRecords } from "../shared/run-records.ts";
import { needsSettings, type Probe, probe } from "./finding.ts";

/** The daily schedule in EventBridge Scheduler. */
export interface ScheduleFacts {
  readonly state: string;
  readonly expression: string;
  readonly timeZone: string;
  readonly target: string;
}

/** SES of the mail Region. */
export interface SendingFacts {
  readonly production: boolean;
  /** -1 means no limit (SES API v2 reference, SendQuota). */
  readonly max24HourSend: number;
  readonly sentLast24Hours: number;
}

/** Everything that the checks are based on. */
export interface DoctorFacts {
  readonly now: Date;
  readonly connection: Pick<Connection, "accountId" | "region" | "callerArn" | "stateMachineArn">;
  readonly settings: Probe<Settings>;
  readonly stateMachine: Probe<{ readonly status: string } | "missing">;
  readonly schedule: Probe<ScheduleFacts | "missing">;
  readonly organization: Probe<{ readonly id: string; readonly managementAccountId: string }>;
  readonly sender: Probe<SenderAnswer>;
  readonly sending: Probe<SendingFacts>;
  readonly lastRecord: Probe<RunRecord | undefined>;
  readonly full: Probe<ReportedRun | Missing>;
  readonly pause: Probe<RunningPause | undefined>;
}

/** The report of the last full run, where there is one. */
export function reportOf({ full }: Pick<DoctorFacts, "full">): RunReport | undefined {
  if (!("answer" in full) || isMissing(full.answer)) return undefined;
  return full.answer.report;
}

/**
 * Asks AWS everything that the checks are based on.
 * @param readSettings reads the settings and compares them with the report of the last full run
 */
export async function gatherFacts(
  connection: Connection,
  readSettings: (report: RunReport | undefined) => Settings,
  now = new Date(),
): Promise<DoctorFacts> {
  const { accountId, region, callerArn, stateMachineArn, clientSettings } = connection;
  const full = await probe(() => lastFullRun(connection));
  const settings = await probe(async () => readSettings(reportOf({ full })));
  const mail = "answer" in settings ? settings.answer.mail : undefined;
  const ses = new SESv2Client({ ...clientSettings, region: mail?.region ?? region });
  return {
    now,
    connection: { accountId, region, callerArn, stateMachineArn },
    settings,
    stateMachine: await probe(() => stateMachine(connection)),
    schedule: await probe(() => schedule(connection)),
    organization: await probe(() => organization(connection)),
    sender:
      mail === undefined
        ? needsSettings
        : await probe(() => checkSender(ses, { ...senderOf(mail), mode: modeOf(settings) })),
    sending: mail === undefined ? needsSettings : await probe(() => sending(ses)),
    lastRecord: await probe(() => newestRecord(connection)),
    full,
    pause: await probe(() => pauseOf(connection, now)),
  };
}

/** The sender as every SendEmail names it. */
function senderOf({ sender, configurationSet }: Settings["mail"]) {
  return {
    sender,
    configurationSet: configurationSet === "create" ? names.configurationSet : configurationSet.existing,
  };
}

function modeOf(settings: Probe<Settings>) {
  return "answer" in settings ? runModeFor(settings.answer.policy, false) : "enforce";
}

async function pauseOf(connection: Connection, now: Date): Promise<RunningPause | undefined> {
  const pause = await runningPause(connection, dayOf(now));
  if (pause !== undefined && isMissing(pause)) throw new Error(pause.missing);
  return pause;
}

async function stateMachine({ sfn, stateMachineArn }: Connection) {
  try {
    const { status = "UNKNOWN" } = await sfn.send(new DescribeStateMachineCommand({ stateMachineArn }));
    return { status };
  } catch (error) {
    if (error instanceof StateMachineDoesNotExist) return "missing" as const;
    throw error;
  }
}

async function schedule({ clientSettings }: Connection): Promise<ScheduleFacts | "missing"> {
  const client = new SchedulerClient(clientSettings);
  try {
    const found = await client.send(new GetScheduleCommand({ Name: names.schedule }));
    return {
      state: found.State ?? "UNKNOWN",
      expression: found.ScheduleExpression ?? "",
      timeZone: found.ScheduleExpressionTimezone ?? "UTC",
      target: found.Target?.Arn ?? "",
    };
  } catch (error) {
    if (error instanceof ResourceNotFoundException) return "missing";
    throw error;
  } finally {
    client.destroy();
  }
}

async function organization({ clientSettings }: Connection) {
  const client = new OrganizationsClient(clientSettings);
  try {
    const { Organization } = await client.send(new DescribeOrganizationCommand({}));
    return { id: Organization?.Id ?? "", managementAccountId: Organization?.MasterAccountId ?? "" };
  } finally {
    client.destroy();
  }
}

async function sending(ses: SESv2Client): Promise<SendingFacts> {
  const { ProductionAccessEnabled, SendQuota } = await ses.send(new GetAccountCommand({}));
  return {
    production: ProductionAccessEnabled === true,
    max24HourSend: SendQuota?.Max24HourSend ?? 0,
    sentLast24Hours: SendQuota?.SentLast24Hours ?? 0,
  };
}

async function newestRecord(connection: Connection): Promise<RunRecord | undefined> {
  for await (const record of runRecords(connection)) return record;
  return undefined;
}
