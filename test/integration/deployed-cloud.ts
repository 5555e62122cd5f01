import { addDays, dayOf } from "../../functions/domain/calendar-day.ts";
import type { CallFilter } from "../../infra/sandbox/cloud/call-log.ts";
import type { Deployment } from "../../infra/sandbox/cloud/deployment.ts";
import type { TestClock } from "../support/test-clock.ts";
import { readRunFiles } from "./run-files.ts";
import { execute } from "./started-execution.ts";
import type { ClientConfig, TestAccounts, TestCloud, TestMail } from "./test-cloud.ts";
import { TestUsers } from "./test-users.ts";

/** In what two clouds differ; all the rest is done through the AWS SDK, whichever cloud answers. */
export interface DeployedCloud {
  readonly accounts: TestAccounts;
  readonly clock: TestClock;
  /** The hub stack. */
  readonly hub: Deployment;
  operator(accountId: string): Promise<ClientConfig>;
  worker(): ClientConfig;
  mails(): readonly TestMail[];
  callCount?(filter: CallFilter): number;
  close(): Promise<void>;
}

/** The test cloud over a cloud that Curfew is deployed to. */
export function testCloudOver(deployed: DeployedCloud): TestCloud {
  const { accounts, clock, hub, callCount } = deployed;
  const users = new TestUsers((accountId) => deployed.operator(accountId));
  const dayZero = dayOf(clock.now());
  let runs = 0;
  return {
    accounts,
    day: (offset) => addDays(dayZero, offset),
    createUser: (accountId, user) => users.createUser(accountId, user),
    createKey(accountId, userName) {
      if (dayOf(clock.now()) !== dayZero) throw new Error("midnight came during the test; run it again");
      return users.createKey(accountId, userName);
    },
    keyStatus: (accountId, userName, id) => users.keyStatus(accountId, userName, id),
    setKeyStatus: (accountId, userName, id, status) => users.setKeyStatus(accountId, userName, id, status),
    tagUser: (accountId, userName, tags) => users.tagUser(accountId, userName, tags),
    mails: () => deployed.mails(),
    async run(dayOffset, input = {}) {
      runs += 1;
      const id = `run-${runs}-day-${dayOffset}`;
      const config = await deployed.operator(accounts.hub);
      const { end, summary } = await clock.during(dayOffset, () =>
        execute(config, hub.outputs.StateMachineArn ?? "", id, input),
      );
      const day =
        "asOf" in input && typeof input.asOf === "string" ? input.asOf : addDays(dayZero, dayOffset);
      const files = await readRunFiles(config, hub.outputs.BucketName ?? "", day, id);
      return { id, ...end, summary, ...files };
    },
    operator: (accountId) => deployed.operator(accountId),
    worker: () => deployed.worker(),
    ...(callCount === undefined ? {} : { callCount: (filter: CallFilter) => callCount(filter) }),
    async close() {
      await users.close();
      await deployed.close();
    },
  };
}
