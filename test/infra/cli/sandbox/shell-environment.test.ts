import { execFileSync } from "node:child_process";
import { expect, it } from "vitest";
import { shellEnvironment } from "../../../../infra/cli/sandbox/shell-environment.ts";

const access = {
  endpointUrl: "http://127.0.0.1:4000",
  accountId: "111122223333",
  region: "eu-central-1",
  accessKeyId: "AKIAIOSFODNN7EXAMPLE",
  secretAccessKey: "it's/a+$(secret)=",
  inboxUrl: "http://127.0.0.1:4001",
  settings: "/home/jane/my settings.yaml",
};

it("is read correctly by a shell, whatever its values, and unsets any profile", () => {
  const script = `${shellEnvironment(access)}printf '%s|%s|%s' "$AWS_SECRET_ACCESS_KEY" "$CURFEW_SETTINGS" "$AWS_PROFILE"`;

  const read = execFileSync("sh", ["-c", script], { env: { AWS_PROFILE: "production" }, encoding: "utf8" });

  expect(read).toBe("it's/a+$(secret)=|/home/jane/my settings.yaml|");
});
