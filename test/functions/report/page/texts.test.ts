import { expect, it } from "vitest";
import { longDay, minuteOf, shortDay } from "../../../../functions/report/page/day-text.ts";
import { change, counted, figure, shortFigure } from "../../../../functions/report/page/figure-text.ts";
import { stageText } from "../../../../functions/report/page/stage-text.ts";

it("writes figures with their thousands apart, differences with their sign, nouns in their number", () => {
  expect([figure(20_000), shortFigure(83_600), shortFigure(41)]).toEqual(["20,000", "83.6K", "41"]);
  expect([change(3), change(-1_200), change(0)]).toEqual(["+3", "\u22121,200", "0"]);
  expect([counted(1, "key"), counted(0, "key"), counted(1_000, "key")]).toEqual([
    "1 key",
    "0 keys",
    "1,000 keys",
  ]);
});

it("writes days and instants in UTC, wherever the reader is", () => {
  expect(longDay("2026-11-24")).toBe("Tuesday 24 November 2026");
  expect(shortDay("2026-12-04")).toBe("Fri 4 Dec");
  expect(minuteOf("2026-11-24T01:02:03.004+02:00")).toBe("2026-11-23 23:02 UTC");
});

it("says what a stage does, and to whom only where user types differ", () => {
  expect(stageText({ day: 70, actions: { employee: "notify", machine: "notify" } })).toBe("day 70: notify");
  expect(stageText({ day: 90, actions: { employee: "deactivate", machine: "notify" } })).toBe(
    "day 90: deactivate (employee), notify (machine)",
  );
  expect(stageText({ day: 90, actions: {} })).toBe("day 90: nothing");
});
