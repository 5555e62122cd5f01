import { describe, expect, it } from "vitest";
import { addDays } from "../../../functions/domain/calendar-day.ts";
import type { LastUsed } from "../../../functions/domain/last-used.ts";
import {
  holderOf,
  isUnused,
  type RotatedKey,
  type RotationAdvice,
  rotatedKey,
  rotationAdvice,
} from "../../../functions/domain/rotation-advice.ts";

const today = "2026-11-29";

function used(daysAgo: number): LastUsed {
  return { state: "used", on: addDays(today, -daysAgo), service: "s3", region: "eu-central-1" };
}

function key(accessKeyId: string, age: number, lastUsed: LastUsed = used(1), isActive = true): RotatedKey {
  return { accessKeyId, isActive, createdOn: addDays(today, -age), lastUsed };
}

const lastUses: readonly LastUsed[] = [
  { state: "never" },
  { state: "unknown" },
  used(0),
  used(89),
  used(90),
  used(400),
];
const ages = [0, 69, 70, 89, 90, 1_000];

/** Every state that the two keys of a user can be in. */
function* allStates(): Generator<{ key: RotatedKey; otherKey: RotatedKey | undefined }> {
  for (const isActive of [true, false])
    for (const age of [70, 90, 1_000])
      for (const lastUsed of lastUses) {
        const one = key("THIS", age, lastUsed, isActive);
        yield { key: one, otherKey: undefined };
        for (const otherAge of ages)
          for (const otherUsed of lastUses)
            for (const otherActive of [true, false])
              yield { key: one, otherKey: key("OTHER", otherAge, otherUsed, otherActive) };
      }
}

function adviceFor({ key: one, otherKey }: { key: RotatedKey; otherKey: RotatedKey | undefined }) {
  return rotationAdvice({ key: one, otherKey, holder: "person", firstStageDay: 70, today });
}

/** Follows the steps as a person would, and returns what would go wrong. */
function problemsOf({ steps }: RotationAdvice, present: readonly RotatedKey[]): string[] {
  const problems: string[] = [];
  const keys = new Map(present.map(({ accessKeyId, isActive }) => [accessKeyId, { isActive }]));
  const replacedBy = new Set<string>();
  for (const step of steps) {
    switch (step.code) {
      case "createKey":
        if (keys.size >= 2) problems.push("creates a third key");
        keys.set("NEW", { isActive: true });
        break;
      case "useNewKey":
        if (!keys.has("NEW")) problems.push("uses a new key that does not exist");
        replacedBy.add(step.insteadOf.accessKeyId);
        break;
      case "useOtherKey":
        if (keys.get(step.key.accessKeyId)?.isActive !== true) problems.push("uses a key that does not work");
        replacedBy.add(step.insteadOf.accessKeyId);
        break;
      case "deactivateKey":
        if (!replacedBy.has(step.key.accessKeyId)) problems.push("deactivates a key that is still used");
        keys.set(step.key.accessKeyId, { isActive: false });
        break;
      case "deleteAfterWait":
      case "deleteKey": {
        const { accessKeyId, lastUsed } = step.key;
        const known = keys.get(accessKeyId);
        if (known === undefined) problems.push("deletes a key that does not exist");
        if (known?.isActive === true && lastUsed.state !== "never")
          problems.push("deletes a key that was not deactivated first");
        keys.delete(accessKeyId);
        break;
      }
      case "replaceToo":
        if (!keys.has(step.key.accessKeyId)) problems.push("names a key that is gone");
    }
  }
  if (keys.has("THIS")) problems.push("leaves the key in place");
  return problems;
}

it("gives steps that a person can follow in every state of the two keys, and never a third key", () => {
  let states = 0;
  for (const state of allStates()) {
    states += 1;
    const present = [state.key, ...(state.otherKey === undefined ? [] : [state.otherKey])];
    expect(problemsOf(adviceFor(state), present), JSON.stringify(state)).toEqual([]);
  }
  expect(states).toBe(2 * 3 * 6 * (1 + 6 * 6 * 2));
});

describe("the case of the two keys", () => {
  const old = key("THIS", 90, used(24));

  it.each([
    ["only one key", undefined, { code: "onlyKey" }],
    ["a young key that is in use", key("OTHER", 69), { code: "newerKeyInUse" }],
    ["a young key that was never used", key("OTHER", 20, { state: "never" }), { code: "newerKeyUnused" }],
    ["an inactive key", key("OTHER", 20, used(1), false), { code: "otherKeyInactive" }],
    [
      "another old key, never used",
      key("OTHER", 70, { state: "never" }),
      { code: "bothOld", first: "other" },
    ],
    [
      "another old key, used before this one",
      key("OTHER", 300, used(25)),
      { code: "bothOld", first: "other" },
    ],
    ["another old key, used after this one", key("OTHER", 300, used(23)), { code: "bothOld", first: "this" }],
    [
      "another old key whose last use is unknown",
      key("OTHER", 300, { state: "unknown" }),
      { code: "bothOld", first: "this" },
    ],
    ["an older key, used on the same day", key("OTHER", 300, used(24)), { code: "bothOld", first: "other" }],
  ])("recognises %s", (_what, otherKey, situation) => {
    expect(adviceFor({ key: old, otherKey }).situation).toMatchObject(situation);
  });

  it("replaces the older one first if both were used on the same day", () => {
    const { situation } = adviceFor({ key: key("THIS", 300), otherKey: key("OTHER", 90) });

    expect(situation).toMatchObject({ code: "bothOld", first: "this" });
  });

  it("deletes a deactivated key before the active one", () => {
    const deactivated = key("THIS", 90, used(1), false);

    const { situation, steps } = adviceFor({ key: deactivated, otherKey: key("OTHER", 300, used(200)) });

    expect(situation).toMatchObject({ code: "bothOld", first: "this" });
    expect(steps.map(({ code }) => code)).toEqual(["useOtherKey", "deleteAfterWait", "replaceToo"]);
  });
});

it.each([
  [{ state: "never" } as const, true],
  [used(90), true],
  [used(89), false],
  [{ state: "unknown" } as const, false],
])("says of a key with last use %j that it is unused: %s", (lastUsed, expected) => {
  expect(isUnused(key("THIS", 400, lastUsed), today)).toBe(expected);
  const codes = adviceFor({ key: key("THIS", 400, lastUsed), otherKey: undefined }).alternatives.map(
    ({ code }) => code,
  );
  expect(codes.includes("notNeeded")).toBe(expected);
});

it("asks whether an unused key is needed only if the first step does not delete it anyway", () => {
  const unused = key("THIS", 90, { state: "never" });
  const isAsked = (otherKey?: RotatedKey) =>
    adviceFor({ key: unused, otherKey }).alternatives.some(({ code }) => code === "notNeeded");

  expect([isAsked(undefined), isAsked(key("OTHER", 20)), isAsked(key("OTHER", 300))]).toEqual([
    true,
    false,
    false,
  ]);
  expect(isAsked(key("OTHER", 300, { state: "never" }, false))).toBe(true);
});

it.each([
  [13, { state: "never" } as const, true],
  [14, { state: "never" } as const, false],
  [13, used(1), false],
])(
  "treats an inactive key of %i days with last use %j as a possible replacement: %s",
  (age, lastUsed, expected) => {
    const { steps } = adviceFor({ key: key("THIS", 90), otherKey: key("OTHER", age, lastUsed, false) });

    expect(steps[0]).toMatchObject({ code: "deleteKey", mayBeReplacement: expected });
  },
);

it("says what to do if the secret of the newer key is lost, and only then", () => {
  const unused = key("OTHER", 20, { state: "never" });

  expect(adviceFor({ key: key("THIS", 90), otherKey: unused }).alternatives).toContainEqual({
    code: "lostSecret",
    key: unused,
  });
  for (const otherKey of [undefined, key("OTHER", 20)])
    expect(adviceFor({ key: key("THIS", 90), otherKey }).alternatives).not.toContainEqual(
      expect.objectContaining({ code: "lostSecret" }),
    );
});

describe("the steps and the ways to need no key", () => {
  const old = key("THIS", 90, used(24));
  const ways = { code: "noKeyNeeded", holder: "person" };

  it("for the only key are to replace it", () => {
    expect(adviceFor({ key: old, otherKey: undefined })).toEqual({
      situation: { code: "onlyKey" },
      steps: [
        { code: "createKey" },
        { code: "useNewKey", insteadOf: old },
        { code: "deactivateKey", key: old },
        { code: "deleteAfterWait", key: old },
      ],
      alternatives: [ways],
    });
  });

  it("next to an inactive key are to delete that one first", () => {
    const other = key("OTHER", 20, used(1), false);
    const { steps, alternatives } = adviceFor({ key: old, otherKey: other });

    expect(steps[0]).toEqual({ code: "deleteKey", key: other, because: "inactive", mayBeReplacement: false });
    expect(alternatives).toEqual([ways]);
  });

  it.each([
    { what: "in use", lastUsed: used(1), alternatives: [] },
    { what: "unused", lastUsed: { state: "never" } as const, alternatives: ["lostSecret", "noKeyNeeded"] },
  ])("next to a newer key that is $what are to use that one", ({ lastUsed, alternatives }) => {
    const advice = adviceFor({ key: old, otherKey: key("OTHER", 20, lastUsed) });

    expect(advice.steps.map(({ code }) => code)).toEqual(["useOtherKey", "deactivateKey", "deleteAfterWait"]);
    expect(advice.alternatives.map(({ code }) => code)).toEqual(alternatives);
  });

  it("next to another old key that was never used are to delete that one and to replace this one", () => {
    const other = key("OTHER", 300, { state: "never" });
    const { steps } = adviceFor({ key: old, otherKey: other });

    expect(steps[0]).toEqual({
      code: "deleteKey",
      key: other,
      because: "neverUsed",
      mayBeReplacement: false,
    });
    expect(steps.slice(1).map(({ code }) => code)).toEqual([
      "createKey",
      "useNewKey",
      "deactivateKey",
      "deleteAfterWait",
    ]);
  });
});

it.each([
  { status: "Active", isActive: true },
  { status: "Inactive", isActive: false },
])("takes a last use that was not read as unknown, for a key of status $status", ({ status, isActive }) => {
  const recorded = { accessKeyId: "OTHER", status, createdOn: today };

  expect(rotatedKey(recorded)).toEqual({
    accessKeyId: "OTHER",
    isActive,
    createdOn: today,
    lastUsed: { state: "unknown" },
  });
  expect(rotatedKey({ ...recorded, lastUsed: used(3) }).lastUsed).toEqual(used(3));
});

it.each([
  ["employee", true, "console"],
  ["machine", true, "console"],
  ["employee", false, "person"],
  ["employee", undefined, "person"],
  ["machine", false, "machine"],
  ["machine", undefined, "machine"],
  ["contractor", false, "unknown"],
  [undefined, undefined, "unknown"],
] as const)("treats user type %s with console password %s as %s", (userType, hasPassword, holder) => {
  expect(holderOf(userType, hasPassword)).toBe(holder);
});
