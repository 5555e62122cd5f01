import { STSClient } from "@aws-sdk/client-sts";
import { expect, it, vi } from "vitest";
import { memberAccount } from "../../functions/aws/member-account.ts";
import { assumeMemberRole } from "../../functions/aws/member-role.ts";
import { sessionPolicyFor } from "../../functions/aws/session-policy.ts";
import { InvalidInput, parse } from "../../functions/runtime/parse.ts";
import { enforceAccount } from "../../functions/worker/enforce-account.ts";
import { policySchema } from "../../statemachine/policy.ts";
import { iamStub } from "../functions/aws/iam-stub.ts";
import { policy } from "../functions/domain/policy-fixture.ts";
import { runWorker, workerTask } from "../functions/worker/run-worker.ts";
import { finalState, toldInTime, worldOf } from "../functions/worker/world.ts";
import { capturedLog } from "../support/captured-log.ts";
import { systemClock } from "../support/system-clock.ts";

const log = capturedLog();
const due = { keys: [{ age: 90, told: toldInTime(90) }] };

it("a dry run deleted keys, because the call stood before the question: report mode leaves everything as it was (c4)", async () => {
  const world = worldOf({ jane: due, joe: { keys: [{ age: 70 }] }, dan: { keys: [{ age: 400 }] } });
  const before = finalState(world);

  await runWorker(world, { mode: "report" });

  expect(finalState(world)).toEqual(before);
  expect(world.outbox).toEqual([]);
  expect(world.calls[0]).toBe("AssumeRole report");
});

it("the debug switch was read under another name and could not be set, so users were mailed: a mode is required, and a misspelt one is an error (c15)", () => {
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

it("a switch that was set did nothing: settings in report mode hold even in a run that enforces (c15)", async () => {
  const world = worldOf({ jane: due });
  const before = finalState(world);

  const { result } = await runWorker(world, { mode: "enforce", policy: policy({ mode: "report" }) });

  expect(finalState(world)).toEqual(before);
  expect(result).toMatchObject({
    mode: "report",
    results: [{ deactivation: { outcome: "wouldDeactivate" } }],
  });
});

it("roles carried FullAccess policies: a session may make six reading calls, and switch a key off only to enforce (c24)", () => {
  const actions = (mode: "report" | "enforce") =>
    sessionPolicyFor(mode, "aws", "111122223333")
      .Statement.flatMap(({ Action }) => Action)
      .sort();
  const reading = [
    "iam:GenerateCredentialReport",
    "iam:GetAccessKeyLastUsed",
    "iam:GetCredentialReport",
    "iam:ListAccessKeys",
    "iam:ListUserTags",
    "iam:ListUsers",
  ];

  expect(actions("report")).toEqual(reading);
  expect(actions("enforce")).toEqual([...reading, "iam:UpdateAccessKey"]);
  for (const { Action, Resource } of sessionPolicyFor("enforce", "aws-cn", "111122223333").Statement)
    expect(Resource).toBe(Action.includes("iam:ListUsers") ? "*" : "arn:aws-cn:iam::111122223333:user/*");
});

it("session credentials were printed: neither log, result nor error holds them, whatever fails (c26)", async () => {
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
  const task = workerTask(world);
  const { run, account } = task.event;
  const role = { sts, partition: "aws", roleName: "curfew/member" };

  const failed = enforceAccount({
    ...task,
    assumeRole: async (mode) =>
      memberAccount(await assumeMemberRole(role, account, mode, run.id), systemClock),
  });
  const error = await failed.catch((thrown: unknown) => thrown);
  close();

  expect(error).toMatchObject({ name: "AccountUnreached" });
  expect(world.saved).toMatchObject([
    { outcome: "unreached", reason: expect.stringContaining("AccessDenied") },
  ]);
  const said = [log.join(""), JSON.stringify(world.saved), JSON.stringify(printed.mock.calls), String(error)];
  expect(log.length).toBeGreaterThan(0);
  for (const secret of secrets) for (const text of said) expect(text).not.toContain(secret);
});
