import { describe, expect, it } from "vitest";
import {
  deactivationAge,
  dueStage,
  firstStageDay,
  isLastBeforeDeactivation,
  isPastAnyDeactivation,
  lastStageDay,
} from "../../../functions/domain/stages.ts";
import { rules } from "./policy-fixture.ts";

describe("the due stage", () => {
  it.each([
    { userType: "employee", age: 69, due: undefined },
    { userType: "employee", age: 79, due: { day: 70, action: "notify" } },
    { userType: "employee", age: 80, due: { day: 80, action: "notify" } },
    { userType: "employee", age: 125, due: { day: 90, action: "deactivate" } },
    { userType: "machine", age: 119, due: { day: 90, action: "notify" } },
    { userType: "machine", age: 120, due: { day: 120, action: "notify" } },
    { userType: undefined, age: 95, due: { day: 90, action: "notify" } },
    { userType: undefined, age: 150, due: { day: 150, action: "notify" } },
  ])("of a key of day $age with the user type $userType is $due", ({ userType, age, due }) => {
    expect(dueStage(age, userType, rules())).toEqual(due);
  });

  it("is not repeated before the next stage, however long that takes", () => {
    const stages = [
      { day: 30, actions: { employee: "notify" } },
      { day: 90, actions: { employee: "notify", machine: "notify" } },
    ] as const;
    expect(dueStage(65, "employee", rules({ stages }))).toEqual({ day: 30, action: "notify" });
    expect(dueStage(65, "machine", rules({ stages }))).toBeUndefined();
  });

  it("is repeated after the last stage of the user's own type", () => {
    const stages = [
      { day: 30, actions: { employee: "notify", machine: "notify" } },
      { day: 90, actions: { employee: "deactivate" } },
    ] as const;
    expect(dueStage(60, "machine", rules({ stages }))).toEqual({ day: 60, action: "notify" });
    expect(dueStage(60, "employee", rules({ stages }))).toEqual({ day: 30, action: "notify" });
  });
});

it.each([
  { userType: "employee", age: 90 },
  { userType: "machine", age: undefined },
  { userType: undefined, age: undefined },
])("keys of the user type $userType are deactivated at $age days", ({ userType, age }) => {
  expect(deactivationAge(userType, rules())).toBe(age);
});

it.each([
  { userType: "employee", day: 70, isLast: false },
  { userType: "employee", day: 80, isLast: true },
  { userType: "employee", day: 90, isLast: false },
  { userType: "machine", day: 80, isLast: false },
  { userType: undefined, day: 80, isLast: false },
])("day $day is the last one before the deactivation for $userType: $isLast", ({ userType, day, isLast }) => {
  expect(isLastBeforeDeactivation(day, userType, rules())).toBe(isLast);
});

it("no stage is the last one before a deactivation without a stage before it", () => {
  const stages = [{ day: 90, actions: { employee: "deactivate" } }] as const;
  expect(isLastBeforeDeactivation(90, "employee", rules({ stages }))).toBe(false);
});

it("the policy goes from its first stage to its last one", () => {
  expect([firstStageDay(rules()), lastStageDay(rules())]).toEqual([70, 90]);
});

it.each([
  { age: 89, isPast: false },
  { age: 90, isPast: true },
])("some user type has a key of day $age deactivated: $isPast", ({ age, isPast }) => {
  expect(isPastAnyDeactivation(age, rules())).toBe(isPast);
});
