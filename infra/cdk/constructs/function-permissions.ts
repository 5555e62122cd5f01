import { lastTotalsKey } from "../../../functions/domain/run-files.ts";
import { names, partitionOf } from "../names.ts";
import { accountActions, organizationActions } from "../organization-actions.ts";
import type { Settings } from "../settings.ts";
import type { Permission } from "./allow.ts";
import { listBucket, readObjects, uploadObjects, writeObjects } from "./permissions/bucket.ts";
import {
  ledgerListApprovals,
  ledgerMailPace,
  ledgerReadControl,
  ledgerReadWrite,
  ledgerRecordApproval,
  ledgerRecordDelivery,
  ledgerRecordWaiting,
  ledgerReservePace,
} from "./permissions/ledger.ts";
import { allowSendingMail, getSender, getSesAccount } from "./permissions/mail.ts";
import { allowAssumingMemberRole } from "./permissions/member-role.ts";
import type { RunStorage } from "./run-storage.ts";

/** What each function's execution role allows. */
export type FunctionPermissions = ReturnType<typeof permissionsOf>;

/** The calls that each function makes. A function that gets no mail permission sends no mail, and so on. */
export function permissionsOf(settings: Settings, { bucket, ledger }: RunStorage) {
  const sendNotices = [allowSendingMail(settings), ledgerMailPace(ledger)];
  return {
    scheduler: [
      readOrganization(organizationActions),
      getSesAccount,
      getSender(settings),
      ledgerReadControl(ledger),
      readObjects(bucket, "S3ReadLastTotals", lastTotalsKey),
      uploadObjects(bucket, "S3WriteWorkList", "runs/*/work-list.json"),
      writeObjects(bucket, "S3WriteSkipped", "runs/*/skipped.jsonl", "runs/*/ou-names.json"),
      listBucket(bucket),
    ],
    evaluate: [
      allowAssumingMemberRole(settings, "read"),
      ledgerReadWrite(ledger),
      ...sendNotices,
      readObjects(bucket, "S3ReadInventory", "inventory/*"),
      writeObjects(
        bucket,
        "S3WriteAccountResult",
        "inventory/*",
        "runs/*/accounts/*",
        "runs/*/due/*",
        "runs/*/unreachable/*",
      ),
      listBucket(bucket),
    ],
    plan: [
      getSesAccount,
      ledgerReadControl(ledger),
      ledgerListApprovals(ledger),
      ledgerReservePace(ledger),
      ledgerRecordWaiting(ledger),
      readObjects(bucket, "S3ReadResults", "runs/*"),
      writeObjects(bucket, "S3WritePlan", "runs/*/plan.json", "runs/*/plan-items.json"),
      listBucket(bucket),
    ],
    deactivate: [
      allowAssumingMemberRole(settings, "deactivate"),
      ledgerReadWrite(ledger),
      ledgerReadControl(ledger),
      ...sendNotices,
      writeObjects(bucket, "S3WriteDeactivationResult", "runs/*/deactivations/*"),
    ],
    report: [
      allowSendingMail(settings),
      readObjects(bucket, "S3ReadResults", "runs/*"),
      uploadObjects(bucket, "S3WriteReport", "runs/*/report.*"),
      listBucket(bucket),
      putEvents(settings),
    ],
    restore: [
      allowAssumingMemberRole(settings, "deactivate"),
      readOrganization(accountActions),
      getSesAccount,
      getSender(settings),
      ledgerReadWrite(ledger),
      ledgerReadControl(ledger),
      ...sendNotices,
      readObjects(
        bucket,
        "S3ReadDeactivationResults",
        "runs/*/plan-items.json",
        "runs/*/deactivations/*",
        "restores/*",
      ),
      writeObjects(bucket, "S3WriteRestoreResult", "restores/*"),
      listBucket(bucket),
    ],
    approve: [
      ledgerReadControl(ledger),
      ledgerRecordApproval(ledger),
      readObjects(bucket, "S3ReadPlan", "runs/*/plan.json"),
      listBucket(bucket),
    ],
    delivery: [ledgerRecordDelivery(ledger)],
  } satisfies Record<string, readonly Permission[]>;
}

/** These calls have no resource, or accounts and OUs that are not known in advance. */
function readOrganization(actions: readonly string[]): Permission {
  return {
    sid: "OrganizationRead",
    actions,
    resources: ["*"],
    because: "Listing accounts and roots has no resource, and accounts and OUs are not known beforehand.",
  };
}

function putEvents({ hub }: Settings): Permission {
  return {
    sid: "PutEvents",
    actions: ["events:PutEvents"],
    resources: [`arn:${partitionOf(hub.region)}:events:${hub.region}:${hub.accountId}:event-bus/default`],
  };
}

/** The roles that list accounts; the delegation policy of the Organization trusts exactly these. */
export const organizationReaders = [names.schedulerFunction, names.restoreFunction] as const;
