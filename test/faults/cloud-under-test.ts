import { S3Client } from "@aws-sdk/client-s3";
import { clientSettings } from "../../functions/aws/client-config.ts";
import type { Deployment } from "../../infra/local/cloud/deployment.ts";
import { readDeployment } from "../../infra/local/deploy/read-deployment.ts";
import {
  type EmbeddedCloud,
  type EmbeddedCloudProps,
  startEmbeddedCloud,
} from "../../infra/local/embedded-cloud.ts";
import { CallRecorder } from "../../infra/local/faults/call-recorder.ts";
import { FaultPlan } from "../../infra/local/faults/fault-plan.ts";
import { names, partitionOf } from "../../infra/names.ts";
import type { Settings } from "../../infra/settings.ts";
import { curfewFunctions } from "./curfew-functions.ts";
import { type EndedInvocation, InProcessFunctions } from "./in-process-functions.ts";
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

/** A cloud with Curfew deployed to it, whose functions run in this process. */
export interface CloudUnderTest {
  readonly cloud: EmbeddedCloud;
  readonly hub: Deployment;
  readonly clock: SteppedClock;
  readonly plan: FaultPlan;
  readonly recorder: CallRecorder;
  readonly functions: InProcessFunctions;
  /** What Lambda's runtime would have written to the log; the functions' own lines go to stdout. */
  readonly runtimeLog: readonly string[];
  /** Secret keys and session tokens of every session so far. */
  readonly secrets: ReadonlySet<string>;
  /** Invocations that ended, in that order. */
  readonly ended: readonly EndedInvocation[];
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
}

/** Seconds before a worker's next attempt: what the state machine says, as the claims' clock must see it. */
const pauseSeconds: Readonly<Record<string, number>> = { NoticesInFlight: 100 };

/**
 * Starts a cloud under test. Only one at a time may run in a process: the functions' clients find it through
 * the settings that all of them share.
 */
export async function startCloudUnderTest(options: CloudUnderTestOptions): Promise<CloudUnderTest> {
  const { settings, members, props } = options;
  const clock = new SteppedClock(options.day);
  const claimClock = new SteppedClock(options.day);
  const plan = new FaultPlan();
  const recorder = new CallRecorder();
  const secrets = new Set<string>();
  const runtimeLog: string[] = [];
  const ended: EndedInvocation[] = [];
  const hub = readStack(names.hubStack, settings.hub.accountId, options);
  const functions = new InProcessFunctions({
    onLog: (line) => runtimeLog.push(line),
    onEnd(invocation) {
      ended.push(invocation);
      claimClock.pass((pauseSeconds[invocation.errorType ?? ""] ?? 5) * 1000);
    },
    after: [recorder, plan],
  });
  const cloud = await startEmbeddedCloud({
    clock,
    retryScale: 0.001,
    ...props,
    // What a test adds is the world as it is; then comes what goes wrong in it.
    interceptors: [secretsOf(secrets), ...(props.interceptors ?? []), recorder, plan, functions],
  });
  await cloud.deploy(hub);
  for (const member of members) await cloud.deploy(readStack(names.memberRoleStack, member, options));
  const mailAccount = cloud.mail.account(settings.hub.accountId, settings.mail.region);
  mailAccount.setSandbox(false);
  mailAccount.setQuota({ max24HourSend: -1, maxSendRate: 10_000 });
  mailAccount.verify(settings.mail.sender);

  const handler = tapped(new S3Client(clientSettings).config.requestHandler);
  const before = { ...clientSettings };
  Object.assign(clientSettings, { endpoint: cloud.url, region: settings.hub.region, requestHandler: handler });
  functions.register(
    curfewFunctions({
      specs: hub.functions,
      clock,
      claimClock,
      sessionOf(spec) {
        const role = cloud.identities.role(spec.roleArn);
        if (role === undefined) throw new Error(`${spec.roleArn} was not deployed`);
        const { accessKeyId, secretAccessKey, sessionToken = "" } = cloud.identities.issueSession(
          role,
          spec.name,
          43_200,
        );
        secrets.add(secretAccessKey).add(sessionToken);
        return { accessKeyId, secretAccessKey, sessionToken };
      },
    }),
  );
  const machine = cloud.stateMachines.machine(hub.outputs.StateMachineArn ?? "");
  if (machine === undefined) throw new Error("the state machine was not deployed");
  return {
    cloud,
    hub,
    clock,
    plan,
    recorder,
    functions,
    runtimeLog,
    secrets,
    ended,
    async run(runId, input = {}) {
      const execution = cloud.stateMachines.start(machine, runId, JSON.stringify(input));
      await execution.ended;
      const { outcome } = execution;
      const failure = outcome?.status === "FAILED" ? outcome : undefined;
      return { runId, status: execution.status, error: failure?.error, cause: failure?.cause };
    },
    async close() {
      Object.assign(clientSettings, { endpoint: undefined, region: undefined }, before);
      handler.destroy?.();
      await cloud.close();
    },
  };
}

const stacks = new Map<string, Deployment>();

/** A stack of the assembly, read once: there are hundreds of clouds. */
function readStack(
  stackName: string,
  accountId: string,
  { assembly, settings }: CloudUnderTestOptions,
): Deployment {
  const name = `${assembly} ${stackName} ${accountId}`;
  const { region } = settings.hub;
  const stack =
    stacks.get(name) ?? readDeployment(assembly, { partition: partitionOf(region), accountId, region, stackName });
  stacks.set(name, stack);
  return stack;
}
