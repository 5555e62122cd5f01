import { randomUUID } from "node:crypto";
import { rulesFor } from "../../functions/domain/account-scope.ts";
import { addDays, type Day } from "../../functions/domain/calendar-day.ts";
import { workListKey } from "../../functions/domain/run-files.ts";
import { loadTemplates } from "../../functions/notices/load-templates.ts";
import { planEnvironment } from "../../functions/plan/env.ts";
import { planClients, plannerOf } from "../../functions/plan/wire.ts";
import { parse } from "../../functions/runtime/parse.ts";
import { deactivateEnvironment } from "../../functions/worker/deactivate/env.ts";
import { deactivatorOf } from "../../functions/worker/deactivate/wire.ts";
import { evaluateEnvironment } from "../../functions/worker/evaluate/env.ts";
import { evaluatorOf } from "../../functions/worker/evaluate/wire.ts";
import { workerClients } from "../../functions/worker/parts.ts";
import { names } from "../../infra/cdk/names.ts";
import type { Settings } from "../../infra/cdk/settings.ts";
import type { Deployment } from "../../infra/sandbox/cloud/deployment.ts";
import type { CallRecord } from "../../infra/sandbox/cloud/service.ts";
import { deployStacks } from "../../infra/sandbox/deploy/deploy-stacks.ts";
import {
  type EmbeddedCloud,
  type EmbeddedCloudProps,
  startEmbeddedCloud,
} from "../../infra/sandbox/embedded-cloud.ts";
import type { IamAccount } from "../../infra/sandbox/services/iam/iam-account.ts";
import type { AccountList, Run } from "../../statemachine/run.ts";
import { signAs } from "../support/sign-as.ts";
import { stillClock } from "../support/still-clock.ts";
import { type Population, populate } from "./account-population.ts";
import { filesOf, type WorkedFiles } from "./run-files.ts";

const memberId = "200000000001";
const account = { id: memberId, name: "Sales", path: ["r-test"], joinedOn: "2024-06-08", state: "ACTIVE" };
const templates = loadTemplates(new URL("../../functions/notices/templates/", import.meta.url));

/** Day 0 is a Monday. The clock stands still, so no run crosses midnight. */
const dayZero: Day = "2027-03-01";
const mailRate = 100_000;

/** The options of a step. */
export interface StepOptions {
  /** Days after day 0. */
  readonly dayOffset: number;
  /** The same for every attempt of a run. */
  readonly runId?: string;
  /** How long the Lambda invocation may still run. It is called again and again. */
  readonly remainingMilliseconds?: () => number;
}

/** The result of a step, and every call that was answered during it. */
export interface StepOutcome extends WorkedFiles {
  readonly error: unknown;
  readonly calls: readonly CallRecord[];
  /** The requested pauses, in milliseconds. */
  readonly pauses: readonly number[];
}

/**
 * One member account in an embedded cloud. The steps of a run over it run in this process, with their own wiring, over
 * HTTP and with the deployed roles. A test chooses the day, and pauses take no time.
 */
export class AccountCloud {
  readonly cloud: EmbeddedCloud;
  readonly hub: Deployment;
  readonly #clock: ReturnType<typeof stillClock>;
  readonly #settings: Settings;

  private constructor(
    cloud: EmbeddedCloud,
    hub: Deployment,
    clock: ReturnType<typeof stillClock>,
    settings: Settings,
  ) {
    this.cloud = cloud;
    this.hub = hub;
    this.#clock = clock;
    this.#settings = settings;
  }

  /** @param assembly what `synthesize` wrote for these settings */
  static async start(
    assembly: string,
    settings: Settings,
    props: Partial<EmbeddedCloudProps> = {},
  ): Promise<AccountCloud> {
    const { hub, organization, mail } = settings;
    const clock = stillClock(`${dayZero}T12:00:00Z`);
    const joinedAt = new Date(account.joinedOn);
    const cloud = await startEmbeddedCloud({
      clock,
      organization: {
        id: organization.id,
        rootId: "r-test",
        managementAccountId: organization.managementAccountId,
        delegatedAdministrators: [hub.accountId],
        organizationalUnits: [],
        accounts: [organization.managementAccountId, hub.accountId, memberId].map((id) => {
          return { id, name: id, parentId: "r-test", state: "ACTIVE", joinedAt } as const;
        }),
      },
      rates: "none",
      ...props,
    });
    const deployment = await deployStacks(cloud, assembly, settings, [memberId]);
    const ses = cloud.mail.account(hub.accountId, mail.region);
    ses.setQuota({ max24HourSend: -1, maxSendRate: mailRate });
    return new AccountCloud(cloud, deployment, clock, settings);
  }

  /** The day this many days after day 0. */
  day(offset: number): Day {
    return addDays(dayZero, offset);
  }

  /** The IAM of the member account. */
  get iam(): IamAccount {
    return this.cloud.iam.of(memberId);
  }

  /** Fills the account. What is due becomes due this many days after day 0. */
  async populate(population: Population, dueOffset: number): Promise<void> {
    this.#sign(names.evaluateFunction);
    const { ledger } = workerClients(this.#workerEnvironment());
    const rules = rulesFor(account, this.#settings.policy, "enforce");
    const tableName = this.#output("LedgerTableName");
    const dueOn = this.day(dueOffset);
    await populate(this.iam, population, { ledger, tableName, accountId: memberId, rules, today: dueOn });
    ledger.destroy();
  }

  /** Evaluates the account and notifies its owners. */
  evaluate(options: StepOptions): Promise<StepOutcome> {
    return this.#step(names.evaluateFunction, options, async (run, environment) => {
      const clients = workerClients(this.#workerEnvironment());
      const parts = {
        ...this.#parts(),
        clients,
        environment: parse(evaluateEnvironment, environment, "environment"),
      };
      await evaluatorOf(parts)({ run, account }, this.#invocation(options));
    });
  }

  /** Plans what is due. */
  plan(options: StepOptions): Promise<StepOutcome> {
    return this.#step(names.planFunction, options, async (run, environment) => {
      const clients = planClients({ MAIL_REGION: this.#settings.mail.region });
      const parts = {
        ...this.#parts(),
        clients,
        environment: parse(planEnvironment, environment, "environment"),
      };
      await plannerOf(parts)(this.#list(run));
    });
  }

  /** Deactivates the keys in the plan of the same run. */
  deactivate(options: StepOptions): Promise<StepOutcome> {
    return this.#step(names.deactivateFunction, options, async (run, environment) => {
      const clients = workerClients(this.#workerEnvironment());
      const parts = {
        ...this.#parts(),
        clients,
        environment: parse(deactivateEnvironment, environment, "environment"),
      };
      for (const item of filesOf(this.cloud, this.#output("BucketName"), run).items)
        await deactivatorOf(parts)({ ...item, run }, this.#invocation(options));
    });
  }

  /** A whole day: evaluate, plan, deactivate. */
  async live(options: StepOptions): Promise<StepOutcome> {
    const evaluated = await this.evaluate(options);
    const planned = await this.plan(options);
    const { calls, pauses, ...last } = await this.deactivate(options);
    const steps = [evaluated, planned, { calls, pauses }];
    return {
      ...last,
      error: evaluated.error ?? planned.error ?? last.error,
      calls: steps.flatMap((step) => step.calls),
      pauses: steps.flatMap((step) => step.pauses),
    };
  }

  async close(): Promise<void> {
    await this.cloud.close();
  }

  async #step(
    functionName: string,
    { dayOffset, runId }: StepOptions,
    work: (run: Run, environment: object) => Promise<void>,
  ): Promise<StepOutcome> {
    const day = this.day(dayOffset);
    const startedAt = `${day}T12:00:00.000Z`;
    this.#clock.set(startedAt);
    const id = runId ?? `daily-${day}`;
    const run: Run = {
      id,
      startedAt,
      day,
      mode: "enforce",
      scope: "organization",
      spreadOverDays: 1,
      mailRate,
    };
    this.#sign(functionName);
    this.cloud.calls.clear();
    this.#clock.waits.length = 0;
    let error: unknown;
    try {
      await work(run, this.#environmentOf(functionName));
    } catch (thrown) {
      error = thrown;
    }
    await this.cloud.settled();
    const calls = this.cloud.calls
      .all()
      .filter(({ principalArn }) => !principalArn.includes("/curfew-delivery/"));
    return {
      ...filesOf(this.cloud, this.#output("BucketName"), run),
      error,
      calls,
      pauses: [...this.#clock.waits],
    };
  }

  #parts() {
    return {
      policy: this.#settings.policy,
      templates,
      clock: this.#clock,
      random: () => 0.5,
      newClaimId: randomUUID,
    };
  }

  #invocation({ remainingMilliseconds = () => 900_000 }: StepOptions) {
    return { awsRequestId: randomUUID(), getRemainingTimeInMillis: remainingMilliseconds };
  }

  #list(run: Run): AccountList {
    const file = { bucket: this.#output("BucketName"), key: workListKey(run.day, run.id) };
    return {
      run,
      workList: file,
      skipped: file,
      accounts: { listed: 1, skipped: 0 },
      mailsDigest: true,
      maxConcurrency: 1,
    };
  }

  #workerEnvironment() {
    return parse(evaluateEnvironment, this.#environmentOf(names.evaluateFunction), "environment");
  }

  #environmentOf(functionName: string): Readonly<Record<string, string>> {
    const spec = this.hub.functions.find(({ name }) => name === functionName);
    if (spec === undefined) throw new Error(`${functionName} was not deployed`);
    return spec.environment;
  }

  #sign(functionName: string): void {
    signAs(this.cloud, this.hub, functionName);
  }

  #output(name: string): string {
    const value = this.hub.outputs[name];
    if (value === undefined) throw new Error(`the hub stack has no output ${name}`);
    return value;
  }
}
