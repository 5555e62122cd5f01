import { readFileSync, statSync } from "node:fs";
import { expect, it } from "vitest";
import type { SharedSandbox } from "./shared-sandbox.ts";

/** What a sandbox leaves behind for its user. */
export function sandboxCases({ started }: SharedSandbox): void {
  it("writes the report and the shell environment to files that only their owner can read", () => {
    const { report, environmentFile, endpointUrl, secretAccessKey } = started().sandbox;
    const environment = readFileSync(environmentFile, "utf8");

    expect(readFileSync(report, "utf8")).toContain("<!doctype html>");
    expect(environment).toContain(`export AWS_ENDPOINT_URL='${endpointUrl}'`);
    expect(environment).toContain(`export AWS_SECRET_ACCESS_KEY='${secretAccessKey}'`);
    expect(environment).toMatch(/^unset AWS_PROFILE AWS_SESSION_TOKEN$/m);
    expect(statSync(environmentFile).mode & 0o077).toBe(0);
  });

  it("shows the mails of its first run in the inbox", async () => {
    const response = await fetch(`${started().sandbox.inboxUrl}/store`);

    expect(await response.text()).toContain("nils.adler@example.com");
  });
}
