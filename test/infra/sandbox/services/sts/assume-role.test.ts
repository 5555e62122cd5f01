import { IAMClient, ListUsersCommand } from "@aws-sdk/client-iam";
import { AssumeRoleCommand, GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { errorOf } from "../../../../support/direct-handler.ts";
import {
  hub,
  keysOf,
  member,
  memberRole,
  memberRoleArn,
  outside,
  startHubAndMember,
  worker,
} from "./hub-and-member.ts";

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

describe("AssumeRole", () => {
  it("returns credentials that work in the other account, and expire at their time", async () => {
    const answer = await cloud.workerSts().send(new AssumeRoleCommand(input));
    const { Credentials, AssumedRoleUser } = answer;
    expect(Credentials?.Expiration).toEqual(new Date("2026-11-24T02:15:00Z"));
    expect(AssumedRoleUser?.Arn).toBe(`arn:aws:sts::${member}:assumed-role/curfew-member/curfew-2026-11-24`);
    expect(AssumedRoleUser?.AssumedRoleId).toMatch(/^AROA[A-Z2-7]{17}:curfew-2026-11-24$/);
    const settings = cloud.settings(keysOf(answer));
    expect(await new STSClient(settings).send(new GetCallerIdentityCommand({}))).toMatchObject({
      Account: member,
      Arn: AssumedRoleUser?.Arn,
      UserId: AssumedRoleUser?.AssumedRoleId,
    });
    expect((await new IAMClient(settings).send(new ListUsersCommand({}))).Users).toEqual([]);
    cloud.clock.forward(15);
    expect((await errorOf(new STSClient(settings).send(new GetCallerIdentityCommand({})))).name).toMatch(
      /^ExpiredToken/,
    );
  });

  it("refuses a missing role, one that trusts others and one in an unusable account with the same error", async () => {
    const refused = async (setting: string, act: () => void) => {
      cloud.identities.addRole(memberRole({}));
      act();
      const error = await errorOf(cloud.workerSts().send(new AssumeRoleCommand(input)));
      expect({ setting, ...error }).toEqual({
        setting,
        name: "AccessDenied",
        status: 403,
        message: `User: arn:aws:sts::${hub}:assumed-role/curfew-worker/curfew-run is not authorized to perform: sts:AssumeRole on resource: ${memberRoleArn}`,
      });
    };
    await refused("missing", () => cloud.identities.removeRole(memberRoleArn));
    await refused("requires an external id", () =>
      cloud.identities.addRole(memberRole({ externalId: "secret" })),
    );
    await refused("suspended", () => cloud.states.set(member, "SUSPENDED"));
    await refused("closed", () => cloud.states.set(member, "CLOSED"));
    cloud.states.set(member, "PENDING_CLOSURE");
    await cloud.workerSts().send(new AssumeRoleCommand(input));
  });

  it("passes the external ID to the trust policy", async () => {
    cloud.identities.addRole(memberRole({ externalId: "secret" }));
    await cloud.workerSts().send(new AssumeRoleCommand({ ...input, ExternalId: "secret" }));
    const wrong = cloud.workerSts().send(new AssumeRoleCommand({ ...input, ExternalId: "guess" }));
    expect((await errorOf(wrong)).name).toBe("AccessDenied");
  });

  it("is refused to another role of the trusted account, and to the same role of another", async () => {
    for (const role of [
      { ...worker({}), arn: `arn:aws:iam::${hub}:role/other`, name: "other" },
      worker({ accountId: outside }),
    ]) {
      cloud.identities.addRole(role);
      expect((await errorOf(cloud.workerSts(role).send(new AssumeRoleCommand(input)))).name).toBe(
        "AccessDenied",
      );
    }
  });

  it("also needs the caller's own policy, which can check the Organization of the role's account", async () => {
    const role = memberRole({ accountId: outside });
    cloud.identities.addRole(role);
    const error = await errorOf(
      cloud.workerSts().send(new AssumeRoleCommand({ ...input, RoleArn: role.arn })),
    );
    expect(error).toMatchObject({
      name: "AccessDenied",
      message: expect.stringContaining("no identity-based policy allows the sts:AssumeRole action"),
    });
  });

  it("is refused to root users", async () => {
    const operator = new STSClient(cloud.settings(cloud.identities.addOperator(hub)));
    expect((await errorOf(operator.send(new AssumeRoleCommand(input)))).message).toContain("root");
  });
});

describe("GetCallerIdentity", () => {
  it("returns the caller's identity, whatever the policies say", async () => {
    const role = { ...worker({}), identityPolicies: {} };
    cloud.identities.addRole(role);
    expect(await cloud.workerSts(role).send(new GetCallerIdentityCommand({}))).toMatchObject({
      Account: hub,
      Arn: `arn:aws:sts::${hub}:assumed-role/curfew-worker/curfew-run`,
    });
    expect(
      await new STSClient(cloud.settings(cloud.identities.addOperator(hub))).send(
        new GetCallerIdentityCommand({}),
      ),
    ).toMatchObject({
      Account: hub,
      Arn: `arn:aws:iam::${hub}:root`,
      UserId: hub,
    });
  });
});
