import { randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { eventBusClient } from "../../functions/aws/event-bus.ts";
import { mailClient } from "../../functions/aws/mailer.ts";
import { s3Client } from "../../functions/aws/object-store.ts";
import { deliveryEnvironment } from "../../functions/delivery/env.ts";
import { deliveryClients, deliveryOf } from "../../functions/delivery/wire.ts";
import { loadTemplates } from "../../functions/notices/load-templates.ts";
import { planEnvironment } from "../../functions/plan/env.ts";
import { planClients, plannerOf } from "../../functions/plan/wire.ts";
import { reportEnvironment } from "../../functions/report/env.ts";
import { reportRun } from "../../functions/report/report-run.ts";
import { reportTask } from "../../functions/report/wire.ts";
import { parse } from "../../functions/runtime/parse.ts";
import type { Clock } from "../../functions/runtime/system-clock.ts";
import { schedulerEnvironment } from "../../functions/scheduler/env.ts";
import { schedulerClients, schedulerOf } from "../../functions/scheduler/wire.ts";
import { deactivateEnvironment } from "../../functions/worker/deactivate/env.ts";
import { deactivatorOf } from "../../functions/worker/deactivate/wire.ts";
import { evaluateEnvironment } from "../../functions/worker/evaluate/env.ts";
import { evaluatorOf } from "../../functions/worker/evaluate/wire.ts";
import { type Invocation, workerClients } from "../../functions/worker/parts.ts";
import { names } from "../../infra/cdk/names.ts";
import type { Settings } from "../../infra/cdk/settings.ts";
import type { Deployment } from "../../infra/sandbox/cloud/deployment.ts";
import type { EmbeddedCloud } from "../../infra/sandbox/embedded-cloud.ts";
import type { InvocationResult } from "../../infra/sandbox/services/lambda/function-error.ts";
import type { InProcessInvocation } from "../../infra/sandbox/services/lambda/functions.ts";
import { reportEventSchema } from "../../statemachine/run-summary.ts";
import { signAs } from "./sign-as.ts";

type Handle = (event: unknown, invocation: Invocation) => Promise<unknown>;

/** The cloud that the functions are deployed to, and the time that they see. */
export interface InProcessParts {
  readonly cloud: EmbeddedCloud;
  readonly hub: Deployment;
  readonly settings: Settings;
  readonly clock: Clock;
}

/**
 * Curfew's functions of the daily run in this process, with their own wiring and each with its own role, so that they
 * see the time of the test and not the machine's.
 * @returns answers an invocation as Lambda would; for `FunctionsOptions.runInProcess`
 */
export async function inProcessCurfew(
  parts: InProcessParts,
): Promise<(invocation: InProcessInvocation) => Promise<InvocationResult> | undefined> {
  const handles = await handlesOf(parts);
  return ({ spec, payload, requestId }) => {
    const handle = handles.get(spec.name);
    if (handle === undefined) return undefined;
    const end = parts.clock.now().getTime() + spec.timeoutSeconds * 1000;
    const getRemainingTimeInMillis = () => Math.max(0, end - parts.clock.now().getTime());
    return answer(() => handle(JSON.parse(payload), { awsRequestId: requestId, getRemainingTimeInMillis }));
  };
}

async function answer(work: () => Promise<unknown>): Promise<InvocationResult> {
  try {
    return { payload: JSON.stringify(await work()) ?? "null", functionError: false };
  } catch (error) {
    const { name, message } = error instanceof Error ? error : new Error(String(error));
    return { payload: JSON.stringify({ errorType: name, errorMessage: message }), functionError: true };
  }
}

async function handlesOf({
  cloud,
  hub,
  settings,
  clock,
}: InProcessParts): Promise<ReadonlyMap<string, Handle>> {
  const { policy } = settings;
  const templates = loadTemplates(new URL("../../functions/notices/templates/", import.meta.url));
  const shared = { policy, templates, clock, random: Math.random, newClaimId: randomUUID };
  const specOf = (name: string) => {
    const spec = hub.functions.find((one) => one.name === name);
    if (spec === undefined) throw new Error(`${name} was not deployed`);
    return spec;
  };
  const read = <Result>(schema: Parameters<typeof parse<Result>>[0], name: string) =>
    parse(schema, specOf(name).environment, `environment of ${name}`);
  const signed = async <Clients extends Record<string, SigningClient>>(name: string, make: () => Clients) => {
    signAs(cloud, hub, name);
    const clients = make();
    // A client reads its credentials at its first call. Another role's would be in the environment by then.
    for (const client of Object.values(clients)) await client.config.credentials();
    return clients;
  };
  const scheduler = read(schedulerEnvironment, names.schedulerFunction);
  const evaluate = read(evaluateEnvironment, names.evaluateFunction);
  const plan = read(planEnvironment, names.planFunction);
  const deactivate = read(deactivateEnvironment, names.deactivateFunction);
  const report = read(reportEnvironment, names.reportFunction);
  const delivery = read(deliveryEnvironment, names.deliveryFunction);
  const list = schedulerOf({
    ...{ ...shared, environment: scheduler },
    clients: await signed(names.schedulerFunction, () => schedulerClients(scheduler)),
  });
  const planner = plannerOf({
    ...{ ...shared, environment: plan },
    clients: await signed(names.planFunction, () => planClients(plan)),
  });
  const deactivator = deactivatorOf({
    ...{ ...shared, environment: deactivate },
    clients: await signed(names.deactivateFunction, () => workerClients(deactivate)),
  });
  const reporter = await signed(names.reportFunction, () => ({
    s3: s3Client(),
    bus: eventBusClient(),
    mail: mailClient(report.MAIL_REGION),
  }));
  const page = readFileSync(join(specOf(names.reportFunction).codeDirectory, "report-page.html"), "utf8");
  const recorder = deliveryOf({
    environment: delivery,
    clients: await signed(names.deliveryFunction, () => deliveryClients()),
  });
  // From now on new clients are those of the evaluate function. Each invocation gets its own, as each Lambda
  // environment does: the connections of a client are limited, and a queue for them would look like a network failure.
  signAs(cloud, hub, names.evaluateFunction);
  const evaluateAccounts: Handle = async (event, invocation) => {
    const clients = workerClients(evaluate);
    try {
      return await evaluatorOf({ ...shared, environment: evaluate, clients })(event, invocation);
    } finally {
      for (const client of Object.values(clients)) client.destroy();
    }
  };
  return new Map<string, Handle>([
    [names.schedulerFunction, list],
    [names.evaluateFunction, evaluateAccounts],
    [names.planFunction, planner],
    [names.deactivateFunction, deactivator],
    [names.deliveryFunction, recorder],
    [
      names.reportFunction,
      (input, invocation) =>
        reportRun(
          reportTask(
            report,
            { policy, templates, page, ...reporter, now: () => clock.now() },
            parse(reportEventSchema, input, "Report event"),
            () => invocation.getRemainingTimeInMillis(),
          ),
        ),
    ],
  ]);
}

/** The part of an SDK client that provides its credentials. */
interface SigningClient {
  readonly config: { credentials(): Promise<unknown> };
}
