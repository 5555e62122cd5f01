import { readSettings, type Settings } from "../../infra/cdk/settings.ts";

/**
 * What is deployed for the bench: the article's policy in enforce mode, everything else the default.
 * @param workersAtOnce so many accounts are enforced at once; most of that time a worker waits for IAM
 */
export function benchSettings(workersAtOnce: number): Settings {
  return readSettings(
    {
      mode: "enforce",
      organization: { id: "o-curfewbench", managementAccountId: "100000000001" },
      hub: { accountId: "100000000002", region: "eu-central-1" },
      schedule: { time: "09:00", timeZone: "UTC", enabled: true },
      mail: {
        sender: "curfew@example.com",
        region: "eu-central-1",
        fallbackContact: "cloud-team@example.com",
        securityContact: "security@example.com",
        help: "the Cloud team",
        allowedDomains: ["example.com"],
      },
      maxConcurrency: workersAtOnce,
    },
    "bench settings",
  );
}
