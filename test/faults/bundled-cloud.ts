import { dayOf } from "../../functions/domain/calendar-day.ts";
import { names } from "../../infra/cdk/names.ts";
import type { Interceptor } from "../../infra/sandbox/cloud/service.ts";
import { startEmbeddedCloud } from "../../infra/sandbox/embedded-cloud.ts";
import {
  type CloudUnderTest,
  type CloudUnderTestOptions,
  deploy,
  execute,
  type FunctionFaults,
  readStack,
} from "./cloud-under-test.ts";
import type { InvocationFault } from "./in-process-functions.ts";
import type { CallName } from "./injection/call-name.ts";
import { CallRecorder } from "./injection/call-recorder.ts";
import { FaultPlan } from "./injection/fault-plan.ts";
import { ageClaims } from "./past.ts";
import { secretsOf } from "./secrets.ts";
import { type StatusChange, statusChangesIn } from "./status-changes.ts";
import { SteppedClock } from "./stepped-clock.ts";

/**
 * A cloud under test whose functions are the synthesized bundles, each environment in a process of its own. It is ten
 * times slower. A kill ends the process that made the call, and every other environment at work. Their clocks show the
 * cloud's time plus `skewMinutes`.
 */
export async function startBundledCloud(options: CloudUnderTestOptions): Promise<CloudUnderTest> {
  const { settings, props } = options;
  const clock = new SteppedClock(options.day);
  const plan = new FaultPlan();
  const recorder = new CallRecorder();
  const secrets = new Set<string>();
  const lines: string[] = [];
  const statusChanges: StatusChange[] = [];
  const deployed = readStack(names.hubStack, settings.hub.accountId, options);
  const hurry = `--import=${new URL("./hurried-process.ts", import.meta.url).href}`;
  const hub = {
    ...deployed,
    functions: deployed.functions.map((spec) => ({
      ...spec,
      environment: {
        ...spec.environment,
        NODE_OPTIONS: hurry,
        CLOCK_AHEAD_MINUTES: String(options.skewMinutes ?? 0),
      },
    })),
  };
  let planned: { readonly of: CallName; readonly what: InvocationFault } | undefined;
  let happened = false;
  const cloud = await startEmbeddedCloud({
    clock,
    retryScale: 0.001,
    rates: "none",
    ...props,
    functions: {
      onLog: (_, line) => lines.push(line),
      interceptInvocation(functionName, event) {
        if (planned?.of.about !== functionName || !JSON.stringify(event).includes(planned.of.target))
          return undefined;
        const { what } = planned;
        planned = undefined;
        happened = true;
        return what;
      },
    },
    interceptors: [
      secretsOf(secrets),
      statusChangesIn(statusChanges, () => ({
        on: dayOf(clock.now()),
        mailsBefore: cloud.mail.outbox().length,
      })),
      ...(props.interceptors ?? []),
      recorder,
      plan,
      claimsGrowOld(() => ageClaims({ cloud, hub })),
    ],
  });
  await deploy(cloud, hub, options);
  const functions: FunctionFaults = {
    killCallerOf: () => cloud.functions.killAll(),
    plan(of?: CallName, what: InvocationFault = "never") {
      planned = of === undefined ? undefined : { of, what };
      happened = false;
    },
    get faultHappened() {
      return happened;
    },
  };
  return {
    cloud,
    hub,
    clock,
    plan,
    recorder,
    functions,
    runtimeLog: lines,
    secrets,
    statusChanges,
    run: (runId, input = {}, machine = "daily") => execute(cloud, hub, { runId, input, machine }),
    moveTo: (day) => clock.moveTo(day),
    onboard: (accountId) => cloud.deploy(readStack(names.memberRolesStack, accountId, options)),
    close: () => cloud.close(),
  };
}

/** Ages all claims at once, instead of the 100 seconds that the state machine waits for another worker's claims. */
function claimsGrowOld(grow: () => Promise<void>): Interceptor {
  return {
    async after({ service }, { body }) {
      if (service === "lambda" && Buffer.from(body).includes('"errorType":"NoticesInFlight"')) await grow();
      return undefined;
    },
  };
}
