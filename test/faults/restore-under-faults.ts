import { clientSettings } from "../../functions/aws/client-config.ts";
import { ledgerClient, ledgerOf } from "../../functions/aws/ledger.ts";
import type { Restore } from "../../functions/domain/key-history.ts";
import { fallbackContact, securityContact } from "../support/integration-settings.ts";
import { accounts, busyDay, keyId } from "./busy-organization.ts";
import { startBusyCloud } from "./busy-world.ts";
import { type CallSite, callSites } from "./call-sites.ts";
import type { CloudUnderTest, EndedExecution } from "./cloud-under-test.ts";
import { type BusyDay, inactiveIn, inject } from "./day-of-faults.ts";
import type { FaultCase } from "./fault-cases.ts";
import { restorePast } from "./past.ts";

const key = keyId("NED1");
const order = {
  restore: { accountId: accounts.busy, accessKeyId: key, days: 3, reason: "the new key does not work" },
};
const toBeTold = ["ned@example.com", securityContact];

/** How things stand after an order to restore Ned's key, which Curfew switched off ten days ago. */
export interface RestoreFacts {
  readonly execution: EndedExecution;
  readonly isOn: boolean;
  /** Who was mailed that it is on, as often as they were. */
  readonly told: readonly string[];
  readonly restore: Restore | undefined;
  /** All other keys that do not work. */
  readonly othersOff: readonly string[];
}

/** An order under a fault, and the same order given once more. */
export interface RestoreDay {
  readonly happened: boolean;
  readonly faulty: RestoreFacts;
  readonly again: RestoreFacts;
  readonly leaks: number;
}

/** Gives the order, with a fault or without, and then once more as an operator would. */
export async function liveRestore(
  { assembly, past, logged }: BusyDay,
  faultCase?: FaultCase,
): Promise<RestoreDay & { readonly sites: readonly CallSite[] }> {
  const under = await startBusyCloud(assembly);
  try {
    await restorePast(under, past);
    under.cloud.iam.of(accounts.busy).updateKey("ned", key, "Inactive");
    if (faultCase !== undefined) inject(under, faultCase);
    const ended = await under.run("faulty", order);
    const sites = callSites(under.recorder.calls);
    const happened = under.plan.befallen.length > 0 || under.functions.faultHappened;
    // What follows looks and makes up for it: nothing goes wrong any more.
    under.plan.plan([]);
    under.functions.plan();
    const faulty = await factsAfter(under, ended);
    const again = await factsAfter(under, await under.run("again", order));
    const text = logged() + under.runtimeLog.join("\n");
    const leaks = [...under.secrets].filter((secret) => text.includes(secret)).length;
    return { happened, faulty, again, leaks, sites };
  } finally {
    await under.close();
  }
}

async function factsAfter(under: CloudUnderTest, execution: EndedExecution): Promise<RestoreFacts> {
  const off = inactiveIn(under.cloud);
  return {
    execution,
    isOn: !off.includes(key),
    told: under.cloud.mail
      .outbox()
      .filter(({ subject }) => subject.includes("has been switched on again"))
      .map(({ to }) => to),
    restore: await restoreInLedger(under),
    othersOff: off.filter((id) => id !== key).sort(),
  };
}

async function restoreInLedger({ cloud, hub }: CloudUnderTest): Promise<Restore | undefined> {
  const { accessKeyId, secretAccessKey, sessionToken = "" } = cloud.operator(hub.accountId);
  Object.assign(clientSettings, { credentials: { accessKeyId, secretAccessKey, sessionToken } });
  const client = ledgerClient();
  Object.assign(clientSettings, { credentials: undefined });
  const writer = { run: "test", day: busyDay, invocation: "test", now: () => new Date(0) };
  const history = (await ledgerOf(client, "curfew-ledger", accounts.busy, writer).histories()).get(key);
  client.destroy();
  return history === undefined || "unreadable" in history ? undefined : history.restore;
}

/** Every promise that was broken. */
export function brokenBy({ happened, faulty, again, leaks }: RestoreDay, faultCase: FaultCase): string[] {
  const { execution, isOn, told, restore } = faulty;
  const succeeded = execution.status === "SUCCEEDED";
  // The fallback contact stands in for whom SES refuses, and for an owner whom nobody knows.
  const isReplaced = ["SendEmail", "ListUserTags"].includes(faultCase.site.call.operation);
  const isWhole = ({ isOn: on, told: those }: RestoreFacts) =>
    on && toBeTold.every((one) => those.includes(one) || (isReplaced && those.includes(fallbackContact)));
  return [
    ...(happened ? [] : ["it did not happen"]),
    ...(succeeded && !isWhole(faulty) ? ["it succeeded, and not everything was done"] : []),
    ...(succeeded && restore?.state !== "done" ? ["it succeeded, and the ledger does not say so"] : []),
    ...(isOn && restore === undefined ? ["the key is on, and the next run would switch it off"] : []),
    ...(!isOn && told.length > 0 ? ["somebody was told that a key is on which is off"] : []),
    ...(!succeeded && (execution.error ?? "") === "" ? ["it failed without a name"] : []),
    ...(isOn || again.execution.status === "SUCCEEDED" ? [] : ["the second order failed"]),
    ...(!isOn && !isWhole(again) ? ["the second order did not do everything"] : []),
    ...(isOn && again.execution.status === "SUCCEEDED" ? ["a key that was on was restored once more"] : []),
    ...(again.told.length - new Set(again.told).size > faultCase.duplicates
      ? [`told ${again.told.join(", ")}: ${faultCase.duplicates} duplicates are admitted`]
      : []),
    ...(again.othersOff.join() === faulty.othersOff.join() ? [] : ["another key was touched"]),
    ...(leaks > 0 ? [`${leaks} secrets stand in the log`] : []),
  ];
}
