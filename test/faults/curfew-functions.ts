import { readFileSync } from "node:fs";
import { join } from "node:path";
import { clientSettings } from "../../functions/aws/client-config.ts";
import { eventBusClient, putEvents } from "../../functions/aws/event-bus.ts";
import { ledgerClient, ledgerOf } from "../../functions/aws/ledger.ts";
import { mailClient, sendMail } from "../../functions/aws/mailer.ts";
import { memberAccount } from "../../functions/aws/member-account.ts";
import { assumeMemberRole, stsClient } from "../../functions/aws/member-role.ts";
import { getText, putText, readLines, s3Client } from "../../functions/aws/object-store.ts";
import { organization, organizationsClient } from "../../functions/aws/organizations.ts";
import { senderClient, senderProblem } from "../../functions/aws/sender.ts";
import { streamUp } from "../../functions/aws/stream-up.ts";
import { dayOf } from "../../functions/domain/calendar-day.ts";
import { accountResultKey } from "../../functions/domain/run-files.ts";
import { loadTemplates } from "../../functions/notices/load-templates.ts";
import { postWith } from "../../functions/notices/post.ts";
import { renderDigest } from "../../functions/notices/render-digest.ts";
import { reportEnvironment } from "../../functions/report/env.ts";
import { metricsLine } from "../../functions/report/metrics.ts";
import { reportRun } from "../../functions/report/report-run.ts";
import { writeLine } from "../../functions/runtime/log.ts";
import { parse } from "../../functions/runtime/parse.ts";
import { beginRun } from "../../functions/scheduler/begin-run.ts";
import { schedulerEnvironment } from "../../functions/scheduler/env.ts";
import { type AccountTask, enforceAccount } from "../../functions/worker/enforce-account.ts";
import { workerEnvironment } from "../../functions/worker/env.ts";
import { inventoryStore } from "../../functions/worker/inventory-store.ts";
import { restoreKey } from "../../functions/worker/restore-key.ts";
import { names } from "../../infra/cdk/names.ts";
import type { FunctionSpec } from "../../infra/sandbox/cloud/deployment.ts";
import type { CloudClock } from "../../infra/sandbox/cloud/service.ts";
import { listAccountsEventSchema, reportEventSchema } from "../../statemachine/contract.ts";
import { policySchema } from "../../statemachine/policy.ts";
import { workerEventSchema } from "../../statemachine/restore-key.ts";
import type { ClaimClocks } from "./claim-clocks.ts";
import type { InProcessFunction } from "./in-process-functions.ts";

/** What a function signs with. */
export interface SessionKeys {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
}

/** What the functions are made from. */
export interface CurfewFunctionsOptions {
  readonly specs: readonly FunctionSpec[];
  /** The session of a function's role. */
  readonly sessionOf: (spec: FunctionSpec) => SessionKeys;
  /** The clock of the cloud: credential reports are dated by it. */
  readonly clock: CloudClock;
  readonly claims: ClaimClocks;
  /** Whether a worker has time for another user. */
  readonly hasTime?: () => boolean;
}

const templates = loadTemplates(new URL("../../functions/notices/templates/", import.meta.url));

/**
 * The three functions as their handlers put them together, with the real adapters: only the clocks and the
 * session are given from outside. Policy and report page are those of the bundles.
 */
export function curfewFunctions(options: CurfewFunctionsOptions): Record<string, InProcessFunction> {
  return {
    [names.schedulerFunction]: scheduler(options),
    [names.workerFunction]: worker(options),
    [names.reportFunction]: report(options),
  };
}

function scheduler(options: CurfewFunctionsOptions): InProcessFunction {
  const { spec, file } = bundleOf(names.schedulerFunction, options);
  const environment = parse(schedulerEnvironment, spec.environment, "environment");
  const policy = parse(policySchema, JSON.parse(file("policy.json")), "policy.json");
  const { organizations, s3, mail } = signingAs(options.sessionOf(spec), () => ({
    organizations: organizationsClient(),
    s3: s3Client(),
    mail: senderClient(environment.MAIL_REGION),
  }));
  return async (input) =>
    beginRun({
      event: parse(listAccountsEventSchema, input, "run input"),
      policy,
      organization: organization(organizations),
      bucket: environment.BUCKET_NAME,
      maxConcurrency: environment.MAX_CONCURRENCY,
      senderProblem: () => senderProblem(mail, environment.SENDER, environment.CONFIGURATION_SET),
      streamUp: (location, pieces, contentType) => streamUp(s3, location, pieces, contentType),
      putText: (location, text, contentType) => putText(s3, location, text, contentType),
    });
}

function worker(options: CurfewFunctionsOptions): InProcessFunction {
  const { spec, file } = bundleOf(names.workerFunction, options);
  const environment = parse(workerEnvironment, spec.environment, "environment");
  const policy = parse(policySchema, JSON.parse(file("policy.json")), "policy.json");
  const clients = signingAs(options.sessionOf(spec), () => ({
    sts: stsClient(),
    ledger: ledgerClient(),
    s3: s3Client(),
    mail: mailClient(environment.MAIL_REGION),
  }));
  const memberRole = { partition: environment.PARTITION, roleName: environment.MEMBER_ROLE_NAME };
  const clock = { now: () => options.clock.now(), pause: async () => undefined };
  return async (input, invocation) => {
    const { restore, ...event } = parse(workerEventSchema, input, "worker event");
    const { run, account } = event;
    const task: AccountTask = {
      event,
      policy,
      assumeRole: async (mode) =>
        memberAccount(await assumeMemberRole({ ...clients, ...memberRole }, account, mode, run.id), clock),
      ledger: ledgerOf(clients.ledger, environment.LEDGER_TABLE_NAME, account.id, {
        run: run.id,
        day: run.day,
        invocation: invocation.id,
        now: () => options.claims.now(account.id),
      }),
      inventory: inventoryStore(clients.s3, environment.BUCKET_NAME, account.id),
      postFor: (rules) => postWith({ client: clients.mail, templates, from: environment.SENDER, run, rules }),
      saveResult: (result) =>
        putText(
          clients.s3,
          { bucket: environment.BUCKET_NAME, key: accountResultKey(run.day, run.id, account.id) },
          JSON.stringify(result),
          "application/json",
        ),
      hasTime: options.hasTime ?? (() => true),
      today: () => dayOf(options.clock.now()),
    };
    if (restore !== undefined) return restoreKey({ ...task, event: { ...event, restore } });
    const { outcome } = await enforceAccount(task);
    return { outcome };
  };
}

function report(options: CurfewFunctionsOptions): InProcessFunction {
  const { spec, file } = bundleOf(names.reportFunction, options);
  const environment = parse(reportEnvironment, spec.environment, "environment");
  const policy = parse(policySchema, JSON.parse(file("policy.json")), "policy.json");
  const page = file("report-page.html");
  const { s3, mail, bus } = signingAs(options.sessionOf(spec), () => ({
    s3: s3Client(),
    bus: eventBusClient(),
    mail: mailClient(environment.MAIL_REGION),
  }));
  return async (input) =>
    reportRun({
      event: parse(reportEventSchema, input, "Report event"),
      bucket: environment.BUCKET_NAME,
      policy,
      page,
      reader: {
        readLines: (location) => readLines(s3, location),
        getText: (location) => getText(s3, location),
      },
      streamUp: (location, pieces, contentType) => streamUp(s3, location, pieces, contentType),
      putText: (location, text, contentType) => putText(s3, location, text, contentType),
      mailDigest: async (digest) => {
        const tags = { run: digest.runId };
        const to = policy.contacts.security;
        await sendMail(mail, {
          from: environment.SENDER,
          to,
          ...renderDigest(templates, digest),
          tags,
        });
      },
      putEvents: (events) => putEvents(bus, events),
      publishMetrics: (published) => writeLine(metricsLine(published, options.clock.now())),
    });
}

function bundleOf(name: string, { specs }: CurfewFunctionsOptions) {
  const spec = specs.find((candidate) => candidate.name === name);
  if (spec === undefined) throw new Error(`${name} was not deployed`);
  return { spec, file: (path: string) => readFileSync(join(spec.codeDirectory, path), "utf8") };
}

/** Clients that sign with a session; in Lambda it is in the environment, of which a process has only one. */
function signingAs<Clients>(session: SessionKeys, make: () => Clients): Clients {
  Object.assign(clientSettings, { credentials: session });
  try {
    return make();
  } finally {
    Object.assign(clientSettings, { credentials: undefined });
  }
}
