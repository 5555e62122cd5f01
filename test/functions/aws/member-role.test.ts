import { expect, it, vi } from "vitest";
import { stsClient } from "../../../functions/aws/member-role.ts";

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
