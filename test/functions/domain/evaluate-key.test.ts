import { describe, expect, it } from "vitest";
import { addDays } from "../../../functions/domain/calendar-day.ts";
import { evaluateKey } from "../../../functions/domain/evaluate-key.ts";
import { type KeyHistory, revoked } from "../../../functions/domain/key-history.ts";
import { historyOf, janesTags, keyFacts, notice, restoredUntil, today } from "./key-fixture.ts";
import { rules } from "./policy-fixture.ts";

const warned = (age: number) =>
  historyOf([notice({ sentDaysAgo: age - 80, namesInDays: 90 - age, noticeDays: 10 })]);

describe("an employee's key without any notice so far", () => {
  it.each([
    { age: 0, state: "compliant", id: undefined },
    { age: 69, state: "compliant", id: undefined },
    { age: 70, state: "notify", id: { type: "stage", day: 70, outlook: "deactivation" } },
    { age: 79, state: "notify", id: { type: "stage", day: 70, outlook: "deactivation" } },
    { age: 80, state: "notify", id: { type: "stage", day: 80, outlook: "deactivation" } },
    { age: 89, state: "notify", id: { type: "stage", day: 80, outlook: "deactivation" } },
    { age: 90, state: "onHold", id: { type: "finalWarning", round: 0, number: 1 } },
    { age: 400, state: "onHold", id: { type: "finalWarning", round: 0, number: 1 } },
  ])("on day $age is $state", ({ age, state, id }) => {
    const decision = evaluateKey(keyFacts({ age }));

    expect(decision).toMatchObject({ state, age });
    expect(decision.notice?.id).toEqual(id);
  });

  it.each([
    { age: 70, names: 20 },
    { age: 79, names: 11 },
    { age: 80, names: 10 },
    { age: 85, names: 10 },
    { age: 95, names: 10 },
  ])("on day $age gets a notice that names the day $names days later", ({ age, names }) => {
    expect(evaluateKey(keyFacts({ age })).notice?.names).toBe(addDays(today, names));
  });
});

it("a key younger than the first stage is compliant, whatever its user's tags say", () => {
  expect(evaluateKey(keyFacts({ age: 69, tags: "notRead" }))).toMatchObject({
    state: "compliant",
    reason: { code: "noStageDue" },
  });
});

it("a key of a user type without a stage so far is compliant", () => {
  const stages = [
    { day: 70, actions: { employee: "notify" } },
    { day: 90, actions: { employee: "deactivate", machine: "notify" } },
  ] as const;
  const tags = { ...janesTags, userType: "machine" };
  const machine = keyFacts({ age: 89, tags, rules: rules({ stages }) });
  expect(evaluateKey(machine)).toMatchObject({ state: "compliant", reason: { code: "noStageDue" } });
});

it("the notice of a stage goes to the current recipients and is the reason of the decision", () => {
  expect(evaluateKey(keyFacts({ age: 85 }))).toMatchObject({
    reason: { code: "stageDue", day: 80 },
    notice: { audience: "current", noticeDays: 10 },
  });
});

it.each([
  { age: 89, state: "notified" },
  { age: 90, state: "deactivate" },
  { age: 104, state: "deactivate" },
  { age: 105, state: "onHold" },
])("a key whose owner was warned on day 80 is $state on day $age", ({ age, state }) => {
  expect(evaluateKey(keyFacts({ age, history: warned(age) })).state).toBe(state);
});

it("the decision about a due key has the answer of the rule and the day since when it is due", () => {
  expect(evaluateKey(keyFacts({ age: 93, history: warned(93) }))).toMatchObject({
    state: "deactivate",
    reason: { code: "deactivationDue", named: addDays(today, -3) },
    rule: { may: true },
    overdueSince: addDays(today, -3),
  });
});

it.each([70, 80, 90, 119, 120, 149, 150])(
  "a machine's key of %i days is never deactivated, its owner is notified",
  (age) => {
    const day = age < 90 ? age : 90 + Math.floor((age - 90) / 30) * 30;
    expect(evaluateKey(keyFacts({ age, tags: { ...janesTags, userType: "machine" } }))).toMatchObject({
      state: "notify",
      notice: { id: { type: "stage", day, outlook: "staysActive" }, kind: "staysActive" },
    });
  },
);

it("a mail that the key stays active revokes and withdraws nothing if nothing was sent before", () => {
  const decision = evaluateKey(keyFacts({ age: 85, tags: { ...janesTags, userType: "machine" } }));
  expect(decision.revoke).toBeUndefined();
  expect(decision.notice?.withdraws).toBeUndefined();
});

it("does not remind a machine's owner again between two reminders", () => {
  const history = historyOf([
    notice({
      id: { type: "stage", day: 90, outlook: "staysActive" },
      sentDaysAgo: 29,
      namesInDays: undefined,
    }),
  ]);
  const decision = evaluateKey(keyFacts({ age: 119, tags: { ...janesTags, userType: "machine" }, history }));

  expect(decision).toMatchObject({ state: "notified", reason: { code: "stageNotified", day: 90 } });
});

it("a mail that the key stays active revokes earlier notices and withdraws the day that they named", () => {
  const decision = evaluateKey(
    keyFacts({ age: 85, tags: { ...janesTags, userType: "machine" }, history: warned(85) }),
  );

  expect(decision).toMatchObject({
    revoke: "staysActiveNotice",
    notice: { kind: "staysActive", withdraws: addDays(today, 5) },
  });
  expect(decision.notice?.names).toBeUndefined();
});

describe("a mail that the key stays active, after a run recorded the revocation and was interrupted before it,", () => {
  const machine = { ...janesTags, userType: "machine" };
  const revokedBefore = revoked(warned(85), "staysActiveNotice", addDays(today, -1), "daily-1");

  it("withdraws the day that the revoked notices named", () => {
    const decision = evaluateKey(keyFacts({ age: 86, tags: machine, history: revokedBefore }));

    expect(decision.revoke).toBeUndefined();
    expect(decision.notice).toMatchObject({ kind: "staysActive", withdraws: addDays(today, 5) });
  });

  it.each([
    {
      what: "it was sent",
      history: {
        ...revokedBefore,
        notices: [
          ...revokedBefore.notices,
          notice({
            id: { type: "stage", day: 80, outlook: "staysActive" },
            round: 1,
            namesInDays: undefined,
          }),
        ],
      },
    },
    {
      what: "an exemption revoked the notices",
      history: revoked(warned(85), "exemptionBegun", addDays(today, -1), "daily-1"),
    },
  ])("withdraws no day later if $what", ({ history }) => {
    const decision = evaluateKey(keyFacts({ age: 95, tags: machine, history }));

    expect(decision.notice).toMatchObject({ kind: "staysActive" });
    expect(decision.notice?.withdraws).toBeUndefined();
  });
});

it.each(["employee", "Employee", "EMPLOYEE", " employee "])(
  "takes the user type %j as employee",
  (userType) => {
    const tags = { ...janesTags, userType };
    expect(evaluateKey(keyFacts({ age: 90, tags, history: warned(90) })).state).toBe("deactivate");
  },
);

it.each([
  { userType: undefined, age: 89, state: "notify" },
  { userType: undefined, age: 90, state: "onHold" },
  { userType: "contractor", age: 95, state: "onHold" },
  { userType: "", age: 95, state: "onHold" },
  { userType: "employees", age: 95, state: "onHold" },
])(
  "a key of day $age whose user type is $userType is $state, and its owner is notified",
  ({ userType, age, state }) => {
    const decision = evaluateKey(keyFacts({ age, tags: { ...janesTags, userType }, history: warned(age) }));

    expect(decision).toMatchObject({ state, reason: { code: "unknownUserType", found: userType } });
    expect(decision.notice?.kind).toBe("staysActive");
  },
);

it.each(["unreadable", "notRead"] as const)(
  "a key whose tags are %s is on hold and no mail is sent",
  (tags) => {
    const decision = evaluateKey(keyFacts({ age: 95, tags, history: warned(95) }));

    expect(decision).toMatchObject({ state: "onHold", reason: { code: "tagsUnreadable" } });
    expect(decision.notice).toBeUndefined();
    expect(decision.revoke).toBeUndefined();
  },
);

describe("an exemption", () => {
  const exempt = `${addDays(today, 3)} sam@example.com moving to roles`;

  it("keeps the key active, sends no mail and revokes earlier notices", () => {
    const decision = evaluateKey(keyFacts({ age: 95, tags: { ...janesTags, exempt }, history: warned(95) }));

    expect(decision).toMatchObject({
      state: "exempt",
      reason: { code: "exempt", until: addDays(today, 3), owner: "sam@example.com" },
      revoke: "exemptionBegun",
    });
    expect(decision.notice).toBeUndefined();
  });

  it("revokes nothing if nothing was sent", () => {
    expect(evaluateKey(keyFacts({ age: 95, tags: { ...janesTags, exempt } })).revoke).toBeUndefined();
  });

  it.each([
    { endedDaysAgo: 16, revoke: undefined },
    { endedDaysAgo: 15, revoke: "exemptionEnded" },
    { endedDaysAgo: 1, revoke: "exemptionEnded" },
  ])(
    "that ended $endedDaysAgo days ago: a notice of 15 days ago is revoked by $revoke",
    ({ endedDaysAgo, revoke }) => {
      const tags = { ...janesTags, exempt: `${addDays(today, -endedDaysAgo)} sam@example.com roles` };
      expect(evaluateKey(keyFacts({ age: 95, tags, history: warned(95) })).revoke).toBe(revoke);
    },
  );

  it("that ended after a notice leads to a new warning in the same run, not to the deactivation", () => {
    const tags = { ...janesTags, exempt: `${addDays(today, -1)} sam@example.com roles` };
    expect(evaluateKey(keyFacts({ age: 95, tags, history: warned(95) }))).toMatchObject({
      state: "onHold",
      reason: { code: "notWarned", revokedBy: "exemptionEnded" },
      notice: { id: { type: "finalWarning", round: 1, number: 1 }, names: addDays(today, 10) },
    });
  });

  it("that ended between two notices revokes both", () => {
    const tags = { ...janesTags, exempt: `${addDays(today, -12)} sam@example.com roles` };
    const id = { type: "finalWarning", round: 0, number: 1 } as const;
    const history = historyOf([
      notice({ id, sentDaysAgo: 10 }),
      notice({ sentDaysAgo: 15, namesInDays: -5 }),
    ]);
    expect(evaluateKey(keyFacts({ age: 95, tags, history })).revoke).toBe("exemptionEnded");
  });

  it("that cannot be read revokes earlier notices, withdraws the day that they named and names none", () => {
    const tags = { ...janesTags, exempt: "please" };
    const decision = evaluateKey(keyFacts({ age: 85, tags, history: warned(85) }));
    expect(decision.revoke).toBe("exemptionUnreadable");
    expect(decision.notice?.withdraws).toBe(addDays(today, 5));
    expect(decision.notice?.names).toBeUndefined();
  });

  it("that cannot be read does not put a machine's key on hold, because no stage deactivates it", () => {
    const tags = { ...janesTags, userType: "machine", exempt: "please" };
    expect(evaluateKey(keyFacts({ age: 95, tags })).state).toBe("notify");
  });

  it.each([
    { userType: "employee", age: 89, since: undefined },
    { userType: "employee", age: 90, since: today },
    { userType: "employee", age: 95, since: addDays(today, -5) },
    { userType: "machine", age: 95, since: undefined },
  ])(
    "that cannot be read lists a key of day $age of type $userType as overdue only if it is due",
    ({ userType, age, since }) => {
      const tags = { ...janesTags, userType, exempt: "please" };
      expect(evaluateKey(keyFacts({ age, tags })).overdueSince).toBe(since);
    },
  );

  it.each([
    { age: 89, state: "notify" },
    { age: 90, state: "onHold" },
    { age: 95, state: "onHold" },
  ])("that cannot be read leaves a key of day $age $state with a reminder to the owner", ({ age, state }) => {
    const decision = evaluateKey(keyFacts({ age, tags: { ...janesTags, exempt: "please" } }));

    expect(decision).toMatchObject({
      state,
      reason: { code: "exemptionUnreadable", found: "please" },
      notice: { kind: "exemptionUnreadable", id: { type: "exemptionUnreadable", day: 70 } },
    });
  });
});

describe("a restore", () => {
  it.each([
    { until: 0, state: "onHold" },
    { until: -1, state: "deactivate" },
  ])("until $until days from today leaves a due key $state", ({ until, state }) => {
    const history = { ...warned(95), restore: restoredUntil(addDays(today, until)) };
    expect(evaluateKey(keyFacts({ age: 95, history })).state).toBe(state);
  });

  it("is the reason for the hold until its end, with the words of the operator", () => {
    const restore = restoredUntil(today);
    expect(evaluateKey(keyFacts({ age: 95, history: { ...warned(95), restore } }))).toMatchObject({
      reason: { code: "restored", until: today, reason: "the new key does not work" },
      overdueSince: addDays(today, -5),
    });
  });

  it.each([
    { what: "its own end", delivered: true, namesInDays: 3, activeForDays: 2 },
    { what: "the later day that its mail named", delivered: true, namesInDays: 8, activeForDays: 7 },
    { what: "the day that the mail of today names", delivered: false, namesInDays: 8, activeForDays: 9 },
  ])("leaves the key active until the day before $what", ({ delivered, namesInDays, activeForDays }) => {
    const id = { type: "restored", number: 1 } as const;
    const on = addDays(today, -2);
    const delivery = delivered
      ? ({ state: "delivered", on } as const)
      : ({ state: "bounced", on, cause: "Permanent/General" } as const);
    const history = historyOf([notice({ id, delivery, sentDaysAgo: 2, namesInDays })], {
      restore: restoredUntil(addDays(today, 2)),
    });
    expect(evaluateKey(keyFacts({ age: 95, history })).reason).toMatchObject({
      until: addDays(today, 2),
      activeUntil: addDays(today, activeForDays),
    });
  });

  it("whose mail bounced brings the fallback contact a notice that names a day after its end", () => {
    const id = { type: "restored", number: 1 } as const;
    const delivery = { state: "bounced", on: today, cause: "Permanent/General" } as const;
    const history = historyOf([notice({ id, delivery, sentDaysAgo: 1, namesInDays: 15 })], {
      restore: restoredUntil(addDays(today, 14)),
    });
    expect(evaluateKey(keyFacts({ age: 95, history }))).toMatchObject({
      state: "onHold",
      reason: { code: "restored" },
      notice: { id, kind: "restored", names: addDays(today, 15), to: [{ as: "fallback" }] },
    });
  });
});

it("a deactivation that was finished is not withdrawn when the key is active again", () => {
  const deactivation = { state: "done", number: 1, on: addDays(today, -1), run: "run" } as const;
  const history = { ...warned(91), deactivation };
  expect(evaluateKey(keyFacts({ age: 91, history })).withdrawIntention).toBeUndefined();
});

it.each([
  { daysAgo: 0, state: "deactivate", revoke: undefined, what: "and the key is due" },
  { daysAgo: 1, state: "onHold", revoke: "deactivation", what: "and counts as a deactivation" },
])("an intention of $daysAgo days ago to deactivate an active key is withdrawn, $what", (expected) => {
  const { daysAgo, state, revoke } = expected;
  const deactivation = { state: "intended", number: 1, on: addDays(today, -daysAgo), run: "run" } as const;
  const decision = evaluateKey(keyFacts({ age: 91, history: { ...warned(91), deactivation } }));

  expect(decision).toMatchObject({ state, withdrawIntention: true });
  expect(decision.revoke).toBe(revoke);
  expect(decision.notice?.id.type).toBe(revoke && "finalWarning");
});

it("an intention of an earlier day revokes warnings also if the tags cannot be read", () => {
  const deactivation = { state: "intended", number: 1, on: addDays(today, -1), run: "run" } as const;
  const history = { ...warned(91), deactivation };

  expect(evaluateKey(keyFacts({ age: 91, tags: "unreadable", history })).revoke).toBe("deactivation");
});

describe("a key that is not active", () => {
  const deactivation = { state: "done", number: 1, on: addDays(today, -1), run: "run" } as const;

  it.each(["Inactive", "Expired", "active", ""])("of status %j is not touched", (status) => {
    expect(evaluateKey(keyFacts({ age: 95, status, history: warned(95) }))).toMatchObject({
      state: "inactive",
      reason: { code: "inactive", status },
    });
  });

  it("whose deactivation was recorded but not mailed gets the mail", () => {
    const decision = evaluateKey(
      keyFacts({ age: 91, status: "Inactive", history: historyOf([], { deactivation }) }),
    );

    expect(decision).toMatchObject({
      state: "inactive",
      reason: { code: "deactivationToFinish", on: deactivation.on },
      notice: {
        kind: "deactivated",
        audience: "current",
        to: [{ address: "jane@example.com", as: "owner" }],
      },
    });
  });

  it("whose status is not Inactive gets no mail about a deactivation, and an intention is withdrawn", () => {
    const expired = (own: KeyHistory) => evaluateKey(keyFacts({ age: 91, status: "Expired", history: own }));
    const intended = { ...deactivation, state: "intended" } as const;

    expect(expired(historyOf([], { deactivation })).notice).toBeUndefined();
    expect(expired(historyOf([], { deactivation: intended }))).toMatchObject({
      reason: { code: "inactive", status: "Expired" },
      withdrawIntention: true,
    });
  });

  it.each(["unreadable", "notRead"] as const)("whose user's tags are %s gets no mail", (tags) => {
    const history = historyOf([], { deactivation });
    expect(evaluateKey(keyFacts({ age: 91, status: "Inactive", tags, history })).notice).toBeUndefined();
  });

  it("whose deactivation is not recorded as done is recorded also if the tags cannot be read", () => {
    const intended = { ...deactivation, state: "intended" } as const;
    const history = historyOf([], { deactivation: intended });
    const decision = evaluateKey(keyFacts({ age: 91, status: "Inactive", tags: "unreadable", history }));

    expect(decision.reason).toEqual({ code: "deactivationToFinish", on: intended.on });
    expect(decision.notice).toBeUndefined();
  });

  it("whose deactivation was mailed but not recorded as done is recorded, without a second mail", () => {
    const sent = notice({ id: { type: "deactivated", number: 1 }, namesInDays: undefined, sentDaysAgo: 1 });
    const intended = { ...deactivation, state: "intended" } as const;
    const decision = evaluateKey(
      keyFacts({ age: 91, status: "Inactive", history: historyOf([sent], { deactivation: intended }) }),
    );

    expect(decision.reason).toEqual({ code: "deactivationToFinish", on: intended.on });
    expect(decision.notice).toBeUndefined();
  });

  it("whose deactivation was mailed needs nothing more", () => {
    const sent = notice({ id: { type: "deactivated", number: 1 }, namesInDays: undefined, sentDaysAgo: 1 });
    const decision = evaluateKey(
      keyFacts({ age: 91, status: "Inactive", history: historyOf([sent], { deactivation }) }),
    );

    expect(decision.reason).toEqual({ code: "inactive", status: "Inactive" });
  });

  it("whose mail bounced gets a mail to the fallback contact, even if no run took place for weeks", () => {
    const sent = notice({ id: { type: "deactivated", number: 1 }, namesInDays: undefined, sentDaysAgo: 20 });
    const delivery = { state: "bounced", on: addDays(today, -20), cause: "Permanent/General" } as const;
    const earlier = { ...deactivation, on: addDays(today, -20) };
    const decision = evaluateKey(
      keyFacts({
        age: 110,
        status: "Inactive",
        history: historyOf([{ ...sent, delivery }], { deactivation: earlier }),
      }),
    );

    expect(decision.notice).toMatchObject({ kind: "deactivated", to: [{ as: "fallback" }] });
  });

  it.each([
    { daysAgo: 1, code: "deactivationToFinish", withdrawn: undefined },
    { daysAgo: 2, code: "inactive", withdrawn: true },
  ])("with an intention of $daysAgo days ago: $code", ({ daysAgo, code, withdrawn }) => {
    const intended = { state: "intended", number: 1, on: addDays(today, -daysAgo), run: "run" } as const;
    const decision = evaluateKey(
      keyFacts({ age: 91, status: "Inactive", history: historyOf([], { deactivation: intended }) }),
    );

    expect(decision.reason.code).toBe(code);
    expect(decision.withdrawIntention).toBe(withdrawn);
  });

  it("that was restored and then deactivated by somebody else is not reported as deactivated by Curfew", () => {
    const history = historyOf([], { deactivation, restore: restoredUntil(addDays(today, 5)) });
    expect(evaluateKey(keyFacts({ age: 91, status: "Inactive", history })).notice).toBeUndefined();
  });
});

it("spreads the days of keys that were overdue before the first warning", () => {
  const days = new Set(
    Array.from({ length: 200 }, (_, index) => {
      const facts = keyFacts({ age: 200 });
      const key = { ...facts.key, accessKeyId: `AKIA${index}` };
      return evaluateKey({ ...facts, key, spreadOverDays: 20 }).notice?.names;
    }),
  );

  expect(days.size).toBe(20);
  expect([...days].sort()[0]).toBe(addDays(today, 10));
});

it.each([
  { age: 104, spread: false },
  { age: 105, spread: true },
])("a key of day $age, overdue for its age minus 90 days, is spread: $spread", ({ age, spread }) => {
  const days = new Set(
    Array.from({ length: 50 }, (_, index) => {
      const facts = keyFacts({ age, rules: rules() });
      const key = { ...facts.key, accessKeyId: `AKIA${index}` };
      return evaluateKey({ ...facts, key, spreadOverDays: 20 }).notice?.names;
    }),
  );

  expect(days.size > 1).toBe(spread);
});
