import { describe, expect, it } from "vitest";
import { names } from "../../infra/cdk/names.ts";
import type { Interception, Interceptor } from "../../infra/sandbox/cloud/service.ts";
import { integrationSettings } from "../support/integration-settings.ts";
import { startOwnedAccounts } from "./owned-accounts.ts";

const { memberRoles } = integrationSettings();

/** Whether an event is about an account. */
function isAbout(event: unknown, account: string): boolean {
  return JSON.stringify(event).includes(`"account":{"id":"${account}"`);
}

function isCall(call: Interception, operation: string, account?: string): boolean {
  return call.operation === operation && (account ?? call.accountId) === call.accountId;
}

describe("a function that does not finish", () => {
  const [one, other] = ["200000000001", "200000000002"] as const;

  it("is retried and completes its work once: killed right after it deactivated a key", async ({
    onTestFinished,
  }) => {
    let kill: (() => void) | undefined;
    const killed = Promise.withResolvers<void>();
    const killer: Interceptor = {
      // If it were killed between its claim and its mail, the next run would send the mail.
      async before(call) {
        const isDeactivating = call.request.principal.arn.includes(`/${memberRoles.deactivate}/`);
        if (kill !== undefined && isDeactivating && call.accountId === other) await killed.promise;
        return undefined;
      },
      async after(call) {
        if (isCall(call, "UpdateAccessKey", one)) kill?.();
        return undefined;
      },
    };
    const { cloud, statusIn, mailsIn } = await startOwnedAccounts(2, { interceptors: [killer] });
    onTestFinished(() => cloud.close());
    await cloud.run(80);
    kill = () => {
      kill = undefined;
      cloud.embedded.functions.killAll();
      killed.resolve();
    };
    const run = await cloud.run(90);
    expect(kill).toBeUndefined();
    expect(run).toMatchObject({ status: "SUCCEEDED", summary: { totals: { keysDeactivated: 2 } } });
    for (const account of [one, other]) {
      expect(await statusIn(account)).toBe("Inactive");
      expect(mailsIn(account)).toEqual([
        expect.stringContaining("Today is the 80th day"),
        expect.stringContaining("your key has been deactivated"),
      ]);
    }
  });

  it("names the account whose worker is killed at every attempt, and evaluates the others", async ({
    onTestFinished,
  }) => {
    const { cloud, statusIn, mailsIn } = await startOwnedAccounts(2, {
      functions: {
        interceptInvocation: (functionName, event) =>
          functionName === names.evaluateFunction && isAbout(event, one) ? { killAfterMs: 50 } : undefined,
      },
    });
    onTestFinished(() => cloud.close());
    const run = await cloud.run(70, { accountIds: [one, other] });
    expect(run).toMatchObject({ status: "FAILED", error: "CoverageIncomplete" });
    expect(run.report?.unreachable).toEqual([{ id: one, name: "Account 001", reason: expect.any(String) }]);
    expect(mailsIn(one)).toEqual([]);
    expect(await statusIn(one)).toBe("Active");
    expect(run.results.get(other)).toMatchObject({ outcome: "evaluated", keys: 1 });
    expect(mailsIn(other)).toHaveLength(1);
  });

  it("fails a run whose worker is killed at every attempt to deactivate, and reports every other planned key", async ({
    onTestFinished,
  }) => {
    // Not answered until the test ends, so that no worker reaches a deactivation before it is killed.
    const ended = Promise.withResolvers<void>();
    const hang: Interceptor = {
      async before(call) {
        if (isCall(call, "UpdateAccessKey", one)) await ended.promise;
        return undefined;
      },
    };
    const { cloud, statusIn, mailsIn } = await startOwnedAccounts(2, {
      interceptors: [hang],
      functions: {
        interceptInvocation: (functionName, event) =>
          functionName === names.deactivateFunction && isAbout(event, one) ? { killAfterMs: 50 } : undefined,
      },
    });
    onTestFinished(() => {
      ended.resolve();
      return cloud.close();
    });
    await cloud.run(80);
    const run = await cloud.run(90);
    expect(run).toMatchObject({ status: "FAILED", error: "DeactivationsIncomplete" });
    expect(run.cause).toContain("1 of 2 planned keys have no result");
    expect([...run.deactivations.keys()]).toEqual([other]);
    expect([await statusIn(one), await statusIn(other)]).toEqual(["Active", "Inactive"]);
    expect([mailsIn(one).length, mailsIn(other).length]).toEqual([1, 2]);
  });

  it.for([
    { restored: "at once", laterRuns: [] },
    { restored: "after the next run has recorded it", laterRuns: [91] },
  ])(
    "leaves a key that can be restored with its run, if it is killed after it deactivated the key: $restored",
    async ({ laterRuns }, { onTestFinished }) => {
      let isKilling = false;
      let isDeactivated = false;
      const ended = Promise.withResolvers<void>();
      const killer: Interceptor = {
        async before(call) {
          const isDeactivating = call.request.principal.arn.includes(`/${memberRoles.deactivate}/`);
          if (isKilling && isDeactivated && isDeactivating && call.accountId === one) await ended.promise;
          return undefined;
        },
        async after(call) {
          if (isKilling && isCall(call, "UpdateAccessKey", one)) {
            isDeactivated = true;
            cloud.embedded.functions.killAll();
          }
          return undefined;
        },
      };
      const { cloud, statusIn, mailsIn } = await startOwnedAccounts(2, {
        interceptors: [killer],
        functions: {
          interceptInvocation: (functionName, event) =>
            isKilling && isDeactivated && functionName === names.deactivateFunction && isAbout(event, one)
              ? { killAfterMs: 50 }
              : undefined,
        },
      });
      onTestFinished(() => {
        ended.resolve();
        return cloud.close();
      });
      await cloud.run(80);
      isKilling = true;
      const run = await cloud.run(90);
      expect(run).toMatchObject({ status: "FAILED", error: "DeactivationsIncomplete" });
      expect([...run.deactivations.keys()]).toEqual([other]);
      isKilling = false;
      for (const day of laterRuns) await cloud.run(day);

      const request = { run: run.id, day: cloud.day(90), days: 5, reason: "the new key does not work" };
      const answer = await cloud.request("restore", 90 + laterRuns.length, request);

      expect(JSON.parse(answer.output ?? "")).toMatchObject({
        totals: { restored: 2, refused: 0, failed: 0 },
      });
      expect([await statusIn(one), await statusIn(other)]).toEqual(["Active", "Active"]);
      expect(mailsIn(one).at(-1)).toContain("active again");
    },
  );

  it("names the account whose worker Lambda times out at every attempt", async ({ onTestFinished }) => {
    const ended = Promise.withResolvers<void>();
    const hang: Interceptor = {
      async before(call) {
        if (isCall(call, "AssumeRole")) await ended.promise;
        return undefined;
      },
    };
    const timeoutSecondsOf = ({ name, timeoutSeconds }: { name: string; timeoutSeconds: number }) =>
      name === names.evaluateFunction ? 1 : timeoutSeconds;
    const { cloud, mailsIn } = await startOwnedAccounts(1, {
      interceptors: [hang],
      functions: { timeoutSecondsOf },
    });
    onTestFinished(() => {
      ended.resolve();
      return cloud.close();
    });
    const run = await cloud.run(70, { accountIds: [one] });
    expect(run).toMatchObject({ status: "FAILED", error: "CoverageIncomplete" });
    expect(run.cause).toContain(`${one} (Account 001)`);
    expect(mailsIn(one)).toEqual([]);
  });

  it("loses nothing if Lambda times out a scheduler that had finished its work", async ({
    onTestFinished,
  }) => {
    let isFirst = true;
    const { cloud, mailsIn } = await startOwnedAccounts(1, {
      functions: {
        timeoutSecondsOf: ({ name, timeoutSeconds }) =>
          name === names.schedulerFunction ? 10 : timeoutSeconds,
        interceptInvocation(functionName) {
          if (functionName !== names.schedulerFunction || !isFirst) return undefined;
          isFirst = false;
          return "never";
        },
      },
    });
    onTestFinished(() => cloud.close());
    const run = await cloud.run(70, { accountIds: [one] });
    expect(run).toMatchObject({ status: "SUCCEEDED", summary: { totals: { noticesSent: 1 } } });
    expect(isFirst).toBe(false);
    expect(mailsIn(one)).toHaveLength(1);
  });

  it("does its work once if Lambda delivers an event twice at the same time", async ({ onTestFinished }) => {
    const { cloud, statusIn, mailsIn } = await startOwnedAccounts(1, {
      functions: { interceptInvocation: () => "twice", maxEnvironments: 2 },
    });
    onTestFinished(() => cloud.close());
    for (const day of [80, 90])
      expect((await cloud.run(day, { accountIds: [one] })).status).toBe("SUCCEEDED");
    expect(await statusIn(one)).toBe("Inactive");
    expect(mailsIn(one)).toHaveLength(2);
  });
});
