import { describe, expect, it } from "vitest";
import { addDays } from "../../../functions/domain/calendar-day.ts";
import type { Override, Policy } from "../../../functions/domain/policy.ts";
import { policyContradictions } from "../../../functions/domain/policy-contradictions.ts";
import { policy } from "./policy-fixture.ts";

/** The contradictions of the delivered policy with changes, one a line. */
function found(changes: Partial<Policy>): string[] {
  return policyContradictions(policy(changes)).map(({ path, message }) => `${path.join(".")}: ${message}`);
}

const ou = { accounts: [], organizationalUnits: ["ou-a"] };

it("the delivered policy has none", () => {
  expect(policyContradictions(policy())).toEqual([]);
});

it("a notice period is shorter than the life of a delivery report", () => {
  expect(found({ minimumNoticeDays: 169 })).toEqual([]);
  expect(found({ minimumNoticeDays: 170 })).toEqual([
    "minimumNoticeDays: expected less than 170 days: then the report about the delivery expires",
  ]);
});

describe("stages", () => {
  const notify = { employee: "notify", machine: "notify" } as const;

  it.each<{ what: string; stages: Policy["stages"]; problems: string[] }>([
    {
      what: "are on the same day",
      stages: [
        { day: 70, actions: notify },
        { day: 70, actions: notify },
      ],
      problems: ["stages.1.day: expected a day after 70"],
    },
    {
      what: "name an unknown user type",
      stages: [{ day: 70, actions: { ...notify, robot: "notify" } }],
      problems: ["stages.0.actions.robot: expected one of the user types employee, machine"],
    },
    {
      what: "deactivate without a notice before",
      stages: [
        { day: 70, actions: { machine: "notify" } },
        { day: 90, actions: { employee: "deactivate" } },
      ],
      problems: [
        "stages.1.actions.employee: deactivation before the first notice: add an earlier stage that notifies",
      ],
    },
    {
      what: "deactivate when the delivery report of the last notice has expired",
      stages: [
        { day: 30, actions: notify },
        { day: 200, actions: { employee: "deactivate" } },
      ],
      problems: [
        "stages.1.actions.employee: the report about the last notice expires before: add a stage that notifies less than 170 days earlier",
      ],
    },
    {
      what: "deactivate a day earlier than that",
      stages: [
        { day: 30, actions: notify },
        { day: 199, actions: { employee: "deactivate" } },
      ],
      problems: [],
    },
    {
      what: "have an action after the deactivation",
      stages: [
        { day: 70, actions: notify },
        { day: 80, actions: { employee: "deactivate" } },
        { day: 90, actions: notify },
      ],
      problems: ["stages.2.actions.employee: nothing can be due after deactivation: remove this action"],
    },
    {
      what: "have no action for a user type",
      stages: [{ day: 70, actions: { employee: "notify" } }],
      problems: [
        "stages: no stage has an action for the user type machine: add one, or remove it from userTypes",
      ],
    },
  ])("that $what are refused, also in an override", ({ stages, problems }) => {
    expect(found({ stages })).toEqual(problems);
    expect(
      found({
        overrides: [
          { ...ou, mode: "report" },
          { ...ou, stages },
        ],
      }),
    ).toEqual(problems.map((problem) => `overrides.1.${problem}`));
  });
});

it.each<{ what: string; override: Override; problems: string[] }>([
  {
    what: "names nothing",
    override: { accounts: [], organizationalUnits: [], mode: "report" },
    problems: ["overrides.0: expected at least one account or organizational unit"],
  },
  {
    what: "changes nothing",
    override: ou,
    problems: ["overrides.0: expected mode, stages or contacts to override"],
  },
  {
    what: "changes the mode of an account",
    override: { accounts: ["1"], organizationalUnits: [], mode: "report" },
    problems: [],
  },
  { what: "changes contacts", override: { ...ou, contacts: { help: "the service desk" } }, problems: [] },
  {
    what: "names excluded accounts and OUs",
    override: { accounts: ["1", "2"], organizationalUnits: ["ou-a", "ou-x"], mode: "report" },
    problems: [
      "overrides.0.organizationalUnits: ou-x is excluded, so nothing can override it",
      "overrides.0.accounts: 2 is excluded, so nothing can override it",
    ],
  },
])("an override that $what: $problems", ({ override, problems }) => {
  const exclude = { accounts: ["2"], organizationalUnits: ["ou-x"] };
  expect(found({ overrides: [override], exclude })).toEqual(problems);
});

it("a tag value belongs to one user type, in whatever case it is written", () => {
  const userTypes = {
    employee: { tagValues: ["staff", "Staff"] },
    machine: { tagValues: ["robot", "STAFF"] },
  };
  expect(found({ userTypes })).toEqual([
    'userTypes.machine.tagValues: "STAFF" is already a tag value of employee',
  ]);
});

it("the three tag keys differ in more than case", () => {
  const tagNames = { email: "owner", userType: "Owner", exempt: "CurfewExempt" };
  expect(found({ tagNames })).toEqual([
    "tagNames: expected three different tag keys (IAM ignores their case)",
  ]);
});

describe("a change window", () => {
  const closedFor = (days: number, from: string, weekdays: Policy["changeWindow"]["weekdays"] = []) =>
    found({ changeWindow: { weekdays, closed: [{ from, to: addDays(from, days - 1) }] } });
  const tooLong = (from: string) => [
    `changeWindow.closed.0: the change window stays closed for more than 400 days from ${from} on`,
  ];

  it("may be closed for 400 days and no longer", () => {
    expect(closedFor(400, "2026-11-23")).toEqual([]);
    expect(closedFor(401, "2026-11-23")).toEqual(tooLong("2026-11-23"));
  });

  it("that is open on Sundays also counts the closed weekdays after and before the closed dates", () => {
    expect(closedFor(398, "2026-11-23", ["sunday"])).toEqual([]);
    expect(closedFor(399, "2026-11-23", ["sunday"])).toEqual(tooLong("2026-11-23"));
    expect(closedFor(393, "2026-11-28", ["sunday"])).toEqual([]);
    expect(closedFor(394, "2026-11-28", ["sunday"])).toEqual(tooLong("2026-11-28"));
  });
});
