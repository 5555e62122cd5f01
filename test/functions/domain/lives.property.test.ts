import * as fc from "fast-check";
import { expect, it } from "vitest";
import { addDays, type Day, daysBetween } from "../../../functions/domain/calendar-day.ts";
import { isOpen } from "../../../functions/domain/change-window.ts";
import { timelineOf } from "../../../functions/domain/timeline.ts";
import { propertyCases } from "../../support/property-cases.ts";
import { liveDays } from "./account-days.ts";
import { checkLives } from "./check-lives.ts";
import { dayAt, type KeyLife, type LivedDay } from "./key-life.ts";
import { fallback, mustGo, standingMails, wasWarned } from "./known-by-mail.ts";
import type { SentMail } from "./post-office.ts";
import { anyLife, type RandomLife } from "./random-lives.ts";

/** The smallest notice period of all policies in the life. */
function leastNotice({ rules, days }: RandomLife): number {
  return Math.min(rules.minimumNoticeDays, ...days.flatMap((day) => day.rules?.minimumNoticeDays ?? []));
}

function deactivations(life: KeyLife): LivedDay[] {
  return life.days.filter(({ isDeactivated, decision }) => isDeactivated && decision?.state === "deactivate");
}

it("no key is deactivated unless an owner, or the fallback contact instead, was warned in time", async () => {
  let seen = 0;
  await checkLives((life, random) => {
    for (const { day, owners } of deactivations(life)) {
      seen += 1;
      const warned = (address: string) => wasWarned(life.inbox, address, day, leastNotice(random));
      expect(owners.some(warned) || warned(fallback), `on ${day}`).toBe(true);
    }
  });
  expect(seen).toBeGreaterThan(propertyCases / 10);
});

it("the fallback contact's warning counts only if no owner could be reached or owners changed again and again", async () => {
  await checkLives((life, random) => {
    for (const { day, owners } of deactivations(life)) {
      if (
        owners.length === 0 ||
        owners.some((owner) => wasWarned(life.inbox, owner, day, leastNotice(random)))
      )
        continue;
      const toEveryone = life.inbox.some(
        ({ audience, to, on }) => audience === "everyone" && to === fallback && on < day,
      );
      const wasTried = owners.every((owner) =>
        life.sent.some(
          ({ to, names, sentOn, arrivalKnownOn, bounceKnownOn }) =>
            to === owner &&
            names !== undefined &&
            sentOn < day &&
            (arrivalKnownOn === undefined || arrivalKnownOn > day || bounceKnownOn !== undefined),
        ),
      );
      expect(toEveryone || wasTried || owners.includes(fallback), `on ${day}`).toBe(true);
    }
  });
});

it("no key is deactivated long after the day that its warning named, not counting days on which it had to wait", async () => {
  let late = 0;
  await checkLives((life, random) => {
    for (const { day, owners, rules } of deactivations(life)) {
      const ages = life.inbox.flatMap(({ to, on, names }) => {
        if (names === undefined || names > day || addDays(on, leastNotice(random)) > day) return [];
        return [...owners, fallback].includes(to) ? [daysSince(names, day, life)] : [];
      });
      late += ages.length > 0 && Math.min(...ages) > 0 ? 1 : 0;
      expect(Math.min(...ages), `on ${day}`).toBeLessThanOrEqual(rules.noticeValidDays);
    }
  });
  expect(late).toBeGreaterThan(propertyCases / 100);
});

/** The days from a named day to another one, without those on which something made the key wait. */
function daysSince(named: Day, day: Day, life: KeyLife): number {
  const waited = life.days.filter((lived) => named <= lived.day && lived.day < day && mustWait(lived));
  return daysBetween(named, day) - waited.length;
}

function mustWait({ day, happens, rules }: LivedDay): boolean {
  const isPaused = happens.pausedUntil !== undefined && day <= happens.pausedUntil;
  return happens.mustWait === true || isPaused || !isOpen(day, rules.changeWindow);
}

it("no key is deactivated before a day that a mail named and nothing has withdrawn", async () => {
  let mails = 0;
  await checkLives((life) => {
    for (const lived of deactivations(life))
      for (const { names, on, sentOn } of standingMails(life, lived, "counts")) {
        // Whoever has the mail has read the day. A mail of this run is about the deactivation itself.
        if (on === undefined || sentOn === lived.day) continue;
        mails += 1;
        expect((names ?? "") <= lived.day, `named ${names}, deactivated on ${lived.day}`).toBe(true);
      }
  });
  expect(mails).toBeGreaterThan(propertyCases / 10);
});

it("a due key whose warning stands is deactivated by the first run that may", async () => {
  let seen = 0;
  await checkLives((life) => {
    for (const lived of life.days) {
      if (!mustGo(life, lived)) continue;
      seen += 1;
      expect(lived.isDeactivated, `on ${lived.day}`).toBe(true);
    }
  });
  expect(seen).toBeGreaterThan(propertyCases / 10);
});

it("no day exceeds the limit of the day or of an account, and a key waits only on a day that is full", async () => {
  let full = 0;
  await fc.assert(
    fc.property(anyLife, (random) => {
      const { perDay, perDayAndAccount } = random.pace;
      const lives = liveDays(random).map((life, index) => ({ life, accountId: index < 2 ? "1" : "2" }));
      const days = lives.flatMap(({ life, accountId }) =>
        life.days.map((lived) => ({ ...lived, accountId })),
      );
      for (const sameDay of Map.groupBy(days, ({ day }) => day).values()) {
        const gone = sameDay.filter(({ isDeactivated }) => isDeactivated);
        expect(gone.length).toBeLessThanOrEqual(perDay);
        for (const { accountId } of gone)
          expect(gone.filter((other) => other.accountId === accountId).length).toBeLessThanOrEqual(
            perDayAndAccount,
          );
        for (const { happens, accountId } of sameDay) {
          if (happens.isHeldByPlan !== true) continue;
          full += 1;
          const taken = sameDay.filter(
            (other) => other.decision?.state === "deactivate" && other.happens.isHeldByPlan !== true,
          );
          const ofAccount = taken.filter((other) => other.accountId === accountId);
          expect(taken.length === perDay || ofAccount.length === perDayAndAccount).toBe(true);
        }
      }
    }),
    { numRuns: propertyCases },
  );
  expect(full).toBeGreaterThan(propertyCases / 100);
});

it("no key has mail on more than 12 of any 30 days, and each restore adds two at most", async () => {
  await checkLives((life) => {
    const sent = life.sent.filter(({ fate }) => fate !== "refused");
    const daysOf = (mails: readonly SentMail[]) => [...new Set(mails.map(({ sentOn }) => sentOn))];
    const restored = daysOf(sent.filter(({ kind }) => kind === "restored"));
    const days = daysOf(sent);
    for (const first of days) {
      const inMonth = (day: Day) => first <= day && day <= addDays(first, 29);
      expect(days.filter(inMonth).length).toBeLessThanOrEqual(12 + 2 * restored.filter(inMonth).length);
    }
  });
});

it("nobody gets the same notice twice", async () => {
  await checkLives((life) => {
    const sent = life.sent.flatMap(({ to, id, fate }) => (fate === "refused" ? [] : [`${to} ${id}`]));
    expect(new Set(sent).size).toBe(sent.length);
  });
});

it("a final warning is sent at most once in seven days, except to somebody who has not had it", async () => {
  await checkLives((life) => {
    const warnings = new Map<string, Day>();
    for (const { id, on } of life.history.notices) {
      if (id.type !== "finalWarning") continue;
      const first = warnings.get(JSON.stringify(id));
      if (first === undefined || on < first) warnings.set(JSON.stringify(id), on);
    }
    const days = [...warnings.values()].sort();
    days.forEach((day, index) => {
      const before = days[index - 1];
      if (before !== undefined) expect(addDays(before, 7) <= day).toBe(true);
    });
  });
});

it("the timeline predicts what happens if nothing changes", async () => {
  const ahead = 45;
  let steps = 0;
  await checkLives((life, random) => {
    const from = dayAt(random.firstAge + random.days.length);
    const age = daysBetween(life.createdOn, from);
    if (age < 0) return;
    const last = random.days.findLast(({ tags }) => tags !== undefined)?.tags;
    const policy = random.days.findLast(({ rules }) => rules !== undefined)?.rules ?? random.rules;
    const { accessKeyId, status, createdOn } = life;
    const timeline = timelineOf({
      key: { accessKeyId, userName: "ann", status, createdOn },
      tags: last ?? { email: "ann@example.com", userType: "employee" },
      history: life.history,
      rules: policy,
      spreadOverDays: 1,
      from,
      to: addDays(from, ahead),
    });
    life.settleMail();
    const happened = life
      .liveThrough(age, age + ahead)
      .flatMap(({ day, mails, isDeactivated }): unknown[] => {
        if (isDeactivated) return [{ on: day, what: "deactivate" }];
        const [first] = mails;
        if (first === undefined) return [];
        const { kind, names } = first;
        const to = mails.map(({ to: address, as }) => ({ address, as }));
        return [{ on: day, what: "notify", kind, to, names }];
      });
    steps += timeline.length;
    const end = timeline.at(-1)?.what === "deactivate" ? timeline.length : undefined;
    expect(happened.slice(0, end)).toEqual(timeline);
  });
  expect(steps).toBeGreaterThan(propertyCases / 2);
});
