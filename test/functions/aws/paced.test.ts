import { expect, it } from "vitest";
import { eachPaced } from "../../../functions/aws/paced.ts";

const second = 1000;

/** When each call leaves, in milliseconds after the first, on a clock that only pauses move. */
async function departures(count: number): Promise<number[]> {
  let now = 0;
  const left: number[] = [];
  const clock = {
    now: () => new Date(now),
    pause: (milliseconds: number) => {
      now += milliseconds;
      return Promise.resolve();
    },
  };
  const ids = Array.from({ length: count }, (_, index) => String(index));
  await eachPaced(ids, clock, () => {
    left.push(now);
    return Promise.resolve();
  });
  return left;
}

it("stays below 20 calls a second and a burst of 30, even if the first call arrives 400 ms late", async () => {
  const late = 400;
  const arrivals = (await departures(200)).map((left, index) => (index === 0 ? late : Math.max(left, late)));

  for (const [index, arrival] of arrivals.entries())
    expect(index + 1).toBeLessThanOrEqual(30 + Math.floor(((arrival - late) * 20) / second));
});

it("needs no pause for 20 accounts", async () => {
  expect(await departures(20)).toEqual(Array.from({ length: 20 }, () => 0));
});
