import { expect, it } from "vitest";
import { addDays } from "../../../../functions/domain/calendar-day.ts";
import { emptyHistory } from "../../../../functions/domain/key-history.ts";
import { possibleSteps } from "../../../../infra/cli/replay/possible-steps.ts";
import type { PossibleUser } from "../../../../infra/cli/replay/possible-user.ts";
import { keyFacts, today, told } from "../../../functions/domain/key-fixture.ts";

const user = (userType: string | undefined, more: object = {}): PossibleUser => ({
  tags: "readable",
  userType,
  hasTypeTag: userType !== undefined,
  recipients: ["jane@example.com"],
  exemptTag: undefined,
  ...more,
});

/** The steps of the next days, by how old the key is then. */
function stepsFrom(age: number, users: readonly PossibleUser[], days: number, history = emptyHistory) {
  const facts = keyFacts({ age, history });
  return possibleSteps(facts, users, addDays(today, 1), addDays(today, days)).map(({ on, ...step }) => ({
    inDays: Math.round((Date.parse(on) - Date.parse(today)) / 86_400_000),
    ...step,
  }));
}

it("goes through the stages of an employee's key to the day it is switched off", () => {
  const to = ["jane@example.com"];

  expect(stepsFrom(69, [user("employee")], 60)).toEqual([
    { inDays: 1, what: "notify", kind: "warning", to },
    { inDays: 11, what: "notify", kind: "warning", to },
    { inDays: 21, what: "deactivate", kind: "deactivated", to },
  ]);
});

it("reminds of a machine's key for ever", () => {
  const days = stepsFrom(91, [user("machine")], 95, told({ "day-90-stays-on": 1 }));

  expect(days.map(({ inDays, kind }) => [inDays, kind])).toEqual([
    [29, "reminder"],
    [59, "reminder"],
    [89, "reminder"],
  ]);
});

it("says for which users a step comes, where not for all that are possible", () => {
  const steps = stepsFrom(
    79,
    [user("employee"), user("machine"), user(undefined)],
    12,
    told({ "day-70": 9 }),
  );

  expect(steps).toMatchObject([
    { inDays: 1, what: "notify" },
    { inDays: 11, what: "deactivate", onlyIf: ["employee"] },
    { inDays: 11, what: "notify", onlyIf: ["machine", "unknown type"] },
  ]);
  expect(steps[0]).not.toHaveProperty("onlyIf");
});

it("warns again after an exemption has ended, and switches off ten days later", () => {
  const exemptTag = `${addDays(today, 5)} sam@example.com moving to roles`;

  expect(stepsFrom(120, [user("employee", { exemptTag })], 30)).toMatchObject([
    { inDays: 6, what: "notify", kind: "finalWarning" },
    { inDays: 16, what: "deactivate" },
  ]);
});

it("names nobody whom it does not know", () => {
  expect(stepsFrom(69, [user("employee", { recipients: [] })], 1)).toMatchObject([{ to: [] }]);
});

it("takes nothing for granted about a user whose tags cannot be read", () => {
  expect(stepsFrom(95, [{ tags: "unreadable" }], 30)).toEqual([]);
});
