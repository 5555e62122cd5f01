import { randomUUID } from "node:crypto";
import { S3Client } from "@aws-sdk/client-s3";
import { clientSettings } from "../../functions/aws/client-config.ts";
import { type Day, dayOf } from "../../functions/domain/calendar-day.ts";
import { names, partitionOf } from "../../infra/cdk/names.ts";
import type { Settings } from "../../infra/cdk/settings.ts";
import type { Deployment, FunctionSpec } from "../../infra/sandbox/cloud/deployment.ts";
import type { Interception } from "../../infra/sandbox/cloud/service.ts";
import { readDeployment } from "../../infra/sandbox/deploy/read-deployment.ts";
import {
  type EmbeddedCloud,
  type EmbeddedCloudProps,
  startEmbeddedCloud,
} from "../../infra/sandbox/embedded-cloud.ts";
import { AccountClocks } from "./account-clocks.ts";
import { InProcessFunctions, type InvocationFault } from "./in-process-functions.ts";
import type { CallName } from "./injection/call-name.ts";
import { CallRecorder } from "./injection/call-recorder.ts";
import { FaultPlan } from "./injection/fault-plan.ts";
import { tapped } from "./invocation.ts";
import { secretsOf } from "./secrets.ts";
import { type StatusChange, statusChangesIn } from "./status-changes.ts";
import { SteppedClock } from "./stepped-clock.ts";
import { type SessionKeys, wiredFunctions } from "./wired-functions.ts";

/** How an execution of the state machine ended. */
export interface EndedExecution {
  readonly runId: string;
  readonly status: string;
  /** As JSON. */
  readonly output: string | undefined;
  readonly error: string | undefined;
  readonly cause: string | undefined;
}

/** Faults of whole invocations. Faults of their calls are planned in `FaultPlan`. */
export interface FunctionFaults {
  /** Kills whoever made a call. */
  killCallerOf(call: Interception): void;
  /** Plans a fault for the next invocation of that name. Without a name, no fault is planned. */
  plan(of?: CallName, what?: InvocationFault): void;
  /** Whether the planned fault has happened. */
  readonly faultHappened: boolean;
}

/** A cloud with Curfew deployed to it, for tests of what goes wrong. */
export interface CloudUnderTest {
  readonly cloud: EmbeddedCloud;
  readonly hub: Deployment;
  readonly clock: SteppedClock;
  readonly plan: FaultPlan;
  readonly recorder: CallRecorder;
  readonly functions: FunctionFaults;
  /** What Lambda's runtime would have logged. The functions' own lines go to stdout. */
  readonly runtimeLog: readonly string[];
  /** Secret keys and session tokens of every session so far. */
  readonly secrets: ReadonlySet<string>;
  /** Every change of a key's status through the IAM API. */
  readonly statusChanges: readonly StatusChange[];
  /** Runs one execution on the clock's day, and waits for everything that it causes. */
  run(runId: string, input?: object, machine?: MachineName): Promise<EndedExecution>;
  /** Moves the clock to another day. */
  moveTo(day: Day): void;
  /** Deploys the member roles into an account. */
  onboard(accountId: string): Promise<void>;
  close(): Promise<void>;
}

/** A cloud whose functions run in this process, so that a test can replace them. */
export interface RedeployableCloud extends CloudUnderTest {
  /** Deploys the functions of another assembly, with its policy, over the same data. */
  redeploy(settings: Settings, assembly: string): void;
}

/** The options of a cloud under test. */
export interface CloudUnderTestOptions {
  readonly settings: Settings;
  readonly assembly: string;
  readonly day: string;
  readonly members: readonly string[];
  readonly props: Omit<EmbeddedCloudProps, "clock">;
  /** How many minutes the clocks of the functions' processes are fast. Negative: slow. */
  readonly skewMinutes?: number;
}

/**
 * Starts a cloud under test. Only one may run in a process at a time, because the functions' clients find it through
 * settings that they all share.
 */
export async function startCloudUnderTest(options: CloudUnderTestOptions): Promise<RedeployableCloud> {
  const { settings, props } = options;
  const clock = new SteppedClock(options.day);
  const clocks = new AccountClocks(clock);
  const plan = new FaultPlan();
  const recorder = new CallRecorder();
  const secrets = new Set<string>();
  const runtimeLog: string[] = [];
  const hub = readStack(names.hubStack, settings.hub.accountId, options);
  const functions = new InProcessFunctions(clocks, (line) => runtimeLog.push(line));
  const statusChanges: StatusChange[] = [];
  const cloud = await startEmbeddedCloud({
    clock,
    retryScale: 0.001,
    rates: "none",
    ...props,
    functions: functions.options(),
    interceptors: [
      secretsOf(secrets),
      statusChangesIn(statusChanges, () => ({
        on: dayOf(clock.now()),
        mailsBefore: cloud.mail.outbox().length,
      })),
      // First what a test adds to the world, then the faults.
      ...(props.interceptors ?? []),
      recorder,
      plan,
    ],
  });
  await deploy(cloud, hub, options);

  const handler = tapped(new S3Client(clientSettings).config.requestHandler);
  const before = { ...clientSettings };
  Object.assign(clientSettings, {
    endpoint: cloud.url,
    region: settings.hub.region,
    requestHandler: handler,
  });
  const register = ({ functions: specs }: Deployment) =>
    functions.register(
      wiredFunctions({
        specs,
        newClaimId: randomUUID,
        sessionOf(spec) {
          const session = sessionOf(cloud, spec);
          secrets.add(session.secretAccessKey).add(session.sessionToken);
          return session;
        },
      }),
    );
  register(hub);
  return {
    cloud,
    hub,
    clock,
    plan,
    recorder,
    functions,
    runtimeLog,
    secrets,
    statusChanges,
    run(runId, input = {}, machine = "daily") {
      clocks.beginExecution();
      return execute(cloud, hub, { runId, input, machine });
    },
    moveTo(day) {
      clock.moveTo(day);
      clocks.beginDay();
    },
    redeploy: (other, assembly) =>
      register(readStack(names.hubStack, other.hub.accountId, { ...options, settings: other, assembly })),
    onboard: (accountId) => cloud.deploy(readStack(names.memberRolesStack, accountId, options)),
    async close() {
      Object.assign(clientSettings, { endpoint: undefined, region: undefined }, before);
      handler.destroy?.();
      await cloud.close();
    },
  };
}

function sessionOf({ identities }: EmbeddedCloud, { roleArn, name }: FunctionSpec): SessionKeys {
  const role = identities.role(roleArn);
  if (role === undefined) throw new Error(`${roleArn} was not deployed`);
  // The clock may move by weeks. Lambda would renew a function's session in that time.
  const {
    accessKeyId,
    secretAccessKey,
    sessionToken = "",
  } = identities.issueSession(role, name, 400 * 86_400);
  return { accessKeyId, secretAccessKey, sessionToken };
}

/** Which of the three state machines. */
export type MachineName = "daily" | "restore" | "approve";

const outputs = {
  daily: "StateMachineArn",
  restore: "RestoreStateMachineArn",
  approve: "ApproveStateMachineArn",
} as const satisfies Record<MachineName, string>;

/** Which state machine to execute, and with which input. */
export interface ExecutionRequest {
  readonly runId: string;
  readonly input: object;
  readonly machine: MachineName;
}

/** Runs one execution of a state machine, and waits until it and all events that it caused are done. */
export async function execute(
  cloud: EmbeddedCloud,
  hub: Deployment,
  { runId, input, machine: name }: ExecutionRequest,
): Promise<EndedExecution> {
  const machine = cloud.stateMachines.machine(hub.outputs[outputs[name]] ?? "");
  if (machine === undefined) throw new Error(`the state machine ${name} was not deployed`);
  const execution = cloud.stateMachines.start(machine, runId, JSON.stringify(input));
  await execution.ended;
  await cloud.settled();
  const { outcome } = execution;
  const failure = outcome?.status === "FAILED" ? outcome : undefined;
  const output = outcome?.status === "SUCCEEDED" ? JSON.stringify(outcome.output) : undefined;
  return { runId, status: execution.status, output, error: failure?.error, cause: failure?.cause };
}

const stacks = new Map<string, Deployment>();

/** Deploys every stack, and lets SES send. */
export async function deploy(
  cloud: EmbeddedCloud,
  hub: Deployment,
  options: CloudUnderTestOptions,
): Promise<void> {
  const { settings, members } = options;
  const { accountId } = settings.hub;
  await cloud.deploy(hub);
  const mailAccount = cloud.mail.account(accountId, settings.mail.region);
  mailAccount.setSandbox(false);
  mailAccount.setQuota({ max24HourSend: -1, maxSendRate: 10_000 });
  mailAccount.verify(settings.mail.sender);
  await cloud.deploy(readStack(names.mailStack, accountId, options));
  await cloud.deploy(readStack(names.delegationStack, settings.organization.managementAccountId, options));
  for (const member of members) await cloud.deploy(readStack(names.memberRolesStack, member, options));
}

/** A stack of the assembly. It is read once, because there are hundreds of clouds. */
export function readStack(
  stackName: string,
  accountId: string,
  { assembly, settings }: CloudUnderTestOptions,
): Deployment {
  const name = `${assembly} ${stackName} ${accountId}`;
  // The delegation stack exists in one Region only.
  const region = stackName === names.delegationStack ? "us-east-1" : settings.hub.region;
  const stack =
    stacks.get(name) ??
    readDeployment(assembly, { partition: partitionOf(region), accountId, region, stackName });
  stacks.set(name, stack);
  return stack;
}
