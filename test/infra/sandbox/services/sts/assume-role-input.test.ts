import { IAMClient, ListUsersCommand } from "@aws-sdk/client-iam";
import { AssumeRoleCommand } from "@aws-sdk/client-sts";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { errorOf } from "../../../../support/direct-handler.ts";
import { keysOf, memberRole, memberRoleArn, startHubAndMember, worker } from "./hub-and-member.ts";

let cloud: Awaited<ReturnType<typeof startHubAndMember>>;

beforeAll(async () => {
  cloud = await startHubAndMember();
});

afterAll(async () => {
  await cloud.close();
});

beforeEach(() => {
  cloud.states.clear();
  cloud.identities.addRole(worker({}));
  cloud.identities.addRole(memberRole({}));
});

const input = { RoleArn: memberRoleArn, RoleSessionName: "curfew-2026-11-24", DurationSeconds: 900 };

describe("a session from AssumeRole", () => {
  it("is refused for more than an hour to a role session, even if the role allows twelve", async () => {
    cloud.identities.addRole(memberRole({ maxSessionSeconds: 43_200 }));
    const assume = (DurationSeconds: number) =>
      cloud.workerSts().send(new AssumeRoleCommand({ ...input, DurationSeconds }));
    expect(await errorOf(assume(3601))).toMatchObject({
      name: "ValidationError",
      message: expect.stringContaining("role chaining"),
    });
    await assume(3600);
  });

  it("may last 15 minutes to 12 hours, but not longer than the role allows", async () => {
    const assume = (DurationSeconds: number) =>
      cloud.workerSts().send(new AssumeRoleCommand({ ...input, DurationSeconds }));
    for (const seconds of [899, 43_201])
      expect((await errorOf(assume(seconds))).name).toBe("ValidationError");
    cloud.identities.addRole(memberRole({ maxSessionSeconds: 1800 }));
    expect((await errorOf(assume(1801))).message).toContain("MaxSessionDuration");
    await assume(1800);
  });

  it("limits the session to its policy, and refuses a policy that is too long or malformed", async () => {
    const assume = (Policy: string) => cloud.workerSts().send(new AssumeRoleCommand({ ...input, Policy }));
    const nothing = JSON.stringify({
      Version: "2012-10-17",
      Statement: [{ Effect: "Allow", Action: "iam:GetUser", Resource: "*" }],
    });
    const answer = await assume(nothing);
    expect(answer.PackedPolicySize).toBeGreaterThan(0);
    const iam = new IAMClient(cloud.settings(keysOf(answer)));
    expect((await errorOf(iam.send(new ListUsersCommand({})))).message).toContain("session policy");
    for (const policy of ["{", "[]", '{"Version":"2012-10-17"}', nothing.replace("Effect", "Effekt")])
      expect((await errorOf(assume(policy))).name).toBe("MalformedPolicyDocumentException");
    expect((await errorOf(assume(nothing + " ".repeat(2048)))).name).toBe("ValidationError");
  });

  it.each(["x", "a".repeat(65), "two words", "a/b"])(
    "refuses the session name %s",
    async (RoleSessionName) => {
      const call = cloud.workerSts().send(new AssumeRoleCommand({ ...input, RoleSessionName }));
      expect((await errorOf(call)).name).toBe("ValidationError");
    },
  );

  it("refuses parameters that it does not support: session tags, managed policies, a source identity", async () => {
    for (const extra of [
      { Tags: [{ Key: "run", Value: "1" }] },
      { PolicyArns: [{ arn: "arn:aws:iam::aws:policy/ReadOnlyAccess" }] },
      { SourceIdentity: "jane" },
    ]) {
      const call = cloud.workerSts().send(new AssumeRoleCommand({ ...input, ...extra }));
      expect(await errorOf(call)).toMatchObject({
        name: "ValidationError",
        message: expect.stringContaining("unknown field"),
      });
    }
  });
});
