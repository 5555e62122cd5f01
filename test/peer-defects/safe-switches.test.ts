import { STSClient } from "@aws-sdk/client-sts";
import { expect, it, vi } from "vitest";
import { readAccount } from "../../functions/aws/member-account.ts";
import { assumeMemberRole } from "../../functions/aws/member-role.ts";
import { sessionPolicyFor } from "../../functions/aws/session-policy.ts";
import { InvalidInput, parse } from "../../functions/runtime/parse.ts";
import { evaluateAccount } from "../../functions/worker/evaluate/evaluate-account.ts";
import { policySchema } from "../../statemachine/policy.ts";
import { iamStub } from "../functions/aws/iam-stub.ts";
import { policy } from "../functions/domain/policy-fixture.ts";
import { evaluateTask, runBoth, runDeactivate } from "../functions/worker/run-worker.ts";
import { finalState, keyIdOf, warned, worldOf } from "../functions/worker/world.ts";
import { capturedLog } from "../support/captured-log.ts";
import { systemClock } from "../support/system-clock.ts";

const log = capturedLog();
const jane = keyIdOf("jane");
const due = { keys: [{ age: 90, notified: warned }] };

it("changes nothing in report mode, even if the deactivate function gets a key; a peer's dry run deleted keys (c4)", async () => {
  const world = worldOf({ jane: due, joe: { keys: [{ age: 70 }] }, dan: { keys: [{ age: 400 }] } });
  const before = finalState(world);

  await runBoth(world, { mode: "report" });
  await runDeactivate(world, [jane], { mode: "report" });

  expect(finalState(world)).toEqual(before);
  expect(world.outbox).toEqual([]);
  expect(world.calls.filter((call) => call.startsWith("UpdateAccessKey"))).toEqual([]);
});

it("requires a mode and refuses a misspelt one; a peer read its debug switch under another name and mailed users (c15)", () => {
  const { mode, ...withoutMode } = policy();

  expect(mode).toBe("enforce");
  for (const wrong of [
    withoutMode,
    { ...withoutMode, is_debug: true },
    { ...policy(), debug: true },
    { ...policy(), mode: "dry-run" },
  ])
    expect(() => parse(policySchema, wrong, "settings")).toThrow(InvalidInput);
});

it("keeps an account in report mode that the settings put there, also in an enforcing run (c15)", async () => {
  const world = worldOf({ jane: due });
  const before = finalState(world);
  const wish = { mode: "enforce", policy: policy({ mode: "report" }) } as const;

  const { evaluated } = await runBoth(world, wish);

  expect(finalState(world)).toEqual(before);
  expect(world.markers).toEqual([]);
  expect(evaluated.result).toMatchObject({
    mode: "report",
    results: [{ decision: { state: "deactivate" } }],
  });
});

it("allows a session four or six actions, and changes only to the one that deactivates; peers used FullAccess policies (c24)", () => {
  const actions = (purpose: "read" | "deactivate") =>
    sessionPolicyFor(purpose, "aws", "111122223333").Statement.flatMap(({ Action }) => Action);

  expect(actions("read")).toHaveLength(6);
  expect(actions("read").filter((action) => !/^iam:(Get|List|Generate)/.test(action))).toEqual([]);
  expect(actions("deactivate")).toHaveLength(4);
  expect(actions("deactivate").filter((action) => !/^iam:(Get|List)/.test(action))).toEqual([
    "iam:UpdateAccessKey",
  ]);
  for (const { Resource } of sessionPolicyFor("deactivate", "aws-cn", "111122223333").Statement)
    expect(Resource).toBe("arn:aws-cn:iam::111122223333:user/*");
});

it("keeps session credentials out of log, result and error; a peer printed them (c26)", async () => {
  const secrets = ["ASIASESSIONKEY000001", "session-secret", "session-token"] as const;
  const [AccessKeyId, SecretAccessKey, SessionToken] = secrets;
  const sts = new STSClient({ region: "eu-central-1" });
  sts.middlewareStack.add(
    () => async () => {
      const Credentials = { AccessKeyId, SecretAccessKey, SessionToken };
      return { output: { $metadata: {}, Credentials }, response: {} };
    },
    { step: "initialize", priority: "low", name: "answerHere" },
  );
  const { close } = await iamStub(() => ({ status: 403, code: "AccessDenied" }));
  const printed = vi.spyOn(console, "log");
  const world = worldOf({});
  const task = evaluateTask(world);
  const { run, account } = task.event;
  const role = { sts, partition: "aws", roleName: "curfew/curfew-read", purpose: "read" } as const;

  const failed = evaluateAccount({
    ...task,
    assumeRole: async () => readAccount(await assumeMemberRole(role, account.id, run.id), systemClock),
  });
  const error = await failed.catch((thrown: unknown) => thrown);
  close();

  expect(error).toMatchObject({ name: "AccountUnreachable" });
  expect(JSON.stringify(world.saved)).toContain("AccessDenied");
  const said = [log.join(""), JSON.stringify(world.saved), JSON.stringify(printed.mock.calls), String(error)];
  expect(log.length).toBeGreaterThan(0);
  for (const secret of secrets) for (const text of said) expect(text).not.toContain(secret);
});
