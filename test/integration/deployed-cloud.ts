import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { controlsOf } from "../../functions/aws/controls.ts";
import { addDays, dayOf } from "../../functions/domain/calendar-day.ts";
import { removePause, writePause } from "../../infra/cli/pause/control-item.ts";
import type { CallFilter } from "../../infra/sandbox/cloud/call-log.ts";
import type { Deployment } from "../../infra/sandbox/cloud/deployment.ts";
import type { MailFates } from "../../infra/sandbox/services/ses/mail-fate.ts";
import type { TestClock } from "../support/test-clock.ts";
import { readRunFiles } from "./run-files.ts";
import { execute, redrive, summaryOf } from "./started-execution.ts";
import type {
  ClientConfig,
  EndedExecution,
  EndedRun,
  TestAccounts,
  TestCloud,
  TestMail,
} from "./test-cloud.ts";
import { TestUsers } from "./test-users.ts";

/** What differs between the two clouds. Everything else uses the AWS SDK, whichever cloud answers. */
export interface DeployedCloud {
  readonly accounts: TestAccounts;
  readonly clock: TestClock;
  /** The hub stack. */
  readonly hub: Deployment;
  readonly fates: MailFates;
  operator(accountId: string): Promise<ClientConfig>;
  hubRole(roleName: string): ClientConfig;
  mails(): readonly TestMail[];
  /** Resolves when every report of SES is in the ledger. */
  settled(): Promise<void>;
  callCount?(filter: CallFilter): number;
  close(): Promise<void>;
}

/** The test cloud for a cloud that Curfew is deployed to. */
export function testCloudOver(deployed: DeployedCloud): TestCloud {
  const { accounts, clock, hub, callCount } = deployed;
  const { outputs } = hub;
  const users = new TestUsers((accountId) => deployed.operator(accountId));
  const dayZero = dayOf(clock.now());
  const day = (offset: number) => addDays(dayZero, offset);
  const stateMachines = {
    daily: outputs.StateMachineArn ?? "",
    restore: outputs.RestoreStateMachineArn ?? "",
    approve: outputs.ApproveStateMachineArn ?? "",
  };
  let executions = 0;
  const nextId = (kind: string, dayOffset: number) => {
    executions += 1;
    return `${kind}-${executions}-day-${dayOffset}`;
  };
  const operatorOfHub = () => deployed.operator(accounts.hub);
  /** Does some work on a day, and waits for everything that it causes. */
  const on = <Result>(dayOffset: number, work: (config: ClientConfig) => Promise<Result>) =>
    clock.during(dayOffset, async () => {
      const result = await work(await operatorOfHub());
      await deployed.settled();
      return result;
    });
  const withFiles = async (ended: EndedExecution, ofDay: string): Promise<EndedRun> => {
    const config = await operatorOfHub();
    const summary = await summaryOf(config, ended.executionArn);
    return { ...ended, summary, ...(await readRunFiles(config, outputs.BucketName ?? "", ofDay, ended.id)) };
  };
  const runTogether: TestCloud["runTogether"] = async (dayOffset, inputs) => {
    const ended = await on(dayOffset, (config) =>
      Promise.all(
        inputs.map((input) => execute(config, stateMachines.daily, nextId("run", dayOffset), input)),
      ),
    );
    return await Promise.all(ended.map((one) => withFiles(one, day(dayOffset))));
  };
  return {
    accounts,
    bucket: outputs.BucketName ?? "",
    ledgerTable: outputs.LedgerTableName ?? "",
    stateMachines,
    day,
    createUser: (accountId, user) => users.createUser(accountId, user),
    createKey(accountId, userName) {
      if (dayOf(clock.now()) !== dayZero) throw new Error("the test ran across midnight; run it again");
      return users.createKey(accountId, userName);
    },
    keyStatus: (accountId, userName, id) => users.keyStatus(accountId, userName, id),
    setKeyStatus: (accountId, userName, id, status) => users.setKeyStatus(accountId, userName, id, status),
    tagUser: (accountId, userName, tags) => users.tagUser(accountId, userName, tags),
    renameUser: (accountId, userName, newUserName) => users.renameUser(accountId, userName, newUserName),
    mails: () => deployed.mails(),
    fates: deployed.fates,
    async run(dayOffset, input = {}) {
      const id = nextId("run", dayOffset);
      const ended = await on(dayOffset, (config) => execute(config, stateMachines.daily, id, input));
      const isAsOf = "asOf" in input && typeof input.asOf === "string";
      return await withFiles(ended, isAsOf ? input.asOf : day(dayOffset));
    },
    runTogether,
    request: (kind, dayOffset, input) =>
      on(dayOffset, (config) => execute(config, stateMachines[kind], nextId(kind, dayOffset), input)),
    async redrive(dayOffset, run) {
      const ended = await on(dayOffset, (config) => redrive(config, run));
      return await withFiles(ended, run.report?.run.day ?? run.plan?.run.day ?? day(dayOffset));
    },
    async pause(until) {
      const dynamodb = new DynamoDBClient(await operatorOfHub());
      const ledgerTable = outputs.LedgerTableName ?? "";
      const seen = await controlsOf(dynamodb, ledgerTable).pause();
      const control = { dynamodb, ledgerTable };
      const at = new Date().toISOString();
      if (until !== "end")
        await writePause(control, { until: day(until), reason: "incident", by: "jane", at }, seen);
      else if (seen !== undefined) await removePause(control, seen);
      dynamodb.destroy();
    },
    operator: (accountId) => deployed.operator(accountId),
    hubRole: (roleName) => deployed.hubRole(roleName),
    ...(callCount === undefined ? {} : { callCount: (filter: CallFilter) => callCount(filter) }),
    async close() {
      await users.close();
      await deployed.close();
    },
  };
}
