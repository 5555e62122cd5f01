import { expect, it } from "vitest";
import { addDays } from "../../../functions/domain/calendar-day.ts";
import { evaluateKey } from "../../../functions/domain/evaluate-key.ts";
import { readUserFacts } from "../../../functions/domain/user-facts.ts";
import { keyFacts, restoredUntil, today, told } from "./key-fixture.ts";
import { rules } from "./policy-fixture.ts";

const toldInTime = (age: number) => told({ "day-70": age - 70, "day-80": age - 80 });

it.each([
  { age: 0, verdict: "inTime" },
  { age: 69, verdict: "inTime" },
  { age: 70, verdict: "notify", id: "day-70" },
  { age: 71, verdict: "notify", id: "day-70" },
  { age: 79, verdict: "notify", id: "day-70" },
  { age: 80, verdict: "notify", id: "day-80" },
  { age: 89, verdict: "notify", id: "day-80" },
])("an employee's key on day $age, never told before: $verdict $id", ({ age, verdict, id }) => {
  const decision = evaluateKey(keyFacts({ age }));

  expect(decision.verdict).toBe(verdict);
  expect(decision.notice?.id).toBe(id);
});

it.each([89, 90, 91, 400])("an employee told in time loses the key on day 90, not before (day %i)", (age) => {
  const decision = evaluateKey(keyFacts({ age, history: toldInTime(age) }));

  expect(decision.verdict).toBe(age < 90 ? "told" : "deactivate");
});

it.each([70, 80, 90, 119, 120, 149, 150])(
  "a machine's key is never switched off, only told about (day %i)",
  (age) => {
    const decision = evaluateKey(keyFacts({ age, userType: "machine" }));

    const stage = age < 90 ? age : 90 + Math.floor((age - 90) / 30) * 30;
    expect(decision).toMatchObject({ verdict: "notify", notice: { id: `day-${stage}-stays-on` } });
  },
);

it("does not tell a machine's owner again between two reminders", () => {
  const history = told({ "day-90-stays-on": 29 });

  expect(evaluateKey(keyFacts({ age: 119, userType: "machine", history })).verdict).toBe("told");
});

it.each(["employee", "Employee", "EMPLOYEE", " employee "])(
  "takes the user type %j as employee",
  (userType) => {
    expect(evaluateKey(keyFacts({ age: 90, userType, history: toldInTime(90) })).verdict).toBe("deactivate");
  },
);

it.each([undefined, "", "contractor", "employees"])(
  "leaves a key on whose user type is %j, and tells the owner",
  (userType) => {
    const decision = evaluateKey(keyFacts({ age: 95, userType, history: toldInTime(95) }));

    expect(decision).toMatchObject({
      verdict: "withheld",
      withheld: "unknownUserType",
      notice: { kind: "reminder" },
    });
  },
);

it("first deployment cut off keys whose owners were never warned: an untold key gets a final warning with its day", () => {
  const decision = evaluateKey(keyFacts({ age: 400 }));

  expect(decision).toMatchObject({
    verdict: "withheld",
    withheld: "graceNotOver",
    notice: { id: "final", kind: "finalWarning", to: ["jane@example.com"] },
    next: { on: addDays(today, 10), what: "deactivate" },
  });
});

it.each([
  { noticeAge: 9, verdict: "withheld" },
  { noticeAge: 10, verdict: "deactivate" },
  { noticeAge: 11, verdict: "deactivate" },
])("a first notice $noticeAge days old on day 90: $verdict", ({ noticeAge, verdict }) => {
  expect(evaluateKey(keyFacts({ age: 90, history: told({ "day-80": noticeAge }) })).verdict).toBe(verdict);
});

it.each<{ what: string; notices: Record<string, number> }>([
  {
    what: "a machine's user",
    notices: { "day-70-stays-on": 60, "day-90-stays-on": 40, "day-120-stays-on": 10 },
  },
  { what: "an exemption that cannot be read", notices: { "exemption-unreadable": 40 } },
])("what was told of $what names no day, so an employee's key gets a final warning first", ({ notices }) => {
  const decision = evaluateKey(keyFacts({ age: 130, history: told(notices) }));

  expect(decision).toMatchObject({ verdict: "withheld", withheld: "graceNotOver", notice: { id: "final" } });
});

it("does not try again a recipient whom the mail service refused, for the fallback contact was told", () => {
  const refused = told({ "day-70": 1 }).notices;

  const decision = evaluateKey(
    keyFacts({ age: 71, history: { ...told({ "day-70": 1 }, "cloud-team@example.com"), refused } }),
  );

  expect(decision.verdict).toBe("told");
});

it("sends the final warning once", () => {
  const decision = evaluateKey(keyFacts({ age: 95, history: told({ final: 3 }) }));

  expect(decision).toMatchObject({ verdict: "withheld", next: { on: addDays(today, 7) } });
  expect(decision.notice).toBeUndefined();
});

it("an exemption read failure counted as not exempt: unreadable tags mean no deactivation and no mail", () => {
  const decision = evaluateKey({ ...keyFacts({ age: 95, history: toldInTime(95) }), user: "unreadable" });

  expect(decision).toMatchObject({ verdict: "withheld", withheld: "tagsUnreadable" });
  expect(decision.notice).toBeUndefined();
});

it("leaves an exempt key on, up to and including the last day, and tells nobody", () => {
  const decision = evaluateKey(
    keyFacts({ age: 95, exempt: `${today} sam@example.com moving to roles`, history: toldInTime(95) }),
  );

  expect(decision).toMatchObject({ verdict: "withheld", withheld: "exempt" });
  expect(decision.notice).toBeUndefined();
});

it("takes a user with two different types, by tags that differ in case only, for one of none", () => {
  const twice = [
    { key: "UserType", value: "employee" },
    { key: "usertype", value: "machine" },
    { key: "email", value: "jane@example.com" },
    { key: "Email", value: "joe@example.com" },
  ];

  for (const written of [twice, twice.toReversed()]) {
    const user = readUserFacts(written, rules(), today);
    expect(user.userType.known).toBe(false);
    expect(user.recipients.to).toEqual(["jane@example.com", "joe@example.com"]);
    expect(evaluateKey({ ...keyFacts({ age: 400, history: toldInTime(400) }), user }).withheld).toBe(
      "unknownUserType",
    );
  }
});

it("warns again after an exemption has run out, though the owner was told before it", () => {
  const exempt = `${addDays(today, -1)} sam@example.com moving to roles`;

  const decision = evaluateKey(keyFacts({ age: 200, exempt, history: told({ "day-70": 130, final: 110 }) }));

  expect(decision).toMatchObject({
    verdict: "withheld",
    withheld: "graceNotOver",
    notice: { kind: "finalWarning" },
  });
  expect(decision.notice?.id).toBe(`final-${addDays(today, -1)}`);
});

it("keeps the day that the warning after an exemption named, though somebody tidies up the expired tag", () => {
  const history = told({ "day-70": 130, final: 110, [`final-${addDays(today, -5)}`]: 4 });

  const decision = evaluateKey(keyFacts({ age: 200, history }));

  expect(decision).toMatchObject({
    verdict: "withheld",
    withheld: "graceNotOver",
    next: { on: addDays(today, 6), what: "deactivate" },
  });
  expect(decision.notice).toBeUndefined();
});

it.each([
  "please",
  "2027-13-01 sam@example.com roles",
  "2027-01-31 sam roles",
  "2027-01-31 sam@example.com",
  "",
])("an exemption that cannot be read (%j) never leads to a deactivation", (exempt) => {
  const decision = evaluateKey(keyFacts({ age: 95, exempt, history: toldInTime(95) }));

  expect(decision).toMatchObject({ verdict: "withheld", withheld: "exemptionUnreadable" });
});

it("leaves a key on that an operator switched on again, until that day is over", () => {
  const history = { ...toldInTime(95), restore: restoredUntil(today) };

  expect(evaluateKey(keyFacts({ age: 95, history }))).toMatchObject({
    verdict: "withheld",
    withheld: "restored",
  });
  expect(
    evaluateKey(keyFacts({ age: 95, history: { ...history, restore: restoredUntil(addDays(today, -1)) } }))
      .verdict,
  ).toBe("deactivate");
});

it("tells a new owner of the stage though the one before was told", () => {
  const decision = evaluateKey(keyFacts({ age: 82, email: "new@example.com", history: toldInTime(82) }));

  expect(decision).toMatchObject({ verdict: "notify", notice: { id: "day-80", to: ["new@example.com"] } });
});

it("switches a key off again that its owner switched on, and says so anew", () => {
  const deactivation = { state: "done", on: addDays(today, -5), run: "r", count: 1 } as const;
  const history = {
    notices: [...toldInTime(95).notices, ...told({ "deactivated-1": 5 }).notices],
    deactivation,
  };

  expect(evaluateKey(keyFacts({ age: 95, history }))).toMatchObject({
    verdict: "deactivate",
    notice: { id: "deactivated-2" },
  });
});

it("follows the stages of the settings, not numbers of its own", () => {
  const stages = [
    { day: 30, actions: { employee: "notify" } },
    { day: 45, actions: { employee: "deactivate" } },
  ] as const;

  const decide = (age: number, notices = {}) =>
    evaluateKey(keyFacts({ age, rules: rules({ stages }), history: told(notices) }));

  expect(decide(29).verdict).toBe("inTime");
  expect(decide(30).verdict).toBe("notify");
  expect(decide(45, { "day-30": 15 }).verdict).toBe("deactivate");
});

it.each<{ age: number; history: Record<string, number>; on: number; what: string }>([
  { age: 10, history: {}, on: 60, what: "notify" },
  { age: 75, history: { "day-70": 5 }, on: 5, what: "notify" },
  { age: 85, history: { "day-70": 15, "day-80": 5 }, on: 5, what: "deactivate" },
  { age: 85, history: { "day-80": 1 }, on: 9, what: "deactivate" },
])("says what comes next on day $age: $what in $on days", ({ age, history, on, what }) => {
  expect(evaluateKey(keyFacts({ age, history: told(history) })).next).toEqual({
    on: addDays(today, on),
    what,
  });
});
