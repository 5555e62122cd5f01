import { DescribeOrganizationCommand, OrganizationsClient } from "@aws-sdk/client-organizations";
import { GetScheduleCommand, ResourceNotFoundException, SchedulerClient } from "@aws-sdk/client-scheduler";
import { GetAccountCommand, SESv2Client } from "@aws-sdk/client-sesv2";
import { DescribeStateMachineCommand, StateMachineDoesNotExist } from "@aws-sdk/client-sfn";
import { senderProblem } from "../../../functions/aws/sender.ts";
import type { RunReport } from "../../../statemachine/run-report.ts";
import { names } from "../../cdk/names.ts";
import type { Settings } from "../../cdk/settings.ts";
import type { Connection } from "../shared/connection.ts";
import { lastWholeRun, type WholeRun } from "../shared/load-run-report.ts";
import { type RunRecord, runRecords } from "../shared/run-records.ts";
import { needsSettings, type Probe, probe } from "./finding.ts";

/** The daily schedule as EventBridge Scheduler has it. */
export interface ScheduleFacts {
  readonly state: string;
  readonly expression: string;
  readonly timeZone: string;
  readonly target: string;
}

/** SES of the mail Region. */
export interface SendingFacts {
  readonly production: boolean;
  /** -1 means without limit (SES API v2 reference, SendQuota). */
  readonly max24HourSend: number;
  readonly sentLast24Hours: number;
}

/** Everything that the checks go by. */
export interface DoctorFacts {
  readonly now: Date;
  readonly connection: Pick<Connection, "accountId" | "region" | "callerArn" | "stateMachineArn">;
  readonly settings: Probe<Settings>;
  readonly stateMachine: Probe<{ readonly status: string } | "missing">;
  readonly schedule: Probe<ScheduleFacts | "missing">;
  readonly organization: Probe<{ readonly id: string; readonly managementAccountId: string }>;
  /** `undefined`: SES would take a mail from the sender. */
  readonly sender: Probe<string | undefined>;
  readonly sending: Probe<SendingFacts>;
  readonly lastRecord: Probe<RunRecord | undefined>;
  readonly whole: Probe<WholeRun | { readonly missing: string }>;
}

/** A report, where there is one to go by. */
export function reportOf(facts: Pick<DoctorFacts, "whole">): RunReport | undefined {
  if (!("answer" in facts.whole) || "missing" in facts.whole.answer) return undefined;
  return facts.whole.answer.report;
}

/**
 * Asks AWS everything that the checks go by.
 * @param readSettings with the report of the last whole run, which the settings are held against
 */
export async function gatherFacts(
  connection: Connection,
  readSettings: (report: RunReport | undefined) => Settings,
  now = new Date(),
): Promise<DoctorFacts> {
  const { accountId, region, callerArn, stateMachineArn, clientSettings } = connection;
  const whole = await probe(() => lastWholeRun(connection));
  const settings = await probe(async () => readSettings(reportOf({ whole })));
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
        : await probe(() => senderProblem(ses, mail.sender, mail.configurationSet)),
    sending: mail === undefined ? needsSettings : await probe(() => sending(ses)),
    lastRecord: await probe(() => newestRecord(connection)),
    whole,
  };
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
