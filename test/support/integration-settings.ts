import { readSettings, type Settings } from "../../infra/cdk/settings.ts";

/** moto's default account. moto assigns every credential to it that moto did not issue itself. */
export const hubAccountId = "123456789012";
export const managementAccountId = "100000000001";

export const fallbackContact = "cloud-team@example.com";
export const securityContact = "security@example.com";

/**
 * The settings that both clouds are deployed with. Everything that is not named here has its default.
 * @param sections what differs in a test; each replaces a whole section
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
