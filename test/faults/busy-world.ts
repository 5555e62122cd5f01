import type { Settings } from "../../infra/cdk/settings.ts";
import { bouncedForGood } from "../../infra/sandbox/services/ses/mail-fate.ts";
import { integrationSettings } from "../support/integration-settings.ts";
import { accounts, busyDay, busyOrganization, enforceable } from "./busy-organization.ts";
import { type CloudUnderTest, type CloudUnderTestOptions, startCloudUnderTest } from "./cloud-under-test.ts";
import { FaultPlan } from "./injection/fault-plan.ts";
import { shortQueryPages } from "./injection/short-query-pages.ts";

/** How a cloud is started. Without one, the functions run in this process. */
export type StartCloud = (options: CloudUnderTestOptions) => Promise<CloudUnderTest>;

/**
 * The daily run; a run for some accounts of an Organization whose accounts have no `Paths`; or the daily run with
 * settings that require an approval for more than two deactivations.
 */
export type BusyRun = "daily" | "adHoc" | "approval";

/** The settings of a run. */
export function busySettings(run: BusyRun): Settings {
  const settings = integrationSettings();
  // Otherwise one unreachable account of five stops the deactivations in the others.
  const limits = { maxUnreachablePercent: 50, ...(run === "approval" ? { approvalAbove: 2 } : {}) };
  // A setting that names an OU makes the scheduler walk the tree.
  const include = { accounts: [], organizationalUnits: run === "adHoc" ? ["ou-test-workloads"] : [] };
  return { ...settings, policy: { ...settings.policy, limits, include } };
}

/** The input of a run. */
export function busyInput(run: BusyRun, without: readonly string[] = []): object {
  return run === "adHoc" ? { accountIds: enforceable.filter((id) => !without.includes(id)) } : {};
}

/** Starts a cloud with the busy Organization. A few things are wrong in it every time. */
export async function startBusyCloud(
  assembly: string,
  start: StartCloud = startCloudUnderTest,
  run: BusyRun = "daily",
): Promise<CloudUnderTest> {
  const settings = busySettings(run);
  const world = new FaultPlan();
  const under = await start({
    settings,
    assembly,
    day: busyDay,
    members: enforceable,
    props: {
      organization: busyOrganization(settings.organization.id),
      // Short pages, so that every list has more than one.
      iam: { largestPage: 2 },
      organizations: { emptyPageAfter: 1, withPaths: run !== "adHoc" },
      credentialReports: { readyAfter: { polls: 0 } },
      interceptors: [world, shortQueryPages(4, ["accountId", "accessKeyId"])],
    },
  });
  under.cloud.mail.fates.set("bea@example.com", bouncedForGood("NoEmail"));
  world.plan([
    {
      // A service control policy forbids credential reports there, so Curfew lists every user.
      calls: { operation: "GenerateCredentialReport", accountId: accounts.small },
      fault: { kind: "refused", code: "AccessDenied", status: 403, message: "with an explicit deny" },
    },
    {
      calls: { operation: "SendEmail", target: `cat@example.com ${accounts.busy}` },
      fault: {
        kind: "refused",
        code: "BadRequestException",
        status: 400,
        message: "Domain contains dot-dot",
      },
    },
  ]);
  return under;
}
