import * as fc from "fast-check";
import { expect, it } from "vitest";
import { addDays, daysBetween } from "../../../functions/domain/calendar-day.ts";
import type { Decision } from "../../../functions/domain/decision.ts";
import { evaluateKey } from "../../../functions/domain/evaluate-key.ts";
import type { KeyFacts } from "../../../functions/domain/key-facts.ts";
import { emptyHistory, type KeyHistory } from "../../../functions/domain/key-history.ts";
import type { AccountRules, Stage } from "../../../functions/domain/policy.ts";
import { readUserFacts } from "../../../functions/domain/user-facts.ts";
import { tags } from "./key-fixture.ts";
import { rules } from "./policy-fixture.ts";

const runs = { numRuns: 10_000 };
const start = "2025-01-01";

const anyStages = fc
  .uniqueArray(fc.integer({ min: 1, max: 200 }), { minLength: 2, maxLength: 5 })
  .map((days) => days.sort((one, other) => one - other))
  .map((days): Stage[] =>
    days.map((day, index) => ({
      day,
      actions: {
        machine: "notify",
        ...(index < days.length - 1 ? { employee: "notify" } : { employee: "deactivate" }),
      },
    })),
  );

const anyRules: fc.Arbitrary<AccountRules> = fc
  .record({
    stages: anyStages,
    minimumNoticeDays: fc.integer({ min: 1, max: 40 }),
    remindEveryDays: fc.integer({ min: 1, max: 60 }),
  })
  .map(rules);

const anyTags = fc.record({
  UserType: fc.constantFrom("employee", "Employee", "machine", "contractor", ""),
  email: fc.constantFrom("jane@example.com", "jane@example.com joe@example.com", "nobody", ""),
  CurfewExempt: fc.constantFrom(undefined, "2025-06-30 sam@example.com roles", "whenever"),
});

/** A life of a key: which days a run took place, by the ledger of the days before. */
const anyLife = fc.record({
  rules: anyRules,
  tags: anyTags,
  missed: fc.array(fc.integer({ min: 0, max: 119 }), { maxLength: 60 }),
  ageAtStart: fc.integer({ min: 0, max: 250 }),
  days: fc.integer({ min: 1, max: 120 }),
});

function facts(
  life: { rules: AccountRules; tags: Record<string, string | undefined>; ageAtStart: number },
  day: string,
  history: KeyHistory,
): KeyFacts {
  const written = Object.fromEntries(
    Object.entries(life.tags).flatMap(([key, value]) => (value === undefined ? [] : [[key, value]])),
  );
  return {
    key: {
      accessKeyId: "AKIA1",
      userName: "jane",
      status: history.deactivation === undefined ? "Active" : "Inactive",
      createdOn: addDays(start, -life.ageAtStart),
    },
    user: readUserFacts(tags(written), life.rules, day),
    history,
    rules: life.rules,
    today: day,
  };
}

/** The ledger after everything that was decided has been done and confirmed. */
function after({ notice, verdict }: Decision, history: KeyHistory, day: string): KeyHistory {
  const notices = [
    ...history.notices,
    ...(notice?.to ?? []).map((to) => ({ id: notice?.id ?? "", to, on: day, run: day })),
  ];
  return verdict === "deactivate"
    ? { notices, deactivation: { state: "done", on: day, run: day, count: 1 } }
    : { ...history, notices };
}

function live(life: {
  rules: AccountRules;
  tags: Record<string, string | undefined>;
  ageAtStart: number;
  missed: number[];
  days: number;
}) {
  const steps: { day: string; decision: Decision; before: KeyHistory }[] = [];
  let history = emptyHistory;
  for (let index = 0; index < life.days; index += 1) {
    if (life.missed.includes(index)) continue;
    const day = addDays(start, index);
    const decision = evaluateKey(facts(life, day, history));
    steps.push({ day, decision, before: history });
    history = after(decision, history, day);
  }
  return { steps, history };
}

it("deactivates nothing whose owner was not told at least the minimum of days before", () => {
  fc.assert(
    fc.property(anyLife, (life) => {
      for (const { day, decision, before } of live(life).steps.filter(
        ({ decision }) => decision.verdict === "deactivate",
      )) {
        const first = before.notices.map(({ on }) => on).sort()[0];
        expect(first, `${decision.reason} on ${day}`).toBeDefined();
        expect(daysBetween(first ?? day, day)).toBeGreaterThanOrEqual(life.rules.minimumNoticeDays);
      }
    }),
    runs,
  );
});

it("deactivates employees' keys only, and only past the stage that says so", () => {
  fc.assert(
    fc.property(anyLife, (life) => {
      const lastDay = life.rules.stages.at(-1)?.day ?? 0;
      for (const { decision } of live(life).steps.filter(
        ({ decision }) => decision.verdict === "deactivate",
      )) {
        expect(life.tags.UserType?.toLowerCase()).toBe("employee");
        expect(decision.age).toBeGreaterThanOrEqual(lastDay);
      }
    }),
    runs,
  );
});

it("sends no notice twice to the same recipient", () => {
  fc.assert(
    fc.property(anyLife, (life) => {
      const sent = live(life).history.notices.map(({ id, to }) => `${id} ${to}`);
      expect(new Set(sent).size).toBe(sent.length);
    }),
    runs,
  );
});

it("decides nothing new when asked again with the ledger updated", () => {
  fc.assert(
    fc.property(anyLife, (life) => {
      const { history } = live(life);
      const day = addDays(start, life.days);
      const once = after(evaluateKey(facts(life, day, history)), history, day);
      const again = evaluateKey(facts(life, day, once));
      expect(again.notice).toBeUndefined();
      expect(again.verdict).not.toBe("deactivate");
    }),
    runs,
  );
});

it("loses no notice of the latest due stage, whatever days were missed", () => {
  fc.assert(
    fc.property(anyLife, (life) => {
      const day = addDays(start, life.days);
      const { history } = live(life);
      const { decision } = { decision: evaluateKey(facts(life, day, history)) };
      const unmissed = evaluateKey(facts(life, day, emptyHistory));
      if (unmissed.verdict !== "notify") return;
      const id = unmissed.notice?.id;
      const told = history.notices.some((notice) => notice.id === id);
      expect(told || decision.notice?.id === id).toBe(true);
    }),
    runs,
  );
});
