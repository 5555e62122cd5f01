import { addDays } from "../../functions/domain/calendar-day.ts";
import { deliveredMail } from "../../infra/sandbox/services/ses/mail-fate.ts";
import { accounts, busyDay, keyId } from "./busy-organization.ts";
import type { CallSite } from "./call-sites.ts";
import type { CloudUnderTest } from "./cloud-under-test.ts";
import { putPause } from "./past.ts";
import type { SentNotice } from "./sent-notices.ts";

/** Something that people do to the busy account during a run. */
export interface Happening {
  readonly name: string;
  happen(under: CloudUnderTest): void | Promise<void>;
  /** Whether a notice about this key may be missing, or may be sent although it is too late. */
  concerns(notice: Pick<SentNotice, "accountId" | "key">): boolean;
  /** Whether the account is unreachable from then on. */
  readonly endsAccount?: true;
  /** Whether Curfew can no longer find out how a deactivation ended that was just intended. */
  readonly hidesOutcome?: true;
  /** Whether a run that names the account is refused afterwards. */
  readonly closesAccount?: true;
}

/** What can happen to an account, a user and a key during a run. */
export const happenings: readonly Happening[] = [
  {
    name: "a user is deleted",
    happen({ cloud }) {
      const iam = cloud.iam.of(accounts.busy);
      for (const key of [...(iam.findUser("ben")?.keys.keys() ?? [])]) iam.deleteKey("ben", key);
      if (iam.findUser("ben") !== undefined) iam.deleteUser("ben");
    },
    concerns: isKey("BEN1"),
  },
  {
    name: "a key is deleted",
    happen: ({ cloud }) => cloud.iam.of(accounts.busy).deleteKey("ann", keyId("ANN1")),
    concerns: isKey("ANN1"),
    hidesOutcome: true,
  },
  {
    name: "an owner deactivates a key",
    happen: ({ cloud }) => cloud.iam.of(accounts.busy).updateKey("dan", keyId("DAN1"), "Inactive"),
    concerns: isKey("DAN1"),
  },
  {
    name: "an employee becomes a machine",
    happen: ({ cloud }) => cloud.iam.of(accounts.busy).tag("ned", [{ Key: "UserType", Value: "machine" }]),
    concerns: isKey("NED1"),
  },
  {
    name: "an owner deactivates a key that is due",
    happen: ({ cloud }) => cloud.iam.of(accounts.busy).updateKey("ann", keyId("ANN1"), "Inactive"),
    concerns: isKey("ANN1"),
  },
  {
    name: "a key that is due has another owner",
    happen: ({ cloud }) =>
      cloud.iam.of(accounts.busy).tag("ben", [{ Key: "email", Value: "new@example.com" }]),
    concerns: isKey("BEN1"),
  },
  {
    name: "somebody restores a key that was just deactivated",
    async happen(under) {
      const request = { accountId: accounts.busy, accessKeyId: keyId("ANN1"), days: 3, reason: "needed" };
      await under.run("restore-meanwhile", request, "restore");
    },
    concerns: isKey("ANN1"),
  },
  {
    name: "somebody pauses all deactivations",
    async happen(under) {
      await putPause(under, addDays(busyDay, 1));
    },
    concerns: () => false,
  },
  {
    name: "events of SES come twice",
    happen({ cloud }) {
      cloud.mail.fates.fallback = deliveredMail({ copies: 2 });
    },
    concerns: () => false,
  },
  {
    name: "events of SES come a day late",
    happen({ cloud }) {
      cloud.mail.fates.fallback = deliveredMail({ arrivesAfterMs: 86_400_000 });
    },
    concerns: () => false,
  },
  {
    name: "the member roles are deleted",
    happen({ cloud }) {
      for (const { arn, accountId } of cloud.identities.roles())
        if (accountId === accounts.busy) cloud.identities.removeRole(arn);
    },
    concerns: ({ accountId }) => accountId === accounts.busy,
    endsAccount: true,
    hidesOutcome: true,
  },
  {
    name: "the account is closed",
    happen: ({ cloud }) => cloud.organization.setState(accounts.busy, "CLOSED"),
    concerns: ({ accountId }) => accountId === accounts.busy,
    endsAccount: true,
    closesAccount: true,
  },
];

/** UpdateAccessKey succeeds, and the key is still active. */
export function deactivationWithoutEffect({ accountId, target }: CallSite["call"]): Happening {
  const [userName = "", accessKeyId = ""] = target.split(" ");
  return {
    name: "a deactivation takes no effect",
    happen: ({ cloud }) => cloud.iam.of(accountId).updateKey(userName, accessKeyId, "Active"),
    concerns: () => false,
  };
}

/** Whether a call belongs to the busy account's worker, to the plan, or to the scheduler before them. */
export function isWhileBusy({ call }: CallSite): boolean {
  if (["curfew-report", "curfew-delivery"].includes(call.caller)) return false;
  if (call.caller === "curfew-plan") return true;
  if (call.accountId === accounts.busy || call.target.includes(accounts.busy)) return true;
  // The ledger's writes name keys, and keys of other accounts have other names.
  return call.caller === "curfew-scheduler" || /XYZ(?!SML|MGT|HUB|REX)\w{3}\d/.test(call.target);
}

function isKey(ending: string): Happening["concerns"] {
  return ({ accountId, key }) => accountId === accounts.busy && key === ending;
}
