import { expect, it, vi } from "vitest";
import { assumeMemberRole, stsClient } from "../../../functions/aws/member-role.ts";
import { sessionPolicyFor } from "../../../functions/aws/session-policy.ts";

it.each(["us-east-1", "eu-central-1"])(
  "calls the STS endpoint of the given Region, %s, whatever Region the function runs in",
  async (region) => {
    vi.stubEnv("AWS_REGION", "ap-southeast-3");
    const client = stsClient(region);

    expect(await client.config.region()).toBe(region);
    const { url } = client.config.endpointProvider({ Region: region, UseGlobalEndpoint: false });
    expect(url.hostname).toBe(`sts.${region}.amazonaws.com`);
    vi.unstubAllEnvs();
  },
);

it.each(["read", "deactivate"] as const)(
  "assumes a role to %s for 15 minutes, with a session policy that allows at most what that needs",
  async (purpose) => {
    const sts = stsClient("eu-central-1");
    const asked: unknown[] = [];
    sts.middlewareStack.add(
      () =>
        async ({ input }) => {
          asked.push(input);
          const Credentials = {
            AccessKeyId: "ASIAEXAMPLE",
            SecretAccessKey: "secret",
            SessionToken: "token",
            Expiration: new Date(0),
          };
          return { output: { $metadata: {}, Credentials }, response: {} };
        },
      { step: "initialize", priority: "low", name: "answerHere" },
    );

    await assumeMemberRole({ sts, partition: "aws", roleName: "audit", purpose }, "111122223333", "daily-1");

    expect(asked).toEqual([
      {
        RoleArn: "arn:aws:iam::111122223333:role/audit",
        RoleSessionName: "curfew-daily-1",
        DurationSeconds: 15 * 60,
        Policy: JSON.stringify(sessionPolicyFor(purpose, "aws", "111122223333")),
      },
    ]);
  },
);
