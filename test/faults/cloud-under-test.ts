import { S3Client } from "@aws-sdk/client-s3";
import { clientSettings } from "../../functions/aws/client-config.ts";
import { names, partitionOf } from "../../infra/cdk/names.ts";
import type { Settings } from "../../infra/cdk/settings.ts";
import type { Deployment } from "../../infra/sandbox/cloud/deployment.ts";
import type { Interception } from "../../infra/sandbox/cloud/service.ts";
import { readDeployment } from "../../infra/sandbox/deploy/read-deployment.ts";
import {
  type EmbeddedCloud,
  type EmbeddedCloudProps,
  startEmbeddedCloud,
} from "../../infra/sandbox/embedded-cloud.ts";
import { ClaimClocks } from "./claim-clocks.ts";
import { curfewFunctions } from "./curfew-functions.ts";
import { InProcessFunctions, type InvocationFault } from "./in-process-functions.ts";
import type { CallName } from "./injection/call-name.ts";
import { CallRecorder } from "./injection/call-recorder.ts";
import { FaultPlan } from "./injection/fault-plan.ts";
import { tapped } from "./invocation.ts";
import { secretsOf } from "./secrets.ts";
import { SteppedClock } from "./stepped-clock.ts";

/** How an execution of the state machine ended. */
export interface EndedExecution {
  readonly runId: string;
  readonly status: string;
  readonly error: string | undefined;
  readonly cause: string | undefined;
}

/** What can befall functions as a whole, besides what their own calls meet. */
export interface FunctionFaults {
  /** Kills whoever made a call. */
  killCallerOf(call: Interception): void;
  /** Plans what befalls the next invocation of that name; nothing where no name is given. */
  plan(of?: CallName, what?: InvocationFault): void;
  /** Whether what was planned has happened. */
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
  /** What Lambda's runtime would have written to the log; the functions' own lines go to stdout. */
  readonly runtimeLog: readonly string[];
  /** Secret keys and session tokens of every session so far. */
  readonly secrets: ReadonlySet<string>;
  /** One execution, on the clock's day. */
  run(runId: string, input?: object): Promise<EndedExecution>;
  close(): Promise<void>;
}

/** What a cloud under test is started with. */
export interface CloudUnderTestOptions {
  readonly settings: Settings;
  readonly assembly: string;
  readonly day: string;
  readonly members: readonly string[];
  readonly props: Omit<EmbeddedCloudProps, "clock">;
  /** By how many minutes the clocks of the functions' processes are fast, or slow where negative. */
  readonly skewMinutes?: number;
}

/**
 * Starts a cloud under test. Only one at a time may run in a process: the functions' clients find it through
 * the settings that all of them share.
 */
export async function startCloudUnderTest(options: CloudUnderTestOptions): Promise<CloudUnderTest> {
  const { settings, props } = options;
  const clock = new SteppedClock(options.day);
  const claims = new ClaimClocks(clock);
  const plan = new FaultPlan();
  const recorder = new CallRecorder();
  const secrets = new Set<string>();
  const runtimeLog: string[] = [];
  const hub = readStack(names.hubStack, settings.hub.accountId, options);
  const functions = new InProcessFunctions({
    onLog: (line) => runtimeLog.push(line),
    onBegin: (accountId) => claims.begin(accountId),
    onEnd: (accountId, errorType) => claims.end(accountId, errorType),
    after: [recorder, plan],
  });
  const cloud = await startEmbeddedCloud({
    clock,
    retryScale: 0.001,
    rates: "none",
    ...props,
    // What a test adds is the world as it is; then comes what goes wrong in it.
    interceptors: [secretsOf(secrets), ...(props.interceptors ?? []), recorder, plan, functions],
  });
  await deploy(cloud, hub, options);

  const handler = tapped(new S3Client(clientSettings).config.requestHandler);
  const before = { ...clientSettings };
  Object.assign(clientSettings, {
    endpoint: cloud.url,
    region: settings.hub.region,
    requestHandler: handler,
  });
  functions.register(
    curfewFunctions({
      specs: hub.functions,
      clock,
      claims,
      sessionOf(spec) {
        const role = cloud.identities.role(spec.roleArn);
        if (role === undefined) throw new Error(`${spec.roleArn} was not deployed`);
        const {
          accessKeyId,
          secretAccessKey,
          sessionToken = "",
        } = cloud.identities.issueSession(
          role,
          spec.name,
          // The clock may move by weeks, and Lambda renews a function's session by itself.
          400 * 86_400,
        );
        secrets.add(secretAccessKey).add(sessionToken);
        return { accessKeyId, secretAccessKey, sessionToken };
      },
    }),
  );
  return {
    cloud,
    hub,
    clock,
    plan,
    recorder,
    functions,
    runtimeLog,
    secrets,
    run: (runId, input = {}) => execute(cloud, hub, runId, input),
    async close() {
      Object.assign(clientSettings, { endpoint: undefined, region: undefined }, before);
      handler.destroy?.();
      await cloud.close();
    },
  };
}

/** One execution of the state machine, to its end. */
export async function execute(
  cloud: EmbeddedCloud,
  hub: Deployment,
  runId: string,
  input: object,
): Promise<EndedExecution> {
  const machine = cloud.stateMachines.machine(hub.outputs.StateMachineArn ?? "");
  if (machine === undefined) throw new Error("the state machine was not deployed");
  const execution = cloud.stateMachines.start(machine, runId, JSON.stringify(input));
  await execution.ended;
  const { outcome } = execution;
  const failure = outcome?.status === "FAILED" ? outcome : undefined;
  return { runId, status: execution.status, error: failure?.error, cause: failure?.cause };
}

const stacks = new Map<string, Deployment>();

/** Deploys the hub stack and the member roles, and lets SES send. */
export async function deploy(
  cloud: EmbeddedCloud,
  hub: Deployment,
  options: CloudUnderTestOptions,
): Promise<void> {
  const { settings, members } = options;
  await cloud.deploy(hub);
  for (const member of members) await cloud.deploy(readStack(names.memberRoleStack, member, options));
  const mailAccount = cloud.mail.account(settings.hub.accountId, settings.mail.region);
  mailAccount.setSandbox(false);
  mailAccount.setQuota({ max24HourSend: -1, maxSendRate: 10_000 });
  mailAccount.verify(settings.mail.sender);
}

/** A stack of the assembly, read once: there are hundreds of clouds. */
export function readStack(
  stackName: string,
  accountId: string,
  { assembly, settings }: CloudUnderTestOptions,
): Deployment {
  const name = `${assembly} ${stackName} ${accountId}`;
  const { region } = settings.hub;
  const stack =
    stacks.get(name) ??
    readDeployment(assembly, { partition: partitionOf(region), accountId, region, stackName });
  stacks.set(name, stack);
  return stack;
}
