import { expect, it } from "vitest";
import { AccountClocks } from "./account-clocks.ts";
import { SteppedClock } from "./stepped-clock.ts";

const noon = new Date("2027-05-03T12:00:00Z");
const after = (seconds: number) => new Date(noon.getTime() + seconds * 1000);

it("an account's pauses move only its own clock, until the next execution begins after all of them", async () => {
  const clocks = new AccountClocks(new SteppedClock("2027-05-03"));
  await clocks.of("111111111111").pause(2_000_000);
  expect(clocks.of("111111111111").now()).toEqual(after(2000));
  expect(clocks.of("222222222222").now()).toEqual(noon);

  clocks.beginExecution();
  for (const account of ["111111111111", "222222222222", "333333333333", ""])
    expect(clocks.of(account).now()).toEqual(after(2000));
});

it("a day begins at noon for every account", async () => {
  const clocks = new AccountClocks(new SteppedClock("2027-05-03"));
  await clocks.of("111111111111").pause(2_000_000);
  clocks.beginExecution();
  clocks.beginDay();
  for (const account of ["111111111111", "222222222222"]) expect(clocks.of(account).now()).toEqual(noon);
});
