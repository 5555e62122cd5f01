import type { DoctorFacts } from "../../../../infra/cli/doctor/gather.ts";
import { sampleSettings } from "../../../../infra/sandbox/sample/sample-settings.ts";
import { runRecord } from "../run-record-fixture.ts";
import { runReport } from "../run-report-fixture.ts";

const stateMachineArn = "arn:aws:states:eu-central-1:100000000002:stateMachine:curfew";

/** A healthy deployment on the day after its last run, with the changes of a test. */
export function doctorFacts(more: Partial<DoctorFacts> = {}): DoctorFacts {
  return {
    now: new Date("2026-11-24T07:00:00Z"),
    connection: {
      accountId: "100000000002",
      region: "eu-central-1",
      callerArn: "arn:aws:iam::100000000002:user/jane",
      stateMachineArn,
    },
    settings: { answer: sampleSettings() },
    stateMachine: { answer: { status: "ACTIVE" } },
    schedule: {
      answer: {
        state: "ENABLED",
        expression: "cron(0 9 * * ? *)",
        timeZone: "Europe/Berlin",
        target: stateMachineArn,
      },
    },
    organization: { answer: { id: "o-curfew1234", managementAccountId: "100000000001" } },
    sender: { answer: { rate: 14 } },
    sending: { answer: { production: true, max24HourSend: 200, sentLast24Hours: 0 } },
    lastRecord: { answer: runRecord() },
    full: { answer: { record: runRecord(), report: runReport() } },
    pause: { answer: undefined },
    ...more,
  };
}
