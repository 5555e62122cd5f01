import { describe, expect, it } from "vitest";
import { rulesFor } from "../../../functions/domain/account-scope.ts";
import { addDays } from "../../../functions/domain/calendar-day.ts";
import { dayAt, KeyLife, type LifeDay } from "./key-life.ts";
import { policy, rules } from "./policy-fixture.ts";
import type { MailFate } from "./post-office.ts";

const owner = (name: string, userType = "employee") => ({ email: `${name}@example.com`, userType });
const bounces =
  (...names: string[]) =>
  (address: string): MailFate =>
    names.includes(address.split("@")[0] ?? "") ? "bounced" : "delivered";

describe("an undisturbed key", () => {
  it("of an employee has mails on days 70 and 80 and is deactivated on day 90 exactly", () => {
    const life = new KeyLife();
    life.liveThrough(0, 95);

    expect(life.mailedAt).toEqual([70, 80, 90]);
    expect(life.inbox.map(({ kind, names }) => ({ kind, names }))).toEqual([
      { kind: "warning", names: dayAt(90) },
      { kind: "warning", names: dayAt(90) },
      { kind: "deactivated", names: undefined },
    ]);
    expect(life.deactivatedAt).toBe(90);
  });

  it("of a machine is never deactivated, and its owner is reminded every 30 days", () => {
    const life = new KeyLife();
    life.live(0, { tags: owner("ops", "machine") });
    life.liveThrough(1, 200);

    expect(life.deactivatedAt).toBeUndefined();
    expect(life.mailedAt).toEqual([70, 80, 90, 120, 150, 180]);
    expect(life.inbox.every(({ kind, names }) => kind === "staysActive" && names === undefined)).toBe(true);
  });

  it("that is 200 days old when Curfew first sees it is deactivated on the day that its only warning named", () => {
    const life = new KeyLife();
    const [first] = life.liveThrough(200, 230);

    expect(first?.mails).toMatchObject([{ kind: "finalWarning", names: dayAt(210) }]);
    expect(life.mailedAt).toEqual([200, 210]);
    expect(life.deactivatedAt).toBe(210);
  });

  it("that is 85 days old when Curfew first sees it stays active for ten days after its only warning", () => {
    const life = new KeyLife();
    life.liveThrough(85, 100);

    expect(life.mailedAt).toEqual([85, 95]);
    expect(life.deactivatedAt).toBe(95);
  });
});

describe("an owner who cannot be reached", () => {
  it("is replaced by the fallback contact, whose notice has its own day, if the mail of day 80 bounces", () => {
    const life = new KeyLife();
    life.liveThrough(70, 100, { 80: { mail: bounces("ann") } });

    expect(life.inbox.filter(({ as }) => as === "fallback")[0]).toMatchObject({
      on: dayAt(81),
      names: dayAt(91),
    });
    expect(life.deactivatedAt).toBe(91);
  });

  it("is replaced two days after a notice whose delivery SES never reports", () => {
    const life = new KeyLife();
    const lost = (address: string): MailFate => (address.startsWith("ann") ? "lost" : "delivered");
    life.liveThrough(70, 100, { 70: { mail: lost } });

    expect(life.inbox.filter(({ as }) => as === "fallback").map(({ on }) => on)).toEqual([
      dayAt(72),
      dayAt(82),
    ]);
    expect(life.deactivatedAt).toBe(92);
  });

  it("is replaced in the same run if SES refuses the address", () => {
    const life = new KeyLife();
    const refused = (address: string): MailFate => (address.startsWith("ann") ? "refused" : "delivered");
    life.liveThrough(70, 100, { 70: { mail: refused } });

    expect(life.inbox[0]).toMatchObject({ as: "fallback", on: dayAt(70), names: dayAt(90) });
    expect(life.deactivatedAt).toBe(90);
  });

  it("keeps the key active if the fallback contact cannot be reached either", () => {
    const life = new KeyLife();
    life.liveThrough(70, 150, { 70: { mail: () => "bounced" } });

    expect(life.deactivatedAt).toBeUndefined();
    expect(life.days.at(-1)?.decision).toMatchObject({ state: "onHold", reason: { code: "nobodyReached" } });
  });

  it("counts as not warned if SES accepts mail and drops it because the address is suppressed (fault A1)", () => {
    const life = new KeyLife();
    life.liveThrough(70, 100, { 70: { mail: bounces("ann") } });

    // Ann got nothing. The fallback contact did, ten days before.
    expect(life.inbox.filter(({ kind }) => kind === "warning").map(({ as, on }) => [as, on])).toEqual([
      ["fallback", dayAt(71)],
      ["fallback", dayAt(81)],
    ]);
    expect(life.deactivatedAt).toBe(91);
  });

  it("is warned every seven days if the fallback contact's mail bounces too, and a warning that arrives counts", () => {
    const life = new KeyLife();
    life.liveThrough(70, 150, { 70: { mail: () => "bounced" }, 99: { mail: () => "delivered" } });

    const warned = life.sent.filter(({ kind }) => kind === "finalWarning");
    expect(warned.map(({ to, sentOn, names }) => [to.split("@")[0], sentOn, names])).toEqual([
      ["ann", dayAt(90), dayAt(100)],
      ["cloud-team", dayAt(91), dayAt(101)],
      ["ann", dayAt(98), dayAt(108)],
      ["cloud-team", dayAt(99), dayAt(109)],
    ]);
    expect(life.deactivatedAt).toBe(109);
  });

  it.each([
    { what: "the email tag gets an address that works", happens: { tags: owner("new") }, to: "new" },
    {
      what: "the settings get another fallback contact",
      happens: { rules: rules({ contacts: { ...rules().contacts, fallback: "it@example.com" } }) },
      to: "it",
    },
  ])(
    "is warned in the next run if, after the fallback contact's mail bounced too, $what",
    ({ happens, to }) => {
      const life = new KeyLife();
      const unreachable = bounces("ann", "cloud-team");
      life.liveThrough(70, 130, { 70: { mail: unreachable }, 95: happens });

      expect(life.inbox[0]).toMatchObject({ to: `${to}@example.com`, on: dayAt(95), names: dayAt(105) });
      expect(life.deactivatedAt).toBe(105);
    },
  );

  it("whose mail arrives late is no change of owner: the next owner still gets a warning of their own", () => {
    const life = new KeyLife();
    const late = (address: string): MailFate => (address.startsWith("ann") ? "arrivesLate" : "delivered");
    const strict = rules({
      stages: [
        { day: 5, actions: { employee: "notify", machine: "notify" } },
        { day: 6, actions: { employee: "deactivate", machine: "notify" } },
      ],
      minimumNoticeDays: 7,
      noticeValidDays: 1,
    });
    life.liveThrough(5, 14, { 5: { rules: strict, mail: late } });

    life.liveThrough(15, 40, { 15: { tags: owner("cid") } });

    const toCid = life.inbox.find(({ to }) => to === "cid@example.com");
    expect(toCid).toMatchObject({ kind: "finalWarning" });
    expect(dayAt(life.deactivatedAt ?? 0)).toBe(toCid?.names);
  });

  it("is replaced after a complaint, because SES then suppresses the address", () => {
    const life = new KeyLife();
    const complains = (address: string): MailFate => (address.startsWith("ann") ? "complained" : "delivered");
    life.liveThrough(70, 100, { 70: { mail: complains } });

    expect(life.inbox.map(({ to, on }) => [to.split("@")[0], on]).slice(0, 2)).toEqual([
      ["ann", dayAt(70)],
      ["cloud-team", dayAt(81)],
    ]);
    expect(life.deactivatedAt).toBe(91);
  });

  it("is not warned by a delivery that is followed by a permanent bounce", () => {
    const life = new KeyLife();
    const later = (address: string): MailFate => (address.startsWith("ann") ? "bouncedLater" : "delivered");
    life.liveThrough(70, 91, { 80: { mail: later } });

    expect(life.deactivatedAt).toBeUndefined();
  });
});

describe("a new owner", () => {
  it.each([81, 85, 89])("on day %i is warned on that day and keeps the key for ten days", (age) => {
    const life = new KeyLife();
    life.liveThrough(70, 110, { [age]: { tags: owner("new") } });

    expect(life.inbox.find(({ to }) => to === "new@example.com")?.on).toBe(dayAt(age));
    expect(life.deactivatedAt).toBe(age + 10);
  });

  it("on day 90 gets a final warning, not a mail that the key is deactivated (fault A3)", () => {
    const life = new KeyLife();
    life.liveThrough(70, 110, { 90: { tags: owner("new") } });

    expect(life.days.find(({ age }) => age === 90)?.mails).toMatchObject([
      { to: "new@example.com", kind: "finalWarning", names: dayAt(100) },
    ]);
    expect(life.deactivatedAt).toBe(100);
  });

  it("every day delays the deactivation by at most two restarts", () => {
    const life = new KeyLife();
    const everyDay = Object.fromEntries(
      Array.from({ length: 60 }, (_, index) => [70 + index, { tags: owner(`owner-${index}`) }]),
    );
    life.liveThrough(70, 129, everyDay);

    expect(life.deactivatedAt).toBeLessThanOrEqual(107);
    const everyone = life.inbox.filter(({ as }) => as === "previousOwner");
    expect(everyone.length).toBeGreaterThan(0);
  });

  it("after two owners who shared the key is warned in the same way as after one owner", () => {
    const life = new KeyLife();
    life.live(70, { tags: { email: "ann@example.com ben@example.com", userType: "employee" } });
    life.liveThrough(71, 110, { 90: { tags: owner("carl") }, 100: { tags: owner("dora") } });

    expect(life.days.find(({ age }) => age === 90)?.mails.map(({ to }) => to)).toEqual(["carl@example.com"]);
    expect(life.inbox.find(({ to }) => to === "dora@example.com")?.names).toBe(dayAt(110));
    expect(life.deactivatedAt).toBe(110);
  });

  it("delays the deactivation by at most two restarts, although the first notice went to the first two of them", () => {
    const life = new KeyLife();
    life.live(70, { tags: { ...owner("ann"), email: "ann@example.com ben@example.com" } });
    life.live(71, { tags: owner("ann") });
    life.liveThrough(72, 88);
    life.live(89, { tags: owner("ben") });
    life.liveThrough(90, 98);
    life.live(99, { tags: owner("carl") });
    life.liveThrough(100, 108);
    life.live(109, { tags: owner("dora") });

    expect(life.inbox.filter(({ to }) => to === "ben@example.com").map(({ names }) => names)).toEqual([
      dayAt(90),
      dayAt(99),
      dayAt(109),
    ]);
    expect(life.deactivatedAt).toBe(109);
  });

  it("gets one warning to everybody, not two more restarts, if the first one became stale without a run", () => {
    const life = new KeyLife();
    life.liveThrough(70, 109, { 90: { tags: owner("ben") }, 100: { tags: owner("carl") } });
    life.liveThrough(130, 160, { 130: { tags: owner("dora") }, 140: { tags: owner("eve") } });

    expect(
      life.inbox.filter(({ on }) => on === dayAt(130)).map(({ to, as }) => [to.split("@")[0], as]),
    ).toEqual([
      ["dora", "owner"],
      ["carl", "previousOwner"],
      ["ben", "previousOwner"],
      ["cloud-team", "fallback"],
    ]);
    expect(life.deactivatedAt).toBe(140);
  });

  it("gets no two more restarts if the warning to everybody bounced for the fallback contact", () => {
    const life = new KeyLife();
    life.liveThrough(70, 140, {
      90: { tags: owner("ben") },
      100: { tags: owner("carl"), mail: bounces("cloud-team") },
      101: { mail: bounces() },
      110: { tags: owner("dora") },
      120: { tags: owner("eve") },
      130: { tags: owner("fay") },
    });

    expect(life.inbox.filter(({ as }) => as === "fallback").map(({ on, names }) => [on, names])).toEqual([
      [dayAt(110), dayAt(120)],
    ]);
    expect(life.deactivatedAt).toBe(120);
  });

  it("who only writes the address in other letters is the same owner", () => {
    const life = new KeyLife();
    life.liveThrough(70, 95, { 85: { tags: { email: "ANN@Example.COM", userType: "employee" } } });

    expect(life.mailedAt).toEqual([70, 80, 90]);
    expect(life.deactivatedAt).toBe(90);
  });

  it("who adds a sixth address does not count as warned by mail to it", () => {
    const life = new KeyLife();
    const six = ["a", "b", "c", "d", "e", "f"].map((name) => `${name}@example.com`).join(" ");
    life.liveThrough(70, 71, { 70: { tags: { email: six, userType: "employee" } } });

    expect(life.inbox.map(({ to }) => to.split("@")[0])).toEqual(["a", "b", "c", "d", "e", "cloud-team"]);
  });
});

describe("a user type that changes", () => {
  it("from employee to machine and back after 90 days causes a new warning first (fault A2)", () => {
    const life = new KeyLife();
    life.liveThrough(70, 200, { 75: { tags: owner("ann", "machine") }, 181: { tags: owner("ann") } });

    expect(life.days.find(({ age }) => age === 181)?.mails).toMatchObject([{ kind: "finalWarning" }]);
    expect(life.deactivatedAt).toBe(191);
  });

  it.each(["machine", "contractor"])(
    "from employee to %s and back after a mail that the key stays active causes a new warning first",
    (userType) => {
      const life = new KeyLife();
      life.liveThrough(70, 110, { 82: { tags: owner("ann", userType) }, 84: { tags: owner("ann") } });

      expect(life.inbox.map(({ kind, on }) => [kind, on]).slice(2)).toEqual([
        ["staysActive", dayAt(82)],
        ["finalWarning", dayAt(90)],
        ["deactivated", dayAt(100)],
      ]);
      expect(life.deactivatedAt).toBe(100);
    },
  );

  it("for a day without any mail in between does not revoke by itself", () => {
    const life = new KeyLife();
    life.liveThrough(70, 95, {
      75: { tags: owner("ann", "machine"), isRunMissed: true },
      76: { tags: owner("ann") },
    });

    expect(life.deactivatedAt).toBe(90);
  });

  it("to an unknown type keeps the key active and on hold after day 90", () => {
    const life = new KeyLife();
    life.liveThrough(70, 120, { 85: { tags: owner("ann", "contractor") } });

    expect(life.deactivatedAt).toBeUndefined();
    expect(life.days.at(-1)?.decision).toMatchObject({
      state: "onHold",
      reason: { code: "unknownUserType", found: "contractor" },
    });
  });
});

describe("an exemption", () => {
  const exempt = (until: number) => ({
    ...owner("ann"),
    exempt: `${dayAt(until)} sam@example.com moving to roles`,
  });

  it("that ends causes a new warning before the key is deactivated", () => {
    const life = new KeyLife();
    life.liveThrough(70, 130, { 82: { tags: exempt(100) } });

    expect(life.days.find(({ age }) => age === 101)?.mails).toMatchObject([
      { kind: "finalWarning", names: dayAt(111) },
    ]);
    expect(life.deactivatedAt).toBe(111);
  });

  it("that no run saw, because it ended between two runs, revokes the notices from before its end", () => {
    const life = new KeyLife();
    life.liveThrough(70, 130, {
      81: { isRunMissed: true, tags: exempt(85) },
      82: { isRunMissed: true },
      83: { isRunMissed: true },
      84: { isRunMissed: true },
      85: { isRunMissed: true },
    });

    expect(life.deactivatedAt).toBe(100);
  });

  it("that cannot be read keeps the key active and causes a reminder every 30 days (fault C3)", () => {
    const life = new KeyLife();
    life.liveThrough(70, 165, { 70: { tags: { ...owner("ann"), exempt: "please" } } });

    expect(life.deactivatedAt).toBeUndefined();
    expect(life.mailedAt).toEqual([70, 100, 130, 160]);
    expect(life.inbox.every(({ kind }) => kind === "exemptionUnreadable")).toBe(true);
    expect(life.days.at(-1)?.decision).toMatchObject({
      state: "onHold",
      reason: { code: "exemptionUnreadable", found: "please", problem: "malformed" },
    });
  });

  it("that ends later than the policy allows is treated as unreadable", () => {
    const life = new KeyLife();
    const tags = { ...owner("ann"), exempt: `${addDays(dayAt(95), 400)} sam@example.com forever` };
    const day = life.live(95, { tags });

    expect(day.decision?.reason).toMatchObject({ code: "exemptionUnreadable", problem: "endsTooLate" });
  });

  it("that is flipped every day never leads to a deactivation without a warning, and the restarts are counted", () => {
    const life = new KeyLife();
    const flips: Record<number, LifeDay> = {};
    for (let age = 90; age < 150; age += 1)
      flips[age] = { tags: age % 2 === 0 ? exempt(age + 1) : owner("ann") };
    life.liveThrough(70, 149, flips);

    expect(life.deactivatedAt).toBeUndefined();
    expect(life.history.restarts).toBeGreaterThan(3);
    expect(life.days.at(-1)?.decision).toMatchObject({ overdueSince: dayAt(90) });
  });
});

describe("somebody who flips all tags to cause mail", () => {
  it("causes mail on twelve of 30 days at most, also after the deactivation", () => {
    const life = new KeyLife();
    const nobody = (userType: string) => ({ userType });
    const unreadable = (email?: string) => ({ email, userType: "employee", exempt: "please" });
    life.liveThrough(70, 100, {
      70: { tags: owner("ann") },
      71: { tags: owner("ann", "machine") },
      72: { tags: owner("ben") },
      73: { tags: owner("ben", "machine") },
      74: { tags: nobody("employee") },
      75: { tags: nobody("machine") },
      76: { tags: unreadable("ann@example.com") },
      77: { tags: unreadable("ben@example.com") },
      78: { tags: unreadable() },
      79: { tags: owner("ann", "machine") },
      80: { tags: owner("ann") },
      91: { tags: owner("ben") },
      92: { tags: nobody("employee") },
    });

    expect(life.mailedAt).toEqual([70, 71, 72, 73, 74, 75, 76, 77, 78, 80, 90, 91]);
    expect(life.deactivatedAt).toBe(90);
  });
});

describe("settings that change", () => {
  it("never make a named day earlier: fewer days of notice (fault A4)", () => {
    const life = new KeyLife();
    life.liveThrough(200, 220, { 204: { rules: rules({ minimumNoticeDays: 7 }) } });

    expect(life.deactivatedAt).toBe(210);
  });

  it("never make a named day earlier: other stages (fault A5)", () => {
    const life = new KeyLife();
    const earlier = rules({
      stages: [
        { day: 30, actions: { employee: "notify", machine: "notify" } },
        { day: 60, actions: { employee: "notify", machine: "notify" } },
        { day: 75, actions: { employee: "deactivate", machine: "notify" } },
      ],
    });
    life.liveThrough(70, 100, { 71: { rules: earlier } });

    expect(life.deactivatedAt).toBe(90);
  });

  it("never make a named day earlier: an account that moves to an OU with other stages", () => {
    const stages = [
      { day: 30, actions: { employee: "notify", machine: "notify" } },
      { day: 75, actions: { employee: "deactivate", machine: "notify" } },
    ] as const;
    const organizationalUnits = ["ou-a1b2-strict"];
    const whole = policy({ overrides: [{ accounts: [], organizationalUnits, stages }] });
    const inOu = (...path: string[]) =>
      rulesFor({ id: "1", name: "Sales", path: ["r-a1b2", ...path], state: "ACTIVE" }, whole, "enforce");
    const life = new KeyLife();
    life.liveThrough(70, 100, {
      70: { rules: inOu() },
      76: { rules: inOu("ou-a1b2-strict") },
    });

    expect(life.inbox[0]?.names).toBe(dayAt(90));
    expect(life.deactivatedAt).toBe(90);
  });

  it("bind new notices only: more days of notice", () => {
    const life = new KeyLife();
    life.liveThrough(70, 100, { 85: { rules: rules({ minimumNoticeDays: 20 }) } });

    expect(life.deactivatedAt).toBe(90);
  });
});

describe("a notice that has become stale", () => {
  it("because there was no run for 30 days is followed by a new warning", () => {
    const life = new KeyLife();
    life.liveThrough(70, 88);
    life.liveThrough(118, 140);

    expect(life.days.find(({ age }) => age === 118)?.mails).toMatchObject([{ kind: "finalWarning" }]);
    expect(life.deactivatedAt).toBe(128);
  });

  it("still counts 14 days after the day that it named, and not 15 days after", () => {
    const inTime = new KeyLife();
    inTime.liveThrough(70, 88);
    expect(inTime.live(104).isDeactivated).toBe(true);

    const late = new KeyLife();
    late.liveThrough(70, 88);
    expect(late.live(105).isDeactivated).toBe(false);
  });

  it("does not count days on which the key waited for the pace, an approval or the end of a pause", () => {
    const life = new KeyLife();
    const waiting = Object.fromEntries(
      Array.from({ length: 48 }, (_, index) => [90 + index, { mustWait: true }]),
    );
    life.liveThrough(70, 150, waiting);

    expect(life.mailedAt).toEqual([70, 80, 138]);
    expect(life.deactivatedAt).toBe(138);
  });

  it("does not stay valid through days on which the key waited before its day was named", () => {
    const life = new KeyLife();
    const waiting = Object.fromEntries(
      Array.from({ length: 40 }, (_, index) => [90 + index, { mustWait: true }]),
    );
    life.liveThrough(70, 139, { ...waiting, 130: { tags: owner("bob") } });

    expect(life.inbox.at(-1)).toMatchObject({ to: "bob@example.com", names: dayAt(140) });
    expect(life.live(190)).toMatchObject({
      isDeactivated: false,
      decision: { reason: { code: "noticeStale", named: dayAt(140) } },
      mails: [{ to: "bob@example.com", names: dayAt(200) }],
    });
  });

  it("for an owner who returns, although somebody else was warned meanwhile, is followed by a new warning", () => {
    const life = new KeyLife();
    life.liveThrough(70, 89);
    life.live(104, { tags: owner("bob") });

    expect(life.live(115, { tags: owner("ann") })).toMatchObject({
      isDeactivated: false,
      decision: { reason: { code: "noticeStale", named: dayAt(90) } },
      mails: ["ann", "bob", "cloud-team"].map((name) => ({
        to: `${name}@example.com`,
        kind: "finalWarning",
        names: dayAt(125),
      })),
    });
    life.liveThrough(116, 130);
    expect(life.deactivatedAt).toBe(125);
  });

  it("counts the days on which the deactivation failed, so that the owner is warned again first", () => {
    const life = new KeyLife();
    const denied = Object.fromEntries(
      Array.from({ length: 50 }, (_, index) => [90 + index, { isDenied: true }]),
    );
    life.liveThrough(70, 150, denied);

    expect(
      life.inbox.filter(({ kind }) => kind === "finalWarning").map(({ on, names }) => [on, names]),
    ).toEqual([
      [dayAt(105), dayAt(115)],
      [dayAt(130), dayAt(140)],
    ]);
    expect(life.deactivatedAt).toBe(140);
  });

  it("counts the days of report mode, in which no mail is sent", () => {
    const life = new KeyLife();
    const inReportMode = Object.fromEntries(
      Array.from({ length: 60 }, (_, index) => [85 + index, { mode: "report" as const }]),
    );
    life.liveThrough(70, 160, inReportMode);

    expect(life.deactivatedAt).toBe(155);
  });
});

describe("the day that a notice names", () => {
  it("is after the end of a pause", () => {
    const life = new KeyLife();
    const [day] = life.liveThrough(200, 200, { 200: { pausedUntil: dayAt(240) } });

    expect(day?.mails[0]?.names).toBe(dayAt(241));
  });

  it("is the first open day of the change window", () => {
    const life = new KeyLife();
    const onMondays = rules({ changeWindow: { weekdays: ["monday"], closed: [] } });
    const [day] = life.liveThrough(200, 230, { 200: { rules: onMondays } });
    const named = day?.mails[0]?.names ?? "";

    expect(new Date(named).getUTCDay()).toBe(1);
    expect(life.deactivatedAt).toBe((Date.parse(named) - Date.parse(dayAt(0))) / 86_400_000);
  });
});

describe("a deactivation that the owner undid before another warning", () => {
  it("causes no mail to a new owner if somebody makes the key inactive again", () => {
    const life = new KeyLife();
    life.liveThrough(70, 110, {
      91: { setStatus: "Active" },
      92: { tags: owner("ben") },
      93: { setStatus: "Inactive" },
      94: { setStatus: "Active" },
    });

    const mailsTo = (name: string) =>
      life.inbox.filter(({ to }) => to === `${name}@example.com`).map(({ kind, on }) => [kind, on]);
    expect(mailsTo("ann").slice(-2)).toEqual([
      ["deactivated", dayAt(90)],
      ["finalWarning", dayAt(91)],
    ]);
    expect(mailsTo("ben")).toEqual([
      ["finalWarning", dayAt(92)],
      ["deactivated", dayAt(102)],
    ]);
  });
});

describe("a restore", () => {
  it("names the day after its end, and the key is deactivated then without another warning", () => {
    const life = new KeyLife();
    life.liveThrough(70, 130, { 92: { restoreForDays: 20 } });

    expect(life.inbox.find(({ kind }) => kind === "restored")).toMatchObject({ names: dayAt(113) });
    const deactivations = life.days.filter(({ isDeactivated }) => isDeactivated).map(({ age }) => age);
    expect(deactivations).toEqual([90, 113]);
    expect(life.mailedAt).toEqual([70, 80, 90, 92, 113]);
  });

  it("for three days still leaves ten days of notice after its mail", () => {
    const life = new KeyLife();
    life.liveThrough(70, 130, { 92: { restoreForDays: 3 } });

    const deactivations = life.days.filter(({ isDeactivated }) => isDeactivated).map(({ age }) => age);
    expect(deactivations).toEqual([90, 102]);
  });

  it("whose mail bounced causes a notice to the fallback contact first", () => {
    const life = new KeyLife();
    life.liveThrough(70, 130, { 92: { restoreForDays: 3, mail: bounces("ann") } });

    const deactivations = life.days.filter(({ isDeactivated }) => isDeactivated).map(({ age }) => age);
    expect(life.inbox.find(({ as }) => as === "fallback")).toMatchObject({ names: dayAt(102) });
    expect(deactivations).toEqual([90, 102]);
  });
});
