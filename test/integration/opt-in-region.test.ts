import { expect, it } from "vitest";
import { fallbackContact, integrationSettings, securityContact } from "../support/integration-settings.ts";
import { startEmbeddedTestCloud } from "./embedded-test-cloud.ts";

const { hub, mail } = integrationSettings();
/** An opt-in Region: an account can use it only after it has enabled it. */
const region = "ap-southeast-4";
const inOptInRegion = {
  mail: { sender: mail.sender, region: "ap-southeast-2", fallbackContact, securityContact, help: "IT" },
  hub: { accountId: hub.accountId, region },
};

it("evaluates every account from a hub in an opt-in Region that no account but the hub has enabled", async ({
  onTestFinished,
}) => {
  const cloud = await startEmbeddedTestCloud({ members: 2, settings: inOptInRegion });
  onTestFinished(() => cloud.close());
  cloud.embedded.regions.enable(cloud.accounts.hub, region);

  const run = await cloud.run(70);

  expect(run).toMatchObject({ status: "SUCCEEDED", summary: { totals: { accounts: { evaluated: 4 } } } });
  expect(cloud.callCount?.({ service: "sts", errorCode: "RegionDisabledException" })).toBe(0);
});

it("names the accounts that have not enabled the Region of hub.stsRegion, with that reason", async ({
  onTestFinished,
}) => {
  const settings = { ...inOptInRegion, hub: { ...inOptInRegion.hub, stsRegion: region } };
  const cloud = await startEmbeddedTestCloud({ members: 2, settings });
  onTestFinished(() => cloud.close());
  const { hub: hubAccount, management, members } = cloud.accounts;
  const [enabled = "", other = ""] = members;
  for (const account of [hubAccount, management, enabled]) cloud.embedded.regions.enable(account, region);

  const run = await cloud.run(70);

  expect(run).toMatchObject({ status: "FAILED", error: "CoverageIncomplete" });
  expect(run.report?.unreachable).toMatchObject([{ id: other, reason: { code: "regionDisabled" } }]);
  expect(run.results.get(enabled)?.outcome).toBe("evaluated");
  const digest = cloud.mails().find(({ to }) => to === securityContact);
  expect(digest?.text).toContain(other);
  expect(digest?.text).toContain("hub.stsRegion");
});
