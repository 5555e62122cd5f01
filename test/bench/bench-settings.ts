import { readSettings, type Settings } from "../../infra/cdk/settings.ts";

/** The settings of the bench: the default policy in enforce mode. */
export function benchSettings(): Settings {
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
      // All of them run in one process on two cores.
      maxConcurrency: 8,
    },
    "bench settings",
  );
}
