import { execFile, spawnSync } from "node:child_process";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import * as z from "zod/mini";
import { parse } from "../../functions/runtime/parse.ts";
import { names } from "../../infra/cdk/names.ts";
import { integrationSettings } from "../support/integration-settings.ts";
import { type EmbeddedTestCloud, startEmbeddedTestCloud } from "./embedded-test-cloud.ts";
import type { ClientConfig } from "./test-cloud.ts";

const run = promisify(execFile);
const accountsSchema = z.object({
  Accounts: z.array(z.object({ Id: z.string(), State: z.literal("ACTIVE") })),
});
const credentialsSchema = z.object({
  Credentials: z.object({ AccessKeyId: z.string(), SecretAccessKey: z.string(), SessionToken: z.string() }),
});
const isOnPath = spawnSync("aws", ["--version"], { stdio: "ignore" }).status === 0;
if (!isOnPath) console.log("Not run: the AWS CLI against the embedded cloud (aws is not on PATH)");

describe("the embedded cloud, called by hand", () => {
  let cloud: EmbeddedTestCloud;
  let account = "";
  let roleArn = "";

  beforeAll(async () => {
    cloud = await startEmbeddedTestCloud({ members: 22 });
    account = cloud.accounts.members[0] ?? "";
    roleArn = `arn:aws:iam::${account}:role/${integrationSettings().memberRoles.read}`;
    await cloud.createUser(account, { userName: "jane" });
    await cloud.createKey(account, "jane");
  });
  afterAll(() => cloud?.close());

  it("refuses a call without a signature", async () => {
    const body = new URLSearchParams({ Action: "ListUsers", Version: "2010-05-08" });
    const answer = await fetch(cloud.embedded.url, { method: "POST", body });
    expect(answer.status).toBe(403);
    expect(await answer.text()).toContain("Missing Authentication Token");
  });

  if (isOnPath) {
    it("returns the accounts of all pages: aws organizations list-accounts", async () => {
      const hub = await cloud.operator(cloud.accounts.hub);
      const { Accounts } = parse(accountsSchema, await aws(hub, "organizations list-accounts"), "answer");
      expect(Accounts).toHaveLength(24);
    });

    it("lets the evaluate function assume the member role: aws sts assume-role, then iam with its credentials", async () => {
      const assumeRole = `sts assume-role --role-arn ${roleArn} --role-session-name by-hand`;
      const answer = await aws(cloud.hubRole(names.evaluateFunction), `${assumeRole} --duration-seconds 900`);
      const { AccessKeyId, SecretAccessKey, SessionToken } = parse(
        credentialsSchema,
        answer,
        "answer",
      ).Credentials;
      const member = {
        ...cloud.hubRole(names.evaluateFunction),
        credentials: {
          accessKeyId: AccessKeyId,
          secretAccessKey: SecretAccessKey,
          sessionToken: SessionToken,
        },
      };
      expect(await aws(member, "iam list-users")).toMatchObject({ Users: [{ UserName: "jane", Path: "/" }] });
      expect(await aws(member, "iam list-access-keys --user-name jane")).toMatchObject({
        AccessKeyMetadata: [{ UserName: "jane", Status: "Active" }],
      });
    });

    it("refuses with the error of AWS: aws sts assume-role by an operator", async () => {
      const operator = await cloud.operator(cloud.accounts.hub);
      const refused = aws(operator, `sts assume-role --role-arn ${roleArn} --role-session-name by-hand`);
      await expect(refused).rejects.toMatchObject({
        stderr: expect.stringContaining(
          "An error occurred (AccessDenied) when calling the AssumeRole operation",
        ),
      });
    });
  }
});

/** Runs the AWS CLI and reads its answer. */
async function aws({ endpoint, region, credentials }: ClientConfig, command: string): Promise<unknown> {
  const { accessKeyId, secretAccessKey, sessionToken } = credentials;
  const { stdout } = await run("aws", [...command.split(" "), "--output", "json"], {
    env: {
      PATH: process.env.PATH,
      HOME: process.env.HOME,
      AWS_CONFIG_FILE: "/dev/null",
      AWS_SHARED_CREDENTIALS_FILE: "/dev/null",
      AWS_ENDPOINT_URL: endpoint,
      AWS_REGION: region,
      AWS_DEFAULT_REGION: region,
      AWS_ACCESS_KEY_ID: accessKeyId,
      AWS_SECRET_ACCESS_KEY: secretAccessKey,
      ...(sessionToken === undefined ? {} : { AWS_SESSION_TOKEN: sessionToken }),
    },
  });
  return JSON.parse(stdout);
}
