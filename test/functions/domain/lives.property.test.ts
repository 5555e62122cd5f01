import * as fc from "fast-check";
import { expect, it } from "vitest";
import { addDays, type Day } from "../../../functions/domain/calendar-day.ts";
import { timelineOf } from "../../../functions/domain/timeline.ts";
import { propertyCases } from "../../support/property-cases.ts";
import { type InboxMail, KeyLife, type LivedDay } from "./key-life.ts";
import { anyLife, type RandomLife } from "./random-lives.ts";

const fallback = "cloud-team@example.com";

function live({ firstAge, rules, days }: RandomLife): KeyLife {
  const life = new KeyLife();
  days.forEach((day, index) => {
    life.live(firstAge + index, index === 0 ? { rules, ...day } : day);
  });
  return life;
}

async function check(property: (life: KeyLife, random: RandomLife) => void): Promise<void> {
  await fc.assert(
    fc.property(anyLife, (random) => property(live(random), random)),
    { numRuns: propertyCases },
  );
}

/** Mails that say that the key will not, or not yet, be deactivated, or that it has been. */
function saysOtherwise(mail: InboxMail, day: Day): boolean {
  return mail.names === undefined || mail.names > day;
}

/**
 * Whether an inbox has a mail that is old enough and named a day up to this one, and no later mail that withdrew it.
 */
function wasWarned(inbox: readonly InboxMail[], address: string, day: Day, noticeDays: number): boolean {
  const own = inbox.filter((mail) => mail.to === address && mail.on < day);
  return own.some(
    (mail, index) =>
      !saysOtherwise(mail, day) &&
      addDays(mail.on, noticeDays) <= day &&
      own.slice(index).every((later) => !saysOtherwise(later, day)),
  );
}

/** The smallest notice period of all policies in the life. */
function leastNotice({ rules, days }: RandomLife): number {
  return Math.min(rules.minimumNoticeDays, ...days.flatMap((day) => day.rules?.minimumNoticeDays ?? []));
}

function deactivations(life: KeyLife): LivedDay[] {
  return life.days.filter(({ isDeactivated, decision }) => isDeactivated && decision?.state === "deactivate");
}

it("no key is deactivated unless an owner, or the fallback contact instead, was warned in time", async () => {
  let seen = 0;
  await check((life, random) => {
    for (const { day, owners } of deactivations(life)) {
      seen += 1;
      const warned = (address: string) => wasWarned(life.inbox, address, day, leastNotice(random));
      expect(owners.some(warned) || warned(fallback), `on ${day}`).toBe(true);
    }
  });
  expect(seen).toBeGreaterThan(propertyCases / 10);
});

it("the fallback contact's warning counts only if no owner could be reached or owners changed again and again", async () => {
  await check((life, random) => {
    for (const { day, owners } of deactivations(life)) {
      if (
        owners.length === 0 ||
        owners.some((owner) => wasWarned(life.inbox, owner, day, leastNotice(random)))
      )
        continue;
      const toEveryone = life.inbox.some(({ as, on }) => as === "previousOwner" && on < day);
      const wasTried = owners.every((owner) =>
        life.history.notices.some(
          ({ to, names, state, delivery }) =>
            to === owner && names !== undefined && (state === "refused" || delivery.state !== "delivered"),
        ),
      );
      expect(toEveryone || wasTried || owners.includes(fallback), `on ${day}`).toBe(true);
    }
  });
});

it("no key is deactivated before a day that a notice named and nothing has withdrawn", async () => {
  await check((life) => {
    for (const { day, historyBefore } of deactivations(life)) {
      const binding = historyBefore.notices.filter(
        ({ names, round, state, delivery }) =>
          names !== undefined &&
          round === historyBefore.round &&
          state !== "refused" &&
          delivery.state !== "bounced",
      );
      for (const { names } of binding) expect((names ?? "") <= day).toBe(true);
    }
  });
});

it("no key has mail on more than 12 of any 30 days, whatever is done to its tags", async () => {
  await check((life) => {
    const days = [...new Set(life.inbox.map(({ on }) => on))].sort();
    for (const first of days) {
      const last = addDays(first, 29);
      expect(days.filter((day) => first <= day && day <= last).length).toBeLessThanOrEqual(12);
    }
  });
});

it("nobody gets the same notice twice", async () => {
  await check((life) => {
    const sent = life.inbox.map(({ to, id }) => `${to} ${id}`);
    expect(new Set(sent).size).toBe(sent.length);
  });
});

it("a final warning is sent at most once in seven days, except to somebody who has not had it", async () => {
  await check((life) => {
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
  await check((life, random) => {
    const age = random.firstAge + random.days.length;
    const last = random.days.findLast(({ tags }) => tags !== undefined)?.tags;
    const policy = random.days.findLast(({ rules }) => rules !== undefined)?.rules ?? random.rules;
    const from = addDays("2026-01-01", age);
    const timeline = timelineOf({
      key: {
        accessKeyId: "AKIAEXAMPLE1234WXYZ",
        userName: "ann",
        status: life.status,
        createdOn: "2026-01-01",
      },
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
      .flatMap(({ day, mails, isDeactivated }) => [
        ...(isDeactivated ? [{ on: day, what: "deactivate" }] : []),
        ...new Set(mails.map(({ kind }) => kind)),
      ]);
    const predicted = timeline.map((step) =>
      step.what === "deactivate" ? { on: step.on, what: "deactivate" } : step.kind,
    );
    steps += predicted.length;
    const until = happened.findIndex((step) => typeof step === "object");
    expect(happened.slice(0, until < 0 ? undefined : until + 1)).toEqual(predicted);
  });
  expect(steps).toBeGreaterThan(propertyCases / 2);
});
