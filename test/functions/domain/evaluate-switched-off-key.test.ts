import { expect, it } from "vitest";
import { addDays } from "../../../functions/domain/calendar-day.ts";
import { evaluateKey } from "../../../functions/domain/evaluate-key.ts";
import { needsUserFacts } from "../../../functions/domain/key-facts.ts";
import { keyFacts, today, told } from "./key-fixture.ts";

const toldInTime = (age: number) => told({ "day-70": age - 70, "day-80": age - 80 });

it.each(["Inactive", "Expired", "inactive", "ACTIVE", ""])(
  "owners' inactive keys were disabled and mailed again: leaves status %j alone",
  (status) => {
    const decision = evaluateKey(keyFacts({ age: 400, status, history: toldInTime(400) }));

    expect(decision.verdict).toBe("notActive");
    expect(decision.notice).toBeUndefined();
  },
);

it("finishes what an interrupted worker began: the key is off, the ledger says intended", () => {
  const deactivation = { state: "intended", on: today, run: "r", count: 2 } as const;

  const decision = evaluateKey(
    keyFacts({ age: 90, status: "Inactive", history: { ...toldInTime(90), deactivation } }),
  );

  expect(decision).toMatchObject({ verdict: "deactivate", notice: { id: "deactivated-2" } });
});

it("tells the owner of a deactivation that was recorded but never mailed", () => {
  const deactivation = { state: "done", on: today, run: "r", count: 1 } as const;
  const history = { ...toldInTime(90), deactivation };

  const decision = evaluateKey(keyFacts({ age: 90, status: "Inactive", history }));

  expect(decision).toMatchObject({ verdict: "notify", notice: { id: "deactivated-1", kind: "deactivated" } });
});

it.each([
  { daysAgo: 0, to: ["joe@example.com"] },
  { daysAgo: 7, to: ["joe@example.com"] },
  { daysAgo: 8, to: undefined },
])("a second recipient who missed the mail about a deactivation $daysAgo days ago", ({ daysAgo, to }) => {
  const deactivation = { state: "done", on: addDays(today, -daysAgo), run: "r", count: 1 } as const;
  const facts = keyFacts({
    age: 95,
    status: "Inactive",
    email: "jane@example.com joe@example.com",
    history: { ...told({ "deactivated-1": daysAgo }), deactivation },
  });

  expect(needsUserFacts(facts.key, facts.history, facts.rules, today)).toBe(to !== undefined);
  expect(evaluateKey(facts).notice?.to).toEqual(to);
});
