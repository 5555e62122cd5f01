import { expect, it } from "vitest";
import * as z from "zod/mini";
import { names } from "../../infra/cdk/names.ts";
import type { Interception, Interceptor } from "../../infra/sandbox/cloud/service.ts";
import type { EmbeddedCloud } from "../../infra/sandbox/embedded-cloud.ts";
import type { PendingError } from "../../infra/sandbox/services/lambda/pending-functions.ts";
import { childrenOf, definitionOf, machineNames } from "../statemachine/state-machine.ts";
import { startOwnedAccounts } from "./owned-accounts.ts";

/** How Lambda answers for a function without use for weeks, until it is active again (Lambda API reference, Invoke). */
const errors: readonly PendingError[] = [
  "CodeArtifactUserPendingException",
  "ResourceNotReadyException",
  "ResourceConflictException",
];

const account = "200000000001";
const payloadSchema = z.looseObject({ step: z.optional(z.string()) });

/** Makes every step of every state machine meet each error once before its function answers. */
class IdleForWeeks implements Interceptor {
  /** How often each step was refused, by function and, where a function has several, step. */
  readonly refusals = new Map<string, number>();
  cloud: EmbeddedCloud | undefined;

  async before({ operation, request }: Interception): Promise<undefined> {
    if (operation !== "Invoke" || this.cloud === undefined) return undefined;
    const functionName = /function:([\w-]+)/.exec(decodeURIComponent(request.path))?.[1] ?? "unknown";
    const { step = "" } = payloadSchema.parse(JSON.parse(request.body.toString("utf8")));
    const name = `${functionName} ${step}`.trim();
    const refused = this.refusals.get(name) ?? 0;
    const error = errors[refused];
    if (error === undefined) return undefined;
    this.refusals.set(name, refused + 1);
    this.cloud.functions.pending.set(functionName, error, { calls: 1 });
    return undefined;
  }
}

/** How many states of all state machines invoke a function. */
function countOfTasks(): number {
  const definitions = machineNames.map(definitionOf);
  const states = definitions
    .flatMap((definition) => [definition, ...childrenOf(definition).values()])
    .flatMap(({ States }) => Object.values(States));
  return states.filter(({ Type }) => Type === "Task").length;
}

it("waits in every step of every state machine for functions that were idle for weeks", async ({
  onTestFinished,
}) => {
  const idle = new IdleForWeeks();
  const { cloud, keyIn, statusIn, mailsIn } = await startOwnedAccounts(1, { interceptors: [idle] });
  onTestFinished(() => cloud.close());
  await cloud.run(80, { accountIds: [account] });
  idle.cloud = cloud.embedded;

  const run = await cloud.run(90, { accountIds: [account] });
  expect(await statusIn(account)).toBe("Inactive");
  const accessKeyId = keyIn(account);
  const restored = await cloud.request("restore", 91, {
    accountId: account,
    accessKeyId,
    days: 2,
    reason: "test",
  });
  const plan = { run: run.id, day: cloud.day(90), reason: "test", approvedBy: "jane" };
  const approved = await cloud.request("approve", 91, plan);

  expect([run, restored, approved].map(({ status, cause }) => [status, cause])).toEqual(
    Array(3).fill(["SUCCEEDED", undefined]),
  );
  expect(await statusIn(account)).toBe("Active");
  expect(mailsIn(account)).toHaveLength(3);
  expect(Object.fromEntries(idle.refusals)).toEqual(
    Object.fromEntries(
      [
        names.schedulerFunction,
        names.evaluateFunction,
        names.planFunction,
        names.deactivateFunction,
        names.reportFunction,
        `${names.restoreFunction} findKeys`,
        `${names.restoreFunction} restoreKeys`,
        `${names.restoreFunction} sumUp`,
        names.approveFunction,
      ].map((step) => [step, errors.length]),
    ),
  );
  expect(idle.refusals.size).toBe(countOfTasks());
  for (const errorCode of errors)
    expect(cloud.callCount?.({ service: "lambda", errorCode })).toBe(countOfTasks());
});

it("learns that a warning was delivered although the delivery function was idle for weeks", async ({
  onTestFinished,
}) => {
  const { cloud, statusIn } = await startOwnedAccounts(1);
  onTestFinished(() => cloud.close());
  const { pending } = cloud.embedded.functions;
  pending.set(names.deliveryFunction, "CodeArtifactUserPendingException", { calls: 3 });

  await cloud.run(80, { accountIds: [account] });
  const run = await cloud.run(90, { accountIds: [account] });

  expect(run).toMatchObject({ status: "SUCCEEDED", summary: { totals: { keysDeactivated: 1 } } });
  expect(await statusIn(account)).toBe("Inactive");
  expect(cloud.embedded.messaging.invocations.lost).toEqual([]);
});
