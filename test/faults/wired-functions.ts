import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type * as z from "zod/mini";
import { approveEnvironment } from "../../functions/approve/env.ts";
import { approveClients, approverOf } from "../../functions/approve/wire.ts";
import { clientSettings } from "../../functions/aws/client-config.ts";
import { deliveryEnvironment } from "../../functions/delivery/env.ts";
import { deliveryClients, deliveryOf } from "../../functions/delivery/wire.ts";
import { loadTemplates } from "../../functions/notices/load-templates.ts";
import { planEnvironment } from "../../functions/plan/env.ts";
import { planClients, plannerOf } from "../../functions/plan/wire.ts";
import { reportEnvironment } from "../../functions/report/env.ts";
import { reportRun } from "../../functions/report/report-run.ts";
import { reportParts, reportTask } from "../../functions/report/wire.ts";
import { restoreEnvironment } from "../../functions/restore/env.ts";
import { restoreClients, restorerOf } from "../../functions/restore/wire.ts";
import { parse } from "../../functions/runtime/parse.ts";
import { readPolicyFile } from "../../functions/runtime/policy-file.ts";
import type { Clock } from "../../functions/runtime/system-clock.ts";
import { schedulerEnvironment } from "../../functions/scheduler/env.ts";
import { schedulerClients, schedulerOf } from "../../functions/scheduler/wire.ts";
import { deactivateEnvironment } from "../../functions/worker/deactivate/env.ts";
import { deactivatorOf } from "../../functions/worker/deactivate/wire.ts";
import { evaluateEnvironment } from "../../functions/worker/evaluate/env.ts";
import { evaluatorOf } from "../../functions/worker/evaluate/wire.ts";
import { workerClients } from "../../functions/worker/parts.ts";
import { names } from "../../infra/cdk/names.ts";
import type { FunctionSpec } from "../../infra/sandbox/cloud/deployment.ts";
import { reportEventSchema } from "../../statemachine/run-summary.ts";

/** The keys that a function signs with. */
export interface SessionKeys {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
}

/** What an invocation gets besides its event. */
export interface FunctionContext {
  readonly clock: Clock;
  readonly awsRequestId: string;
  getRemainingTimeInMillis(): number;
}

/** A function as Lambda would call it. */
export type InProcessFunction = (event: unknown, context: FunctionContext) => Promise<unknown>;

/** What the functions are wired from. */
export interface WiredFunctionsOptions {
  readonly specs: readonly FunctionSpec[];
  /** The session of a function's role. */
  readonly sessionOf: (spec: FunctionSpec) => SessionKeys;
  newClaimId(): string;
}

/**
 * All eight functions, wired by their own `wire.ts` from the environment, the policy and the templates that they were
 * deployed with. Only the session and the clock come from the test.
 */
export function wiredFunctions(options: WiredFunctionsOptions): Record<string, InProcessFunction> {
  const { newClaimId } = options;
  const random = () => 0.5;
  const scheduler = deployed(names.schedulerFunction, schedulerEnvironment, schedulerClients, options);
  const evaluate = deployed(names.evaluateFunction, evaluateEnvironment, workerClients, options);
  const plan = deployed(names.planFunction, planEnvironment, planClients, options);
  const deactivate = deployed(names.deactivateFunction, deactivateEnvironment, workerClients, options);
  const report = deployed(names.reportFunction, reportEnvironment, reportParts, options);
  const restore = deployed(names.restoreFunction, restoreEnvironment, restoreClients, options);
  const approve = deployed(names.approveFunction, approveEnvironment, approveClients, options);
  const delivery = deployed(names.deliveryFunction, deliveryEnvironment, deliveryClients, options);
  const policy = readPolicyFile(evaluate.bundle);
  const templates = loadTemplates(new URL("./templates/", evaluate.bundle));
  const notifying = { policy, templates, random, newClaimId };
  return {
    [names.schedulerFunction]: (event, { clock }) => schedulerOf({ ...scheduler, policy, clock })(event),
    [names.evaluateFunction]: (event, context) =>
      evaluatorOf({ ...evaluate, ...notifying, clock: context.clock })(event, context),
    [names.planFunction]: (event, { clock }) => plannerOf({ ...plan, policy, clock })(event),
    [names.deactivateFunction]: (event, context) =>
      deactivatorOf({ ...deactivate, ...notifying, clock: context.clock })(event, context),
    [names.reportFunction]: (input, { clock, getRemainingTimeInMillis }) => {
      const event = parse(reportEventSchema, input, "Report event");
      const parts = { ...report.clients, now: clock.now };
      return reportRun(reportTask(report.environment, parts, event, getRemainingTimeInMillis));
    },
    [names.restoreFunction]: (event, context) =>
      restorerOf({ ...restore, ...notifying, clock: context.clock })(event, context),
    [names.approveFunction]: (event, { clock }) => approverOf({ ...approve, policy, clock })(event),
    [names.deliveryFunction]: deliveryOf(delivery),
  };
}

/** A function's environment and bundle as they were deployed, and its clients, which sign with its session. */
function deployed<Environment, Clients>(
  name: string,
  schema: z.ZodMiniType<Environment>,
  make: (environment: Environment, bundle: string) => Clients,
  { specs, sessionOf }: WiredFunctionsOptions,
): { environment: Environment; clients: Clients; bundle: string } {
  const spec = specs.find((candidate) => candidate.name === name);
  if (spec === undefined) throw new Error(`${name} was not deployed`);
  const environment = parse(schema, spec.environment, "environment");
  const bundle = pathToFileURL(join(spec.codeDirectory, "index.mjs")).href;
  return { environment, bundle, clients: signingAs(sessionOf(spec), () => make(environment, bundle)) };
}

/** Clients that sign with a session. Lambda puts it into the environment, but a process has only one environment. */
function signingAs<Clients>(session: SessionKeys, make: () => Clients): Clients {
  Object.assign(clientSettings, { credentials: session });
  try {
    return make();
  } finally {
    Object.assign(clientSettings, { credentials: undefined });
  }
}
