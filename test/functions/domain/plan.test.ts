import { expect, it } from "vitest";
import {
  afterReservation,
  type DueKey,
  keysToDeactivate,
  type PlanFacts,
  planDeactivations,
  waitingKeys,
} from "../../../functions/domain/plan.ts";
import { today } from "./key-fixture.ts";

/** Due keys of an account, with these named days. */
function dueIn(accountId: string, ...named: string[]): PlanFacts["due"][number] {
  const keys = named.map(
    (day, index): DueKey => ({
      accountId,
      accessKeyId: `${accountId}-${index}`,
      userName: "jane",
      createdOn: "2026-08-01",
      named: day,
    }),
  );
  return { account: { id: accountId, name: accountId, path: [], state: "ACTIVE" }, keys };
}

/** One due key and nothing that stops its deactivation, with changes. */
function facts(wishes: Partial<PlanFacts> = {}): PlanFacts {
  return {
    mode: "enforce",
    day: today,
    utcDay: today,
    due: [dueIn("a", today)],
    unreadable: [],
    accounts: { listed: 100, unreachable: 10 },
    maxUnreachablePercent: 10,
    windowIsOpen: true,
    approvals: [],
    approvalThreshold: 100,
    isOrganizationAwaiting: false,
    failingAccounts: new Set(),
    pace: { perDay: 25, perDayAndAccount: 10 },
    reserved: { total: 0, byAccount: new Map() },
    ...wishes,
  };
}
const fates = (wishes: Partial<PlanFacts>) =>
  planDeactivations(facts(wishes)).keys.map(({ accessKeyId, fate }) => `${accessKeyId} ${fate}`);
const many = (accountId: string, count: number) => dueIn(accountId, ...new Array<string>(count).fill(today));

it("deactivates a due key if nothing stops it", () => {
  const plan = planDeactivations(facts());

  expect([plan.state, plan.hold, plan.keys[0]?.fate]).toEqual(["deactivate", undefined, "deactivate"]);
});

it("takes the keys of failing accounts last, whatever their named days, and only while there is room", () => {
  const wishes = {
    due: [dueIn("failing", "2026-11-01", "2026-11-02"), dueIn("b", "2026-11-20"), dueIn("a", "2026-11-22")],
    failingAccounts: new Set(["failing"]),
    pace: { perDay: 3, perDayAndAccount: 3 },
  };

  expect(fates(wishes)).toEqual([
    "b-0 deactivate",
    "a-0 deactivate",
    "failing-0 deactivate",
    "failing-1 waitsForPace",
  ]);
});

it("has nothing to do without due keys, unless some results cannot be read or the evaluation failed", () => {
  expect(planDeactivations(facts({ due: [] }))).toEqual({ state: "nothingDue", keys: [] });
  expect(planDeactivations(facts({ due: [], unreadable: ["x"] })).state).toBe("onHold");
  expect(planDeactivations(facts({ due: [], evaluationFailure: "States.DataLimitExceeded" })).state).toBe(
    "onHold",
  );
});

const holds: { wishes: Partial<PlanFacts>; hold: object }[] = [
  { wishes: { mode: "report" }, hold: { code: "reportMode" } },
  { wishes: { utcDay: "2026-11-24" }, hold: { code: "dayOver", day: today, utcDay: "2026-11-24" } },
  { wishes: { evaluationFailure: "why" }, hold: { code: "evaluationFailed", error: "why" } },
  { wishes: { unreadable: ["x"] }, hold: { code: "unreadableResults", objects: ["x"] } },
  {
    wishes: { accounts: { listed: 100, unreachable: 11 } },
    hold: { code: "tooManyUnreachable", listed: 100, unreachable: 11, percent: 11 },
  },
  {
    wishes: { pause: { until: today, reason: "freeze" } },
    hold: { code: "paused", until: today, reason: "freeze" },
  },
  { wishes: { windowIsOpen: false }, hold: { code: "windowClosed" } },
  { wishes: { mailProblem: "quota" }, hold: { code: "mailUnusable", problem: "quota" } },
];

it.each(holds)("puts every key on hold: $hold.code", ({ wishes, hold }) => {
  const plan = planDeactivations(facts({ due: [many("a", 3)], ...wishes }));

  expect(plan.state).toBe("onHold");
  expect(plan.hold).toEqual(hold);
  expect(plan.keys.map(({ fate }) => fate)).toEqual(["onHold", "onHold", "onHold"]);
});

it("ignores a pause that has ended", () => {
  expect(planDeactivations(facts({ pause: { until: "2026-11-22", reason: "x" } })).state).toBe("deactivate");
});

it("takes the oldest named days first, over all accounts", () => {
  const due = [dueIn("a", "2026-11-22", "2026-11-20"), dueIn("b", "2026-11-21")];
  const pace = { perDay: 2, perDayAndAccount: 2 };

  expect(fates({ due, pace })).toEqual(["a-1 deactivate", "b-0 deactivate", "a-0 waitsForPace"]);
});

it("does not delay other accounts because one account has many old keys", () => {
  const plan = planDeactivations(facts({ due: [many("a", 60), many("b", 3)] }));
  const count = (accountId: string) =>
    keysToDeactivate(plan).filter((key) => key.accountId === accountId).length;

  expect([count("a"), count("b")]).toEqual([10, 3]);
  expect(plan.keys.filter(({ fate }) => fate === "waitsForAccountPace")).toHaveLength(50);
});

it("counts what other executions of the day have reserved", () => {
  const reserved = { total: 24, byAccount: new Map([["a", 9]]) };

  expect(fates({ due: [many("a", 2)], reserved })).toEqual(["a-0 deactivate", "a-1 waitsForPace"]);
});

it("waits for an approval above the threshold, and not at it", () => {
  expect(planDeactivations(facts({ due: [many("a", 100)] })).state).toBe("deactivate");
  const plan = planDeactivations(facts({ due: [many("a", 101)] }));

  expect(plan.state).toBe("awaitingApproval");
  expect(new Set(plan.keys.map(({ fate }) => fate))).toEqual(new Set(["awaitsApproval"]));
});

it("works off an approved plan at the pace, and names the approval", () => {
  const approvals = [
    {
      runId: "daily-0",
      planDay: "2026-11-22",
      keys: new Set(many("a", 101).keys.map((key) => key.accessKeyId)),
    },
  ];
  const plan = planDeactivations(facts({ due: [many("a", 101)], approvals }));

  expect(keysToDeactivate(plan).map(({ approvedBy }) => approvedBy)).toEqual(new Array(10).fill("daily-0"));
  expect(plan.keys.some(({ fate }) => fate === "awaitsApproval")).toBe(false);
});

it("deactivates only the approved keys while too many others wait for an approval", () => {
  const approvals = [{ runId: "daily-0", planDay: "2026-11-22", keys: new Set(["b-0"]) }];
  const plan = planDeactivations(facts({ due: [many("a", 101), many("b", 1)], approvals }));

  expect(plan.state).toBe("deactivate");
  expect(keysToDeactivate(plan).map(({ accessKeyId }) => accessKeyId)).toEqual(["b-0"]);
});

it("counts only keys without an approval towards the threshold", () => {
  const approvals = [{ runId: "daily-0", planDay: "2026-11-22", keys: new Set(["a-0"]) }];
  const due = [many("a", 2)];

  expect(fates({ due, approvals, approvalThreshold: 1 })).toEqual(["a-0 deactivate", "a-1 deactivate"]);
});

it("awaits no approval if every key is approved and today's pace is used up", () => {
  const approvals = [{ runId: "daily-0", planDay: "2026-11-22", keys: new Set(["a-0"]) }];
  const reserved = { total: 25, byAccount: new Map([["b", 25]]) };
  const plan = planDeactivations(facts({ approvals, reserved, isOrganizationAwaiting: true }));

  expect([plan.state, plan.keys[0]?.fate]).toEqual(["deactivate", "waitsForPace"]);
});

it.each([
  { lastDeactivatedOn: "2026-11-21", state: "deactivate" },
  { lastDeactivatedOn: "2026-11-22", state: "awaitingApproval" },
  { lastDeactivatedOn: "2026-11-23", state: "awaitingApproval" },
])(
  "an approval of the plan of 22 November for a key last deactivated on $lastDeactivatedOn: $state",
  (example) => {
    const [key] = dueIn("a", today).keys;
    if (key === undefined) throw new Error("no key");
    const due = [{ ...dueIn("a"), keys: [{ ...key, lastDeactivatedOn: example.lastDeactivatedOn }] }];
    const approvals = [{ runId: "daily-0", planDay: "2026-11-22", keys: new Set(["a-0"]) }];

    expect(planDeactivations(facts({ due, approvals, approvalThreshold: 0 })).state).toBe(example.state);
  },
);

it("names the approval of a key also on a day on hold, because a simulation begins with that day", () => {
  const approvals = [{ runId: "daily-0", planDay: "2026-11-22", keys: new Set(["a-0"]) }];
  const plan = planDeactivations(facts({ due: [many("a", 2)], approvals, windowIsOpen: false }));

  expect(plan.keys.map(({ fate, approvedBy }) => [fate, approvedBy])).toEqual([
    ["onHold", "daily-0"],
    ["onHold", undefined],
  ]);
});

it("never overrides the change window with an approval", () => {
  const approvals = [{ runId: "daily-0", planDay: "2026-11-22", keys: new Set(["a-0"]) }];

  expect(planDeactivations(facts({ approvals, windowIsOpen: false })).hold).toEqual({ code: "windowClosed" });
});

it("makes keys without a reservation wait for the pace, the latest of each account", () => {
  const plan = planDeactivations(facts({ due: [many("a", 3), many("b", 2)] }));

  const reserved = afterReservation(plan, new Map([["a", 2]]));

  expect(reserved.keys.map(({ accessKeyId, fate }) => `${accessKeyId} ${fate}`)).toEqual([
    "a-0 deactivate",
    "a-1 deactivate",
    "a-2 waitsForPace",
    "b-0 waitsForPace",
    "b-1 waitsForPace",
  ]);
});

it("uses no reservation for keys that wait anyway", () => {
  const approvals = [{ runId: "daily-0", planDay: "2026-11-22", keys: new Set(["a-1"]) }];
  const plan = planDeactivations(facts({ due: [many("a", 2)], approvals, approvalThreshold: 0 }));

  expect(afterReservation(plan, new Map([["a", 1]])).keys.map(({ fate }) => fate)).toEqual([
    "awaitsApproval",
    "deactivate",
  ]);
});

it("a run over a few accounts waits for the same approval as the whole Organization", () => {
  const isOrganizationAwaiting = true;
  expect(fates({ isOrganizationAwaiting })).toEqual(["a-0 awaitsApproval"]);

  const approvals = [{ runId: "run", planDay: today, keys: new Set(["a-0"]) }];
  expect(fates({ isOrganizationAwaiting, approvals })).toEqual(["a-0 deactivate"]);
});

it("counts the day as waiting for keys that wait for a pace or an approval, not for keys that are deactivated", () => {
  const waitingIds = (wishes: Partial<PlanFacts>) =>
    waitingKeys(planDeactivations(facts(wishes))).map(({ accessKeyId }) => accessKeyId);

  expect(waitingIds({ due: [many("a", 2)], pace: { perDay: 1, perDayAndAccount: 1 } })).toEqual(["a-1"]);
  expect(waitingIds({ due: [many("a", 2)], pace: { perDay: 9, perDayAndAccount: 1 } })).toEqual(["a-1"]);
  expect(waitingIds({ due: [many("a", 2)], approvalThreshold: 1 })).toEqual(["a-0", "a-1"]);
});

it.each<{ what: string; wishes: Partial<PlanFacts>; isWait: boolean }>([
  { what: "a pause", wishes: { pause: { until: today, reason: "freeze" } }, isWait: true },
  { what: "a closed change window", wishes: { windowIsOpen: false }, isWait: true },
  { what: "report mode", wishes: { mode: "report" }, isWait: false },
  { what: "mail that SES would not accept", wishes: { mailProblem: "the quota is used up" }, isWait: false },
  { what: "results that cannot be read", wishes: { unreadable: ["x"] }, isWait: false },
  { what: "too many unreachable accounts", wishes: { maxUnreachablePercent: 1 }, isWait: false },
  { what: "an evaluation that failed", wishes: { evaluationFailure: "States.Timeout" }, isWait: false },
  { what: "a day that is over", wishes: { utcDay: "2026-11-24" }, isWait: false },
])("a plan on hold because of $what counts the day as waiting: $isWait", ({ wishes, isWait }) => {
  const plan = planDeactivations(facts(wishes));

  expect(plan.state).toBe("onHold");
  expect(waitingKeys(plan)).toHaveLength(isWait ? 1 : 0);
});
