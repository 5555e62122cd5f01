import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";
import { parse as parseYaml } from "yaml";
import { InvalidInput } from "../../../functions/runtime/parse.ts";
import { loadSettings, readSettings } from "../../../infra/cdk/settings.ts";
import { policySchema } from "../../../statemachine/policy.ts";
import { policy as deliveredPolicy } from "../../functions/domain/policy-fixture.ts";
import { writtenSettings } from "../../support/deployment-fixture.ts";

const root = fileURLToPath(new URL("../../../", import.meta.url));
const shipped = readFileSync(join(root, "settings.yaml"), "utf8");

/** The problems that the reader reports after a deployer's edit of the shipped file. */
function issuesAfter(from: string | RegExp, to: string): readonly string[] {
  const edited = shipped.replace(from, to);
  if (edited === shipped) throw new Error(`settings.yaml does not contain ${from}`);
  try {
    readSettings(parseYaml(edited), "settings.yaml");
  } catch (error) {
    if (error instanceof InvalidInput) return error.issues;
    throw error;
  }
  return [];
}

it("ships a file that is valid, in report mode, with the article's stages", () => {
  const { policy } = loadSettings(join(root, "settings.yaml"));

  expect(policy.mode).toBe("report");
  expect(policy.stages).toEqual([
    { day: 70, actions: { employee: "notify", machine: "notify" } },
    { day: 80, actions: { employee: "notify", machine: "notify" } },
    { day: 90, actions: { employee: "deactivate", machine: "notify" } },
  ]);
});

it("uses the delivered rules as defaults, in the form that the functions parse", () => {
  const { policy } = readSettings(writtenSettings(), "settings.yaml");

  expect(policy).toEqual(deliveredPolicy({ mode: "report", allowedDomains: [] }));
  expect(policySchema.parse(policy)).toEqual(policy);
});

it.each([
  {
    what: "an unknown time zone",
    from: "Europe/Berlin",
    to: "Europe/Bonn",
    issue: 'schedule.timeZone: expected an IANA time zone like Europe/Berlin, got "Europe/Bonn"',
  },
  { what: "no mode", from: /^mode:.*$/m, to: "", issue: 'mode: expected "report" or "enforce", got nothing' },
  {
    what: "an unknown mode",
    from: /^mode:.*$/m,
    to: "mode: true",
    issue: 'mode: expected "report" or "enforce", got true',
  },
  {
    what: "stages out of order",
    from: "- day: 80",
    to: "- day: 60",
    issue: "stages[1].day: expected a day after 70, got 60",
  },
  {
    what: "an account id as a number",
    from: '"444455556666"',
    to: "444455556666",
    issue: 'hub.accountId: expected 12 digits in quotes, got 444455556666; example: "111122223333"',
  },
  {
    what: "an account id that lost a digit",
    from: '"444455556666"',
    to: '"44445555666"',
    issue: 'hub.accountId: expected 12 digits, got "44445555666"; example: "111122223333"',
  },
  {
    what: "a misspelt field",
    from: "minimumNoticeDays",
    to: "minimumNoticDays",
    issue: 'unknown field "minimumNoticDays"; did you mean "minimumNoticeDays"?',
  },
  {
    what: "a misspelt field of a section",
    from: "enabled: true",
    to: "enabled: true\n  enable: false",
    issue: 'schedule: unknown field "enable"; did you mean "enabled"?',
  },
  {
    what: "a misspelt field in the wrong section",
    from: "mode: report",
    to: "mode: report\nfallbackContacts: a@example.com",
    issue: 'unknown field "fallbackContacts"; did you mean mail.fallbackContact?',
  },
  {
    what: "a field of the top in a section",
    from: "schedule:",
    to: "schedule:\n  stages: []",
    issue: 'schedule: unknown field "stages"; stages is a field at the top of the file',
  },
  {
    what: "a time without quotes that is a number",
    from: '"09:00"',
    to: "9",
    issue: 'schedule.time: expected a time in quotes, like "09:00", got 9',
  },
  {
    what: "an invalid hour",
    from: '"09:00"',
    to: '"24:00"',
    issue: 'schedule.time: expected a time like "09:00", got "24:00"',
  },
  {
    what: "zero days",
    from: "remindEveryDays: 30",
    to: "remindEveryDays: 0",
    issue: "remindEveryDays: expected at least 1 day, got 0",
  },
  {
    what: "a notice of less than a week",
    from: "minimumNoticeDays: 10",
    to: "minimumNoticeDays: 6",
    issue: "minimumNoticeDays: expected at least 7 days: owners need a week, got 6",
  },
  {
    what: "half a day",
    from: "minimumNoticeDays: 10",
    to: "minimumNoticeDays: 1.5",
    issue: "minimumNoticeDays: expected a whole number of days, got 1.5",
  },
  {
    what: "a user type that is not defined",
    from: "employee: deactivate",
    to: "contractor: notify",
    issue: 'stages[2].actions.contractor: expected one of the user types employee, machine, got "notify"',
  },
  {
    what: "an unknown action",
    from: "employee: deactivate",
    to: "employee: delete",
    issue: 'stages[2].actions.employee: expected "notify" or "deactivate", got "delete"',
  },
  {
    what: "deactivation before a notice",
    from: "machine: notify",
    to: "machine: deactivate",
    issue:
      'stages[0].actions.machine: deactivation before the first notice: add an earlier stage that notifies, got "deactivate"',
  },
  {
    what: "two addresses in one",
    from: "security@example.com",
    to: "a@example.com, b@example.com",
    issue:
      'mail.securityContact: expected one mail address, got "a@example.com, b@example.com"; example: "security@example.com"',
  },
  {
    what: "an address instead of a domain",
    from: "[example.com]",
    to: '["@example.com"]',
    issue: 'mail.allowedDomains[0]: expected a domain like example.com, got "@example.com"',
  },
  {
    what: "an Organization's id",
    from: "o-exampleorg1",
    to: "r-a1b2",
    issue: 'organization.id: expected an ID like o-a1b2c3d4e5, got "r-a1b2"',
  },
])("refuses $what and names field, value and expectation", ({ from, to, issue }) => {
  expect(issuesAfter(from, to)).toContain(issue);
});

it.each([
  {
    what: "an OU by its name",
    more: "exclude: { organizationalUnits: [Suspended] }",
    issue: 'exclude.organizationalUnits[0]: expected an id like ou-a1b2-12345678 or r-a1b2, got "Suspended"',
  },
  {
    what: "an override for an excluded OU",
    more: "exclude: { organizationalUnits: [ou-a1b2-sandboxes] }\noverrides: [{ organizationalUnits: [ou-a1b2-sandboxes], mode: enforce }]",
    issue: "overrides[0].organizationalUnits: ou-a1b2-sandboxes is excluded, so nothing can override it",
  },
  {
    what: "an override for an excluded account",
    more: 'exclude: { accounts: ["777788889999"] }\noverrides: [{ accounts: ["777788889999"], mode: enforce }]',
    issue: "overrides[0].accounts: 777788889999 is excluded, so nothing can override it",
  },
  {
    what: "an override of nobody",
    more: "overrides: [{ mode: enforce }]",
    issue: "overrides[0]: expected at least one account or organizational unit",
  },
  {
    what: "an override of nothing",
    more: "overrides: [{ organizationalUnits: [ou-a1b2-sandboxes] }]",
    issue: "overrides[0]: expected mode, stages or contacts to override",
  },
  {
    what: "an override's stages out of order",
    more: "overrides: [{ organizationalUnits: [r-a1b2], stages: [{ day: 9, actions: {} }, { day: 9, actions: {} }] }]",
    issue: "overrides[0].stages[1].day: expected a day after 9, got 9",
  },
  { what: "an empty section", more: "exclude:", issue: "exclude: expected object, got null" },
  {
    what: "a tag value of two user types",
    more: "userTypes: { employee: { tagValues: [Person] }, machine: { tagValues: [person] } }",
    issue: 'userTypes.machine.tagValues: "person" is already a tag value of employee',
  },
  {
    what: "a tag value with a space at its end",
    more: 'userTypes: { employee: { tagValues: ["Person "] } }',
    issue:
      'userTypes.employee.tagValues[0]: expected 1 to 256 characters that IAM allows in a tag value, without blanks around them, got "Person "',
  },
  {
    what: "an empty tag value",
    more: 'userTypes: { employee: { tagValues: [""] }, machine: { tagValues: [machine] } }',
    issue:
      'userTypes.employee.tagValues[0]: expected 1 to 256 characters that IAM allows in a tag value, without blanks around them, got ""',
  },
  {
    what: "a known user type without a stage",
    more: "overrides: [{ organizationalUnits: [r-a1b2], stages: [{ day: 30, actions: { employee: notify } }, { day: 45, actions: { employee: deactivate } }] }]",
    issue:
      "overrides[0].stages: no stage has an action for the user type machine: add one, or remove it from userTypes",
  },
  {
    what: "a change window that never opens",
    more: 'changeWindow: { weekdays: [monday], closed: [{ from: "2026-12-01", to: "2028-12-01" }] }',
    issue: "changeWindow.closed[0]: the change window stays closed for more than 400 days from 2026-12-01 on",
  },
  {
    what: "a change window whose closures join without a gap",
    more: 'changeWindow: { closed: [{ from: "2026-12-01", to: "2027-06-30" }, { from: "2027-07-01", to: "2028-02-01" }] }',
    issue: "changeWindow.closed[0]: the change window stays closed for more than 400 days from 2026-12-01 on",
  },
  {
    what: "a misspelt weekday",
    more: "changeWindow: { weekdays: [mondey] }",
    issue: 'changeWindow.weekdays[0]: expected a weekday like monday, got "mondey"; did you mean "monday"?',
  },
  {
    what: "a misspelt contact of an override",
    more: "overrides: [{ organizationalUnits: [r-a1b2], contacts: { fallbackContakt: a@example.com } }]",
    issue: 'overrides[0].contacts: unknown field "fallbackContakt"; did you mean "fallbackContact"?',
  },
  {
    what: "one tag for two things",
    more: "tagNames: { email: owner, userType: Owner, exempt: CurfewExempt }",
    issue: "tagNames: expected three different tag keys (IAM ignores their case)",
  },
])("refuses $what and says why", ({ more, issue }) => {
  expect(issuesAfter(/$/, `\n${more}\n`)).toContain(issue);
});

it("names every wrong field at once, in the deployment and in the policy", () => {
  const settings = {
    ...writtenSettings({ remindEveryDays: -1 }),
    hub: { accountId: "1", region: "Frankfurt" },
  };

  expect(() => readSettings(settings, "production.yaml")).toThrow(
    /^production\.yaml: hub\.accountId: .*; hub\.region: .*; remindEveryDays: .*, got -1$/,
  );
});

it("gives OUs and accounts their own contacts, with the names of the section mail", () => {
  const contacts = {
    fallbackContact: "b@example.com",
    securityContact: "d@example.com",
    digestTo: ["c@example.com"],
    help: "HR",
  };

  const { policy } = readSettings(
    writtenSettings({ overrides: [{ accounts: ["777788889999"], contacts }] }),
    "settings.yaml",
  );

  expect(policy.overrides).toEqual([
    {
      accounts: ["777788889999"],
      organizationalUnits: [],
      contacts: {
        fallback: "b@example.com",
        security: "d@example.com",
        digestTo: ["c@example.com"],
        help: "HR",
      },
    },
  ]);
});

it("accepts a change window that opens, however long it was closed", () => {
  const changeWindow = { weekdays: ["monday"], closed: [{ from: "2026-12-01", to: "2027-12-01" }] };

  expect(readSettings(writtenSettings({ changeWindow }), "f").policy.changeWindow).toEqual(changeWindow);
});
