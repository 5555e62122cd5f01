import * as fc from "fast-check";
import { expect, it } from "vitest";
import { propertyCases } from "../../support/property-cases.ts";
import { liveDays } from "./account-days.ts";
import type { KeyLife } from "./key-life.ts";
import { mailCourses } from "./post-office.ts";
import { anyLife } from "./random-lives.ts";

function countLife(life: KeyLife, count: (what: string) => void): void {
  for (const { isDeactivated, decision, owners, day, happens } of life.days) {
    if (decision === undefined) continue;
    count(`state ${decision.state}`);
    if (decision.state === "onHold") count(`reason ${decision.reason.code}`);
    if (decision.revoke !== undefined) count(`revoked by ${decision.revoke}`);
    if (decision.state === "deactivate" && !isDeactivated) count("due and not deactivated");
    if (happens.isHeldByPlan === true) count("key held by the pace of the day or of its account");
    if (!isDeactivated) continue;
    const isOwnerWarned = life.inbox.some(
      ({ to, names, on }) => names !== undefined && on < day && owners.includes(to),
    );
    count(isOwnerWarned ? "deactivated, an owner warned" : "deactivated, the fallback contact warned");
  }
  for (const { as, kind } of life.inbox) count(`mail ${kind} to ${as}`);
  for (const { fate } of life.sent) count(`fate ${fate}`);
  if (life.history.restore !== undefined) count("life with a restore");
}

it("random lives have every event and every outcome in large numbers", () => {
  const seen = new Map<string, number>();
  const count = (what: string) => seen.set(what, (seen.get(what) ?? 0) + 1);
  for (const random of fc.sample(anyLife, { numRuns: propertyCases, seed: 1 })) {
    for (const day of random.days) {
      for (const event of Object.keys(day)) count(`event ${event}`);
      if (day.tags?.exempt !== undefined) count("event exemption");
    }
    const lives = liveDays(random);
    count(`life with ${lives.length} keys`);
    for (const life of lives) countLife(life, count);
  }
  console.info("random lives:", Object.fromEntries([...seen].sort()));
  const expected = [
    ...["tags", "mail", "isRunMissed", "restoreForDays", "setStatus", "mustWait", "mode", "pausedUntil"],
    ...["rules", "isDenied", "exemption"],
  ].map((event) => `event ${event}`);
  const outcomes = [
    ...["compliant", "notify", "notified", "deactivate", "onHold", "exempt", "inactive"].map(
      (one) => `state ${one}`,
    ),
    ...[
      "notWarned",
      "dayNotReached",
      "deliveryUnknown",
      "ownerChanged",
      "ownerUnreachable",
      "nobodyReached",
    ].map((code) => `reason ${code}`),
    ...["noticeStale", "restored", "unknownUserType", "exemptionUnreadable"].map((code) => `reason ${code}`),
    ...["staysActiveNotice", "exemptionBegun", "exemptionEnded", "exemptionUnreadable"].map(
      (cause) => `revoked by ${cause}`,
    ),
    "deactivated, an owner warned",
    "deactivated, the fallback contact warned",
    "mail finalWarning to previousOwner",
    "life with a restore",
    "due and not deactivated",
    "key held by the pace of the day or of its account",
    ...[1, 2, 3].map((keys) => `life with ${keys} keys`),
    ...Object.keys(mailCourses).map((fate) => `fate ${fate}`),
  ];
  for (const what of [...expected, ...outcomes])
    expect(seen.get(what) ?? 0, what).toBeGreaterThan(propertyCases / 1000);
});
