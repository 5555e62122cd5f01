import { expect, it } from "vitest";
import type { Decision, Reason } from "../../functions/domain/decision.ts";
import type { RecordedFacts } from "../../functions/domain/recorded-facts.ts";
import { parse } from "../../functions/runtime/parse.ts";
import { decisionSchema, reasonSchema, recordedFactsSchema } from "../../statemachine/decision.ts";

/** A value without any field missing, at any depth. */
type EveryField<Value> = Value extends readonly (infer Item)[]
  ? readonly EveryField<Item>[]
  : Value extends object
    ? { readonly [Name in keyof Value]-?: EveryField<Exclude<Value[Name], undefined>> }
    : Value;

const on = "2026-11-20";
const run = "daily-1";
const lastUsed = { state: "used", on, service: "s3", region: "eu-central-1" } as const;

const facts: EveryField<RecordedFacts> = {
  accessKeyId: "AKIAEXAMPLE1234WXYZ",
  userName: "jane",
  status: "Active",
  createdOn: on,
  keyFrom: "listing",
  tags: { email: "jane@example.com", userType: "employee", exempt: "2026-12-31 sam@example.com roles" },
  tagsReadOn: on,
  userType: "employee",
  lastUsed,
  otherKey: { accessKeyId: "AKIAEXAMPLE1234ABCD", status: "Active", createdOn: on, lastUsed },
  hasPassword: true,
  history: {
    key: { userName: "jane", createdOn: on },
    round: 2,
    claims: 3,
    restarts: 1,
    revocations: [{ round: 2, by: "deactivation", on, run }],
    notices: [
      {
        id: { type: "finalWarning", round: 1, number: 1 },
        to: "jane@example.com",
        as: "owner",
        state: "sent",
        on,
        run,
        claimId: "claim-1",
        round: 1,
        userType: "employee",
        names: "2026-11-30",
        noticeDays: 10,
        audience: "current",
        delivery: { state: "bounced", on, cause: "Permanent/General" },
      },
    ],
    deactivation: { state: "done", number: 1, on, run: "daily-2", begunBy: run },
    restore: { state: "done", number: 1, on, until: on, run: "restore-1", reason: "tests", deactivation: 1 },
    waiting: { round: 1, days: 2, last: on },
  },
};

const decision: EveryField<Omit<Decision, "reason" | "rule">> = {
  accessKeyId: "AKIAEXAMPLE1234WXYZ",
  userName: "jane",
  age: 91,
  state: "onHold",
  notice: {
    id: { type: "finalWarning", round: 1, number: 1 },
    kind: "finalWarning",
    to: [{ address: "cloud-team@example.com", as: "fallback", because: [{ code: "noEmailTag" }] }],
    names: "2026-11-30",
    noticeDays: 10,
    withdraws: on,
    audience: "current",
  },
  revoke: "deactivation",
  withdrawIntention: true,
  overdueSince: on,
};

it("a result with every fact that a worker can record is read", () => {
  expect(parse(recordedFactsSchema, facts, "facts")).toEqual(facts);
});

it("a result with every part of a decision is read", () => {
  const whole: Decision = {
    ...decision,
    reason: { code: "notWarned", revokedBy: "deactivation" },
    rule: {
      may: false,
      conditions: [
        { name: "day", holds: true, notBefore: on },
        { name: "delivered", holds: true, since: on },
        { name: "standing", holds: false },
        { name: "fresh", holds: true, age: 3 },
      ],
    },
  };
  expect(parse(decisionSchema, whole, "decision")).toEqual(whole);
});

it.each<EveryField<Extract<Reason, { readonly code: "unknownUserType" | "notWarned" }>>>([
  { code: "unknownUserType", found: "robot" },
  { code: "notWarned", revokedBy: "restore" },
])("a result with every detail of a reason is read: $code", (reason) => {
  expect(parse(reasonSchema, reason, "reason")).toEqual(reason);
});
