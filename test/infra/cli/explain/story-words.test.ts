import { expect, it } from "vitest";
import {
  noticeWords,
  stepWords,
  userWords,
  verdictWords,
} from "../../../../infra/cli/explain/story-words.ts";
import type { PossibleUser } from "../../../../infra/cli/replay/possible-user.ts";

const user = (userType: string | undefined, more: object = {}): PossibleUser => ({
  tags: "readable",
  userType,
  hasTypeTag: userType !== undefined,
  recipients: ["jane@example.com"],
  exemptTag: undefined,
  ...more,
});

it("has words for every notice that the ledger knows, and shows another as it is", () => {
  const ids = [
    "day-70",
    "day-70-stays-on",
    "final",
    "final-2026-11-20",
    "deactivated-1",
    "deactivated-2",
    "new-kind",
  ];

  expect(ids.map(noticeWords)).toEqual([
    "notice of day 70",
    "reminder of day 70",
    "final warning",
    "final warning, exemption over since 2026-11-20",
    "told that it is off",
    "told that it is off, time 2",
    "new-kind",
  ]);
});

it("says what comes, to whom, and for whom", () => {
  const on = "2026-12-04";

  expect(stepWords({ on, what: "deactivate", kind: "deactivated", to: ["jane@example.com"] })).toBe(
    "it is switched off, with a mail to jane@example.com",
  );
  expect(
    stepWords({ on, what: "notify", kind: "reminder", to: [], onlyIf: ["machine", "unknown type"] }),
  ).toBe("reminder, if the user is of machine or unknown type");
});

it("tells an exempt key from one that is left on for another reason", () => {
  expect(verdictWords({ verdict: "withheld", withheld: "exempt" })).toBe("exempt");
  expect(verdictWords({ verdict: "withheld", withheld: "graceNotOver" })).toBe("left on");
});

it("says of a user what the decision implies, and what it leaves open", () => {
  expect(userWords([user("employee")])).toEqual([
    "user type employee, as the decision implies",
    "mail to jane@example.com",
  ]);
  expect(userWords([user("machine"), user(undefined)])[0]).toBe(
    "user type not known yet: machine, unknown type",
  );
  expect(userWords([user(undefined)])[0]).toBe("no user type tag");
  expect(userWords([user(undefined, { hasTypeTag: true })])[0]).toBe(
    "the user type tag has an unknown value",
  );
  expect(
    userWords([user("employee", { recipients: [], exemptTag: "2027-01-31 sam@example.com x" })]).slice(1),
  ).toEqual(["mail to: not known yet", "exemption until 2027-01-31"]);
  expect(userWords([{ tags: "unreadable" }])).toEqual(["the tags could not be read"]);
  expect(userWords([])).toEqual(["not known: these settings do not lead to what the run decided"]);
});
