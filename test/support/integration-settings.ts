import { readSettings, type Settings } from "../../infra/cdk/settings.ts";

/** moto's default account, to which it counts every credential that it did not issue itself. */
export const hubAccountId = "123456789012";
export const managementAccountId = "100000000001";

export const fallbackContact = "cloud-team@example.com";
export const securityContact = "security@example.com";

/**
 * The settings that both clouds are deployed with; whatever is not named here is the default.
 * @param sections what a test has otherwise; a section is replaced as a whole
 */
export function integrationSettings(sections: Readonly<Record<string, unknown>> = {}): Settings {
  return readSettings(
    {
      mode: "enforce",
      organization: { id: "o-curfewtest", managementAccountId },
      hub: { accountId: hubAccountId, region: "eu-central-1" },
      schedule: { time: "09:00", timeZone: "UTC", enabled: true },
      mail: {
        sender: "curfew@example.com",
        region: "eu-central-1",
        fallbackContact,
        securityContact,
        help: "the Cloud team",
        allowedDomains: ["example.com"],
      },
      maxConcurrency: 6,
      ...sections,
    },
    "integration settings",
  );
}
