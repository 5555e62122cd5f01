import { expect, it } from "vitest";
import { addDays } from "../../../../functions/domain/calendar-day.ts";
import { evaluateKey } from "../../../../functions/domain/evaluate-key.ts";
import { emptyHistory } from "../../../../functions/domain/key-history.ts";
import { keyStory, type StoryGrounds } from "../../../../infra/cli/explain/key-story.ts";
import { storyAnswer } from "../../../../infra/cli/explain/story-answer.ts";
import { storyPage } from "../../../../infra/cli/explain/story-page.ts";
import {
  type KeyWishes,
  keyFacts,
  restoredUntil,
  today,
  told,
} from "../../../functions/domain/key-fixture.ts";
import { rules } from "../../../functions/domain/policy-fixture.ts";
import { accountResult } from "../../../functions/report/result-fixture.ts";
import { plainTerminal } from "../plain-terminal.ts";

/** The story of such a key, judged today. */
function story(wishes: KeyWishes, more: Partial<StoryGrounds> = {}) {
  const facts = keyFacts(wishes);
  const keyResult = { decision: evaluateKey(facts), notices: [] };
  const result = accountResult(1, { results: [keyResult] });
  const { accessKeyId } = facts.key;
  const history = wishes.history ?? emptyHistory;
  return keyStory({
    account: result.account,
    result,
    keyResult,
    accessKeyId,
    history,
    rules: rules(),
    today,
    ...more,
  });
}

it("tells of a key in time when its owner will first be told, and that nobody knows who that is", () => {
  const page = storyPage(story({ age: 30 }), plainTerminal);

  expect(page).toContain(`Age         30 days on ${today}, made on ${addDays(today, -30)}`);
  expect(page).toContain("Why         day 30: no stage is due yet");
  expect(page).toContain("mail to: not known yet");
  expect(page).toContain(`${addDays(today, 40)}  notice`);
  expect(page).toContain(`${addDays(today, 60)}  it is switched off, if the user is of employee`);
});

it("tells of a withheld key why it is still on and when it goes off", () => {
  const page = storyPage(story({ age: 95 }), plainTerminal);

  expect(page).toMatch(/Decision +left on\n +Why +its owner has not been told yet, so it stays on until/);
});

it("tells in order of the days what the ledger remembers", () => {
  const history = {
    ...told({ "day-80": 10, "day-70": 20 }),
    refused: [{ id: "day-70", to: "joe@example.com", on: addDays(today, -20), run: "run" }],
    deactivation: { state: "done" as const, on: addDays(today, -3), run: "daily", count: 2 },
    restore: restoredUntil(addDays(today, 4)),
  };
  const page = storyPage(story({ age: 95, history }), plainTerminal);

  const [, remembered = ""] = /What the ledger remembers\n(.*?)\n\n/s.exec(page) ?? [];
  expect(remembered.split("\n").map((line) => line.slice(14))).toEqual([
    "notice of day 70, jane@example.com",
    "notice of day 70, refused by SES: joe@example.com",
    "notice of day 80, jane@example.com",
    "switched off, time 2, run daily",
    `switched on again until ${addDays(today, 4)}: the new key does not work`,
  ]);
});

it("foretells nothing of a key that the run has switched off", () => {
  const history = told({ "day-70": 20, "day-80": 10 });
  const { decision } = story({ age: 90, history }).judged?.result ?? {};
  if (decision === undefined) throw new Error("the key was judged");
  const keyResult = { decision, notices: [], deactivation: { outcome: "deactivated" as const } };
  const page = storyPage(story({ age: 90, history }, { keyResult }), plainTerminal);

  expect(decision.verdict).toBe("deactivate");
  expect(page).toContain("Done        switched off");
  expect(page).toMatch(/To come, if nothing changes\n {2}nothing$/);
});

it("tells of a key that only the ledger knows whose it was", () => {
  const history = { ...told({ "deactivated-1": 40 }), key: { userName: "jane", createdOn: "2026-06-01" } };
  const known = story({ age: 90 }, { result: undefined, keyResult: undefined, history });

  expect(known).toMatchObject({ userName: "jane", createdOn: "2026-06-01", steps: [] });
  expect(storyPage(known, plainTerminal)).toContain("not by the last run");
});

it("tells only the run's own word where the settings are not at hand", () => {
  const { users, steps } = story({ age: 69 }, { rules: undefined });

  expect(users).toBeUndefined();
  expect(steps).toEqual([{ on: addDays(today, 1), what: "notify", kind: "warning", to: [] }]);
});

it("never shows a key id whole", () => {
  const one = story({ age: 95 });

  expect(storyPage(one, plainTerminal)).toContain("…WXYZ");
  expect(storyPage(one, plainTerminal) + JSON.stringify(storyAnswer(one))).not.toContain("AKIAEXAMPLE");
});
