import { randomUUID } from "node:crypto";
import { ledgerClient, ledgerOf } from "../../functions/aws/ledger.ts";
import { mailClient } from "../../functions/aws/mailer.ts";
import { memberAccount } from "../../functions/aws/member-account.ts";
import { assumeMemberRole, stsClient } from "../../functions/aws/member-role.ts";
import { putText, s3Client } from "../../functions/aws/object-store.ts";
import { addDays, type Day, dayOf } from "../../functions/domain/calendar-day.ts";
import { accountResultKey } from "../../functions/domain/run-files.ts";
import { loadTemplates } from "../../functions/notices/load-templates.ts";
import { postWith } from "../../functions/notices/post.ts";
import { enforceAccount } from "../../functions/worker/enforce-account.ts";
import { inventoryStore } from "../../functions/worker/inventory-store.ts";
import { names, partitionOf } from "../../infra/cdk/names.ts";
import type { Settings } from "../../infra/cdk/settings.ts";
import type { CallRecord } from "../../infra/sandbox/cloud/service.ts";
import { deployStacks } from "../../infra/sandbox/deploy/deploy-stacks.ts";
import {
  type EmbeddedCloud,
  type EmbeddedCloudProps,
  startEmbeddedCloud,
} from "../../infra/sandbox/embedded-cloud.ts";
import type { IamAccount } from "../../infra/sandbox/services/iam/iam-account.ts";
import type { AccountResult } from "../../statemachine/account-result.ts";
import { TestClock } from "../support/test-clock.ts";
import { type Population, populate } from "./account-population.ts";

const memberId = "200000000001";
const templates = loadTemplates(new URL("../../functions/notices/templates/", import.meta.url));

/** How a worker is to be run. */
export interface WorkerOptions {
  /** Days after day 0. */
  readonly dayOffset: number;
  /** A worker that is to go on within a run must bear its id. */
  readonly runId?: string;
  readonly hasTime?: () => boolean;
}

/** What a worker came to, and every call that was answered meanwhile. */
export interface WorkerOutcome {
  readonly result: AccountResult | undefined;
  readonly error: unknown;
  readonly calls: readonly CallRecord[];
  /** The pauses it asked for before it looked for its credential report, in milliseconds. */
  readonly pauses: readonly number[];
}

/**
 * One member account in an embedded cloud, and workers in this process that enforce it with all of their own
 * adapters over HTTP: what they may do is what the deployed roles allow.
 */
export class AccountCloud {
  readonly cloud: EmbeddedCloud;
  readonly clock: TestClock;
  readonly #settings: Settings;
  readonly #outputs: Readonly<Record<string, string>>;

  private constructor(
    cloud: EmbeddedCloud,
    clock: TestClock,
    settings: Settings,
    outputs: Readonly<Record<string, string>>,
  ) {
    this.cloud = cloud;
    this.clock = clock;
    this.#settings = settings;
    this.#outputs = outputs;
  }

  /** @param assembly what `synthesize` wrote for these settings */
  static async start(
    assembly: string,
    settings: Settings,
    props: Partial<EmbeddedCloudProps> = {},
  ): Promise<AccountCloud> {
    const { hub, organization } = settings;
    const clock = new TestClock(new Date(`${new Date().toISOString().slice(0, 10)}T12:00:00Z`));
    const account = (id: string) =>
      ({ id, name: id, parentId: "r-test", state: "ACTIVE", joinedAt: new Date("2024-06-08") }) as const;
    const cloud = await startEmbeddedCloud({
      clock,
      organization: {
        id: organization.id,
        rootId: "r-test",
        managementAccountId: organization.managementAccountId,
        delegatedAdministrators: [hub.accountId],
        units: [],
        accounts: [organization.managementAccountId, hub.accountId, memberId].map(account),
      },
      rates: "none",
      ...props,
    });
    const { outputs } = await deployStacks(cloud, assembly, settings, [memberId]);
    return new AccountCloud(cloud, clock, settings, outputs);
  }

  /** The day so many days after day 0. */
  day(offset: number): Day {
    return addDays(dayOf(this.clock.now()), offset);
  }

  /** The IAM of the member account. */
  get iam(): IamAccount {
    return this.cloud.iam.of(memberId);
  }

  /** Fills the account; what is due becomes due so many days after day 0. */
  async populate(population: Population, dueOffset: number): Promise<void> {
    this.#signAsWorker();
    const ledger = ledgerClient();
    await populate(
      { iam: this.iam, ledger, ledgerTableName: this.#output("LedgerTableName") },
      population,
      this.day(dueOffset),
    );
    ledger.destroy();
  }

  /** Runs a worker as the worker function does, without its pauses: what it waits for is there at once. */
  async work({ dayOffset, runId, hasTime = () => true }: WorkerOptions): Promise<WorkerOutcome> {
    return await this.clock.during(dayOffset, async () => {
      this.cloud.calls.clear();
      const pauses: number[] = [];
      let result: AccountResult | undefined;
      let error: unknown;
      try {
        result = await this.#enforce(runId ?? `daily-${dayOf(this.clock.now())}`, hasTime, pauses);
      } catch (thrown) {
        error = thrown;
      }
      return { result, error, calls: this.cloud.calls.all(), pauses };
    });
  }

  async close(): Promise<void> {
    await this.cloud.close();
  }

  async #enforce(runId: string, hasTime: () => boolean, pauses: number[]): Promise<AccountResult> {
    this.#signAsWorker();
    const { policy, mail, memberRole, hub } = this.#settings;
    const clients = {
      sts: stsClient(),
      ledger: ledgerClient(),
      s3: s3Client(),
      mail: mailClient(mail.region),
    };
    const role = { sts: clients.sts, partition: partitionOf(hub.region), roleName: memberRole.name };
    const bucket = this.#output("BucketName");
    const now = this.clock.now();
    const run = { id: runId, startedAt: now.toISOString(), day: dayOf(now), mode: "enforce" } as const;
    const account = { id: memberId, name: "Sales", path: ["r-test"], joinedOn: "2024-06-08" };
    const reportClock = {
      now: () => this.clock.now(),
      async pause(milliseconds: number) {
        pauses.push(milliseconds);
      },
    };
    const writer = { run: run.id, day: run.day, invocation: randomUUID(), now: reportClock.now };
    try {
      return await enforceAccount({
        event: { run, account },
        policy,
        assumeRole: async (mode) =>
          memberAccount(await assumeMemberRole(role, account, mode, run.id), reportClock),
        ledger: ledgerOf(clients.ledger, this.#output("LedgerTableName"), account.id, writer),
        inventory: inventoryStore(clients.s3, bucket, account.id),
        postFor: (rules) => postWith({ client: clients.mail, templates, from: mail.sender, run, rules }),
        saveResult: (result) =>
          putText(
            clients.s3,
            { bucket, key: accountResultKey(run.day, run.id, account.id) },
            JSON.stringify(result),
            "application/json",
          ),
        hasTime,
        today: () => dayOf(this.clock.now()),
      });
    } finally {
      for (const client of Object.values(clients)) client.destroy();
    }
  }

  /** Puts the worker role's credentials into the environment, where Lambda puts them. */
  #signAsWorker(): void {
    const { accountId, region } = this.#settings.hub;
    const arn = `arn:${partitionOf(region)}:iam::${accountId}:role/${names.workerFunction}`;
    const role = this.cloud.identities.role(arn);
    if (role === undefined) throw new Error(`${arn} was not deployed`);
    const { accessKeyId, secretAccessKey, sessionToken } = this.cloud.identities.issueSession(
      role,
      "budgets",
      3600,
    );
    Object.assign(process.env, {
      AWS_ENDPOINT_URL: this.cloud.url,
      AWS_REGION: region,
      AWS_ACCESS_KEY_ID: accessKeyId,
      AWS_SECRET_ACCESS_KEY: secretAccessKey,
      AWS_SESSION_TOKEN: sessionToken,
    });
  }

  #output(name: string): string {
    const value = this.#outputs[name];
    if (value === undefined) throw new Error(`the hub stack has no output ${name}`);
    return value;
  }
}
