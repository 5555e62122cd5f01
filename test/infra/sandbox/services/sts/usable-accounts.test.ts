import { AssumeRoleCommand } from "@aws-sdk/client-sts";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { hub, member, memberRole, memberRoleArn, startHubAndMember, worker } from "./hub-and-member.ts";

let cloud: Awaited<ReturnType<typeof startHubAndMember>>;

beforeAll(async () => {
  cloud = await startHubAndMember();
  cloud.identities.addRole(worker({}));
  cloud.identities.addRole(memberRole({}));
});
afterAll(() => cloud.close());

const assume = new AssumeRoleCommand({
  RoleArn: memberRoleArn,
  RoleSessionName: "run",
  DurationSeconds: 900,
});

describe("the Regional STS endpoint of an opt-in Region", () => {
  const zurich = () => cloud.workerSts(worker({}), "eu-central-2");

  it("refuses a role in an account that has not enabled the Region, even if the caller's account has", async () => {
    cloud.regions.enable(hub, "eu-central-2");

    await expect(zurich().send(assume)).rejects.toMatchObject({
      name: "RegionDisabledException",
      message: expect.stringContaining(`not activated in this region for account:${member}`),
      $metadata: { httpStatusCode: 403 },
    });
  });

  it("returns the role's credentials if the account has enabled the Region", async () => {
    cloud.regions.enable(member, "eu-central-2");

    await expect(zurich().send(assume)).resolves.toHaveProperty("Credentials");
  });
});

it("refuses a role if its account has deactivated STS in a default Region", async () => {
  cloud.regions.disable(member, "eu-west-1");

  await expect(cloud.workerSts(worker({}), "eu-west-1").send(assume)).rejects.toMatchObject({
    name: "RegionDisabledException",
  });
  await expect(cloud.workerSts(worker({}), "eu-west-2").send(assume)).resolves.toHaveProperty("Credentials");
});

it("returns credentials in an account in PENDING_CLOSURE, unless the account refuses its roles", async () => {
  cloud.states.set(member, "PENDING_CLOSURE");
  await expect(cloud.workerSts().send(assume)).resolves.toHaveProperty("Credentials");

  cloud.refusing.add(member);
  await expect(cloud.workerSts().send(assume)).rejects.toMatchObject({ name: "AccessDenied" });
});
