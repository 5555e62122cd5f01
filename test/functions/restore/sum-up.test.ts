import { expect, it } from "vitest";
import { restoreResultKey } from "../../../functions/domain/run-files.ts";
import { sumUp } from "../../../functions/restore/sum-up.ts";
import type { RestoredKey } from "../../../statemachine/restore.ts";
import { memoryBucket } from "../../support/memory-bucket.ts";
import { account } from "../../support/memory-organization.ts";

const request = { execution: "restore-1", day: "2026-11-24", days: 30, reason: "broke", mailRate: 14 };

const notice = (
  as: "owner" | "fallback" | "security",
  outcome: RestoredKey["notices"][number]["outcome"],
) => ({
  id: { type: "restored", number: 1 } as const,
  to: `${as}@example.com`,
  as,
  outcome,
});

const key = (number: number, more: Partial<RestoredKey> = {}): RestoredKey => ({
  accountId: account(number).id,
  accountName: `Account ${number}`,
  accessKeyId: "AKIAEXAMPLE1234WXYZ",
  userName: "jane",
  outcome: "restored",
  until: "2026-12-24",
  notices: [notice("owner", "sent"), notice("security", "sent")],
  ...more,
});

/** The last step of a restore of this many keys, with one result for each of these. */
function summing(expected: number, ...keys: RestoredKey[]) {
  const bucket = memoryBucket();
  for (const [index, one] of keys.entries())
    bucket.put(restoreResultKey("restore-1", account(index).id), { request, keys: [one] });
  const items = { bucket: "runs", key: "items" };
  const event = { step: "sumUp", request, items, accounts: keys.length, keys: expected } as const;
  return sumUp({ event, bucket: "runs", ...bucket });
}

it("adds up the results, and lists keys that need attention first", async () => {
  const refused = key(2, { outcome: "refused", refusal: { code: "alreadyActive" }, notices: [] });
  const failed = key(3, { outcome: "failed", error: "no role", notices: [] });

  const summary = await summing(3, key(1), refused, failed);

  expect(summary.totals).toEqual({ restored: 1, refused: 1, failed: 1 });
  expect(summary.keys.map(({ outcome }) => outcome)).toEqual(["failed", "refused", "restored"]);
});

it("counts a key without a result as failed", async () => {
  expect((await summing(3, key(1))).totals).toEqual({ restored: 1, refused: 0, failed: 2 });
});

it("accepts the fallback contact instead of an owner that SES rejects", async () => {
  const notices = [notice("owner", "refused"), notice("fallback", "sent"), notice("security", "sent")];

  await expect(summing(1, key(1, { notices }))).resolves.toMatchObject({ totals: { restored: 1 } });
});

it.each([
  { what: "nobody", notices: [] },
  { what: "the security contact only", notices: [notice("security", "sent")] },
  { what: "not the security contact", notices: [notice("owner", "sent"), notice("security", "refused")] },
  { what: "not one of two owners", notices: [notice("owner", "sent"), notice("owner", "failed")] },
])("fails if a key is active again and $what was notified", async ({ notices }) => {
  await expect(summing(1, key(1, { notices }))).rejects.toMatchObject({
    name: "RestoreNotificationFailed",
    message: expect.stringContaining("jane in 000000000001"),
  });
});
