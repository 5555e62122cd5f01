import { basisOf } from "../../../functions/aws/ledger.ts";
import { ledgerOf } from "../../../functions/aws/ledger-table.ts";
import type { DeactivateAccount } from "../../../functions/aws/member-account.ts";
import type { AccessKey } from "../../../functions/domain/access-key.ts";
import { rulesFor } from "../../../functions/domain/account-scope.ts";
import { dayOf } from "../../../functions/domain/calendar-day.ts";
import { emptyHistory } from "../../../functions/domain/key-history.ts";
import type { Policy } from "../../../functions/domain/policy.ts";
import { composeNotices } from "../../../functions/notices/compose-notices.ts";
import type { KeyNotice } from "../../../functions/notices/key-notice.ts";
import { sendNotices } from "../../../functions/notices/send-notices.ts";
import { restoreKeys } from "../../../functions/restore/restore-keys.ts";
import { parse } from "../../../functions/runtime/parse.ts";
import { restoreResultSchema } from "../../../statemachine/restore.ts";
import { memoryBucket } from "../../support/memory-bucket.ts";
import { stillClock } from "../../support/still-clock.ts";
import type { DynaliteLedger } from "../aws/dynalite-ledger.ts";
import { policy as delivered } from "../domain/policy-fixture.ts";

/** The key of these tests. */
export const accessKeyId = "AKIAEXAMPLE1234WXYZ";

/** A mail that was sent: its recipient and its one notice. */
export interface SentMail {
  readonly to: string;
  readonly notices: readonly KeyNotice[];
}

let accounts = 0;

/** A separate account in the ledger, with Jane's key, which Curfew deactivated on 20 November. */
export async function restoring(
  table: DynaliteLedger,
  wishes: { policy?: Policy; interruptedOn?: string } = {},
) {
  accounts += 1;
  const account = {
    id: String(accounts).padStart(12, "0"),
    name: `Account ${accounts}`,
    path: [],
    state: "ACTIVE",
  };
  const clock = stillClock("2026-11-20T09:00:00Z");
  const policy = wishes.policy ?? delivered();
  const ledgerFor = (run: string) =>
    ledgerOf(table.client, table.tableName, account.id, { run, invocation: run, now: clock.now });
  const key: AccessKey = { accessKeyId, userName: "jane", status: "Inactive", createdOn: "2026-08-20" };
  const iam = {
    keys: [key],
    tags: { email: "jane@example.com", UserType: "employee" } as Record<string, string>,
    calls: [] as string[],
    /** Called before each call that changes or reads. It may throw, to make the call fail. */
    before: (_call: string): void => undefined,
    set(status: string) {
      this.keys = this.keys.map((one) => ({ ...one, status }));
    },
  };
  const call = async <Answer>(name: string, answer: () => Answer): Promise<Answer> => {
    iam.before(name);
    iam.calls.push(name);
    return answer();
  };
  const member: DeactivateAccount = {
    accessKeys: (user) =>
      call("accessKeys", () => {
        const own = iam.keys.filter(({ userName }) => userName === user);
        return own.length === 0 ? undefined : own;
      }),
    tags: () => call("tags", () => Object.entries(iam.tags).map(([tag, value]) => ({ key: tag, value }))),
    userNameOf: (id) => call("userNameOf", () => iam.keys.find((one) => one.accessKeyId === id)?.userName),
    lastUsed: () => call("lastUsed", () => ({ state: "never" })),
    deactivate: () => call("deactivate", () => iam.set("Inactive")),
    activate: () => call("activate", () => iam.set("Active")),
  };
  const bucket = memoryBucket();
  const sent: SentMail[] = [];
  const refused = new Set<string>();
  /** Addresses to which mail fails for now. */
  const failing = new Set<string>();
  /** A run deactivates the key. It may be interrupted before it records that. */
  const deactivate = async (number: number, end: "recorded" | "interrupted" = "recorded") => {
    const ledger = ledgerFor(`daily-${number}`);
    const history = (await ledger.histories()).get(accessKeyId);
    if (history !== undefined && "unreadable" in history) throw new Error(history.unreadable);
    await ledger.intendDeactivation(key, basisOf(history ?? emptyHistory));
    if (end === "recorded") await ledger.completeDeactivation(key, number);
    iam.set("Inactive");
  };
  if (wishes.interruptedOn === undefined) await deactivate(1);
  else {
    clock.set(`${wishes.interruptedOn}T09:00:00Z`);
    await deactivate(1, "interrupted");
  }
  clock.set("2026-11-23T09:00:00Z");
  /** One attempt of a restore execution, for 30 days. */
  const restore = (execution = "restore-1", days = 30, run?: string) => {
    const ledger = ledgerFor(execution);
    const rules = rulesFor(account, policy, "enforce");
    const utcDay = () => dayOf(clock.now());
    return restoreKeys({
      event: {
        step: "restoreKeys",
        request: {
          execution,
          day: "2026-11-23",
          days,
          reason: "broke the build",
          mailRate: 14,
          ...(run === undefined ? {} : { run }),
        },
        account,
        accessKeyIds: [accessKeyId],
      },
      policy,
      bucket: "runs",
      ledger,
      utcDay,
      assumeRole: async () => member,
      pause: async () => undefined,
      putText: bucket.putText,
      sendNotices: (_member, due) =>
        sendNotices(composeNotices(due, { rules, today: utcDay() }), {
          account,
          ledger,
          async post({ to, notices }) {
            if (failing.has(to)) return { failure: "notSent", error: new Error("access denied") };
            if (refused.has(to)) return { failure: "rejected", error: new Error("invalid address") };
            sent.push({ to, notices });
            return { messageId: `message-${sent.length}` };
          },
          pace: { nextSlot: async () => "reached", backOff: async () => undefined },
          lastUsed: () => member.lastUsed(accessKeyId),
          now: () => new Date(`${utcDay()}T09:00:00Z`),
          newClaimId: () => `claim-${sent.length}-${Math.random().toString(36).slice(2)}`,
        }),
    });
  };
  const result = (execution = "restore-1") => {
    const text = bucket.text(`${execution}/accounts/${account.id}.json`);
    const [only] = parse(restoreResultSchema, JSON.parse(text), "result").keys;
    if (only === undefined) throw new Error("no key in the result");
    return only;
  };
  const history = async () => {
    const found = (await ledgerFor("look").histories()).get(accessKeyId);
    if (found === undefined || "unreadable" in found) throw new Error("no history");
    return found;
  };
  return {
    iam,
    sent,
    refused,
    failing,
    restore,
    result,
    history,
    deactivate,
    clock,
    ledgerFor,
    key,
    bucket,
    account,
  };
}
