import { expect, it } from "vitest";
import { evaluateKey } from "../../../../functions/domain/evaluate-key.ts";
import { emptyHistory } from "../../../../functions/domain/key-history.ts";
import { typeOf } from "../../../../infra/cli/replay/possible-steps.ts";
import { possibleUsers } from "../../../../infra/cli/replay/possible-users.ts";
import { type KeyWishes, keyFacts, today, told } from "../../../functions/domain/key-fixture.ts";
import { rules } from "../../../functions/domain/policy-fixture.ts";

/** What the decision about such a key tells of its user. */
function usersOf(wishes: KeyWishes, as = rules()) {
  const facts = keyFacts(wishes);
  const run = { id: "daily", day: today };
  return possibleUsers({ decision: evaluateKey(facts), run, history: facts.history, rules: as });
}

const typesOf = (wishes: KeyWishes) => usersOf(wishes).map(typeOf);

it("knows nothing of a user whose tags no rule has asked for", () => {
  expect(typesOf({ age: 30 })).toEqual(["employee", "machine", "unknown type", "unknown type"]);
});

it("tells an employee from everybody whose key stays on, by what comes next", () => {
  const history = told({ "day-70": 10 });

  expect(typesOf({ age: 80, history })).toEqual(["employee"]);
  expect(typesOf({ age: 80, userType: "machine" })).toEqual(["machine", "unknown type", "unknown type"]);
});

it("tells a missing user type from one that nobody knows, where the key is left on for it", () => {
  const missing = usersOf({ age: 95, userType: undefined });
  const unknown = usersOf({ age: 95, userType: "contractor" });

  expect(missing).toMatchObject([{ userType: undefined, hasTypeTag: false }]);
  expect(unknown).toMatchObject([{ userType: undefined, hasTypeTag: true }]);
});

it("reads an active exemption out of the reason", () => {
  const exempt = "2027-01-31 sam@example.com moving to roles";

  expect(usersOf({ age: 95, exempt })).toMatchObject([{ userType: "employee", exemptTag: exempt }]);
});

it("sees that an exemption has ended where the rules have forgotten what was said before", () => {
  const history = told({ "day-70": 30, "day-80": 20 });
  const wishes = { age: 100, exempt: "2026-11-20 sam@example.com moving to roles", history };

  expect(usersOf(wishes)).toMatchObject([
    { userType: "employee", exemptTag: expect.stringMatching(/^2026-11-20 /) },
  ]);
});

it("sees it before that too, by a day of deactivation that has moved", () => {
  const history = told({ "day-70": 15, "day-80": 5 });
  const wishes = { age: 85, exempt: "2026-11-20 sam@example.com moving to roles", history };

  const users = usersOf(wishes);
  expect(users).toMatchObject([{ userType: "employee", exemptTag: expect.stringMatching(/^2026-11-18 /) }]);
});

it("knows whom the last notice went to, with those whom it is due to now", () => {
  const email = "jane@example.com joe@example.com";
  const [user] = usersOf({ age: 72, email, history: told({ "day-70": 2 }) });

  expect(user).toMatchObject({ recipients: ["jane@example.com", "joe@example.com"] });
});

it("finds no user at all by settings that are not those of the run", () => {
  const [first, ...others] = rules().stages;
  if (first === undefined) throw new Error("the article has stages");
  const earlier = rules({ stages: [{ ...first, day: 50 }, ...others] });

  expect(usersOf({ age: 60 }, earlier)).toEqual([]);
});

it("leaves aside what the run itself has written since", () => {
  const before = keyFacts({ age: 80, history: told({ "day-70": 10 }) });
  const decision = evaluateKey(before);
  const since = [{ id: "day-80", to: "jane@example.com", on: today, run: "daily" }];
  const history = { ...before.history, notices: [...before.history.notices, ...since] };

  const users = possibleUsers({ decision, run: { id: "daily", day: today }, history, rules: rules() });

  expect(decision.verdict).toBe("notify");
  expect(users.map(typeOf)).toEqual(["employee"]);
});

it("leaves aside a second deactivation of the same key by the run itself", () => {
  const earlier = { state: "done" as const, on: "2026-09-01", run: "before", count: 1 };
  const history = { ...told({ "day-70": 20, "day-80": 10 }), deactivation: earlier };
  const decision = evaluateKey(keyFacts({ age: 90, history }));
  const since = { ...history, deactivation: { ...earlier, on: today, run: "daily", count: 2 } };

  const users = possibleUsers({ decision, run: { id: "daily", day: today }, history: since, rules: rules() });

  expect(decision.notice?.id).toBe("deactivated-2");
  expect(users.map(typeOf)).toEqual(["employee"]);
});

it("takes tags that could not be read for what they are", () => {
  const { key } = keyFacts({ age: 95 });
  const decision = evaluateKey({
    key,
    user: "unreadable",
    history: emptyHistory,
    rules: rules(),
    today,
  });

  expect(
    possibleUsers({ decision, run: { id: "daily", day: today }, history: emptyHistory, rules: rules() }),
  ).toEqual([{ tags: "unreadable" }]);
});
