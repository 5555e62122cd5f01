import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, expect, it, vi } from "vitest";
import { connect } from "../../../infra/cli/shared/connection.ts";
import { exitCodes } from "../../../infra/cli/shared/exit-codes.ts";
import { temporaryDirectory } from "../../support/deployment-fixture.ts";

afterEach(() => vi.unstubAllEnvs());

/** An AWS configuration with the profile `prod`, which has no Region. */
function withProfile(environment: Readonly<Record<string, string | undefined>> = {}): void {
  const config = join(temporaryDirectory(), "config");
  writeFileSync(config, "[profile prod]\noutput = json\n");
  const given = {
    AWS_CONFIG_FILE: config,
    AWS_SHARED_CREDENTIALS_FILE: `${config}.none`,
    AWS_PROFILE: undefined,
    AWS_REGION: undefined,
    AWS_DEFAULT_REGION: undefined,
    ...environment,
  };
  for (const [name, value] of Object.entries(given)) vi.stubEnv(name, value);
}

const unknown = {
  exitCode: exitCodes.badInput,
  message: expect.stringMatching(/^There is no AWS profile prodd .* Did you mean prod\?/),
};

it("names a mistyped profile before it makes a call, whether an option or AWS_PROFILE names it", async () => {
  withProfile();
  await expect(connect({ profile: "prodd", region: "eu-central-1" })).rejects.toMatchObject(unknown);

  withProfile({ AWS_PROFILE: "prodd", AWS_REGION: "eu-central-1" });
  await expect(connect({})).rejects.toMatchObject(unknown);
});

it("asks for the Region if the profile exists and has none", async () => {
  withProfile();

  await expect(connect({ profile: "prod" })).rejects.toMatchObject({
    exitCode: exitCodes.badInput,
    message: "No Region set. Pass --region or set AWS_REGION to the hub's Region.",
  });
});
