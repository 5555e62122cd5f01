import * as fc from "fast-check";
import { expect, it } from "vitest";
import { propertyCases } from "../../support/property-cases.ts";
import { dayAt, KeyLife, type LifeDay } from "./key-life.ts";
import { anyLife } from "./random-lives.ts";

const days = 60;

/**
 * Day 90 causes a warning (day 100). On day 99 a second person is warned (day 109), and on day 109 a third one. That
 * warning goes to everybody and counts whoever owns the key next (day 119). With only new people each day: day 107
 * (lives.test.ts).
 */
const latestDay = 119;

it("changing the owner every day, to new people or back to earlier ones, delays a key to day 119 at most", async () => {
  let latest = 0;
  let toEveryone = 0;
  await fc.assert(
    fc.property(
      fc.integer({ min: 2, max: days }),
      fc.integer({ min: 70, max: 90 }),
      fc.array(fc.nat(days), { minLength: days, maxLength: days }),
      (people, from, picks) => {
        const life = new KeyLife();
        const tagged = picks.map((pick, index): [number, LifeDay] => [
          from + index,
          { tags: { email: `owner-${pick % people}@example.com`, userType: "employee" } },
        ]);
        life.liveThrough(70, from + days - 1, Object.fromEntries(tagged));
        latest = Math.max(latest, life.deactivatedAt ?? Number.POSITIVE_INFINITY);
        toEveryone += life.inbox.some(({ as }) => as === "previousOwner") ? 1 : 0;
      },
    ),
    { numRuns: propertyCases },
  );
  console.info("owners change every day:", { lives: propertyCases, latest, toEveryone });
  expect(latest).toBeLessThanOrEqual(latestDay);
  expect(toEveryone).toBeGreaterThan(propertyCases / 10);
});

it("a key whose exemption is flipped again and again is listed as overdue since day 90, with every restart counted", async () => {
  let restarts = 0;
  let deactivated = 0;
  await fc.assert(
    fc.property(fc.array(fc.boolean(), { minLength: 2 * days, maxLength: 2 * days }), (flips) => {
      const life = new KeyLife();
      const tagged = flips.map((isExempt, index): [number, LifeDay] => {
        const exempt = isExempt ? `${dayAt(72 + index)} sam@example.com moving to roles` : undefined;
        return [71 + index, { tags: { email: "ann@example.com", userType: "employee", exempt } }];
      });
      life.liveThrough(70, 70 + 2 * days, Object.fromEntries(tagged));
      const onHold = life.days.filter(({ age, decision }) => age > 90 && decision?.state === "onHold");
      for (const { decision } of onHold) expect(decision?.overdueSince).toBe(dayAt(90));
      const revocations = new Set(
        life.days.flatMap(({ historyBefore }) => historyBefore.revocations.map(({ round }) => round)),
      );
      const byTags = life.history.restarts;
      expect(byTags).toBeLessThanOrEqual(life.history.round);
      expect(revocations.size).toBeGreaterThanOrEqual(Math.min(byTags, 1));
      restarts += byTags;
      deactivated += life.deactivatedAt === undefined ? 0 : 1;
    }),
    { numRuns: propertyCases },
  );
  console.info("exemptions flipped every day:", { lives: propertyCases, restarts, deactivated });
  expect(restarts).toBeGreaterThan(2 * propertyCases);
});

it("random lives have every event and every outcome in large numbers", () => {
  const seen = new Map<string, number>();
  const count = (what: string) => seen.set(what, (seen.get(what) ?? 0) + 1);
  for (const { firstAge, rules, days: lived } of fc.sample(anyLife, { numRuns: propertyCases, seed: 1 })) {
    const life = new KeyLife();
    lived.forEach((day, index) => {
      for (const event of Object.keys(day)) count(`event ${event}`);
      if (day.tags?.exempt !== undefined) count("event exemption");
      life.live(firstAge + index, index === 0 ? { rules, ...day } : day);
    });
    for (const { isDeactivated, decision, owners, day } of life.days) {
      if (decision === undefined) continue;
      count(`state ${decision.state}`);
      if (decision.state === "onHold") count(`reason ${decision.reason.code}`);
      if (decision.revoke !== undefined) count(`revoked by ${decision.revoke}`);
      if (decision.state === "deactivate" && !isDeactivated) count("due and not deactivated");
      if (!isDeactivated) continue;
      const isOwnerWarned = life.inbox.some(
        ({ to, names, on }) => names !== undefined && on < day && owners.includes(to),
      );
      count(isOwnerWarned ? "deactivated, an owner warned" : "deactivated, the fallback contact warned");
    }
    for (const { as, kind } of life.inbox) count(`mail ${kind} to ${as}`);
    if (life.history.restore !== undefined) count("life with a restore");
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
  ];
  for (const what of [...expected, ...outcomes])
    expect(seen.get(what) ?? 0, what).toBeGreaterThan(propertyCases / 1000);
});
