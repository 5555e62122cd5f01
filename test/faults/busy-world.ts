import type { Settings } from "../../infra/cdk/settings.ts";
import { integrationSettings } from "../support/integration-settings.ts";
import { accounts, busyDay, busyOrganization, enforceable, keyId } from "./busy-organization.ts";
import { type CloudUnderTest, type CloudUnderTestOptions, startCloudUnderTest } from "./cloud-under-test.ts";
import { FaultPlan } from "./injection/fault-plan.ts";
import { shortQueryPages } from "./injection/short-query-pages.ts";

/** How a cloud is started: with functions in this process, unless told. */
export type StartCloud = (options: CloudUnderTestOptions) => Promise<CloudUnderTest>;

/** The run of every day, or one for some accounts in an Organization whose accounts come without `Paths`. */
export type BusyRun = "daily" | "adHoc";

/** The settings of a run; of an ad hoc one they speak of a unit, so that the tree must be walked. */
export function busySettings(run: BusyRun): Settings {
  const settings = integrationSettings();
  const include = { accounts: [], organizationalUnits: ["ou-test-workloads"] };
  return run === "daily" ? settings : { ...settings, policy: { ...settings.policy, include } };
}

/** What a run is started with. */
export function busyInput(run: BusyRun, without: readonly string[] = []): object {
  return run === "daily" ? {} : { accountIds: enforceable.filter((id) => !without.includes(id)) };
}

/** Starts a cloud with the busy Organization, in which some things are always as they should not be. */
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
      // Short pages, so that every listing has several.
      iam: { largestPage: 2 },
      organizations: { emptyPageAfter: 1, withPaths: run === "daily" },
      credentialReports: { readyAfter: { polls: 0 } },
      interceptors: [world, shortQueryPages(4, ["accountId", "accessKeyId"])],
    },
  });
  world.plan([
    {
      // A service control policy forbids credential reports there, so everyone is listed.
      calls: { operation: "GenerateCredentialReport", accountId: accounts.small },
      fault: { kind: "refused", code: "AccessDenied", status: 403, message: "with an explicit deny" },
    },
    {
      calls: { operation: "SendEmail", target: `cat@example.com ${accounts.busy}` },
      fault: { kind: "refused", code: "MessageRejected", status: 400, message: "Address blacklisted." },
    },
    {
      // Pat switches her key off herself, just when a worker has begun to.
      calls: {
        operation: "UpdateItem",
        about: "SET #deactivation = :deactivation intended",
        target: keyId("PAT1"),
      },
      fault: {
        kind: "event",
        when: "after",
        async happen() {
          under.cloud.iam.of(accounts.busy).updateKey("pat", keyId("PAT1"), "Inactive");
          return undefined;
        },
      },
    },
  ]);
  return under;
}
