import { expect, it } from "vitest";
import { listedAccount } from "./memory-organization.ts";
import { scheduler } from "./scheduler-fixture.ts";

it("tells the report whether the run goes over the accounts asked for or over the whole Organization", async () => {
  const accounts = [1, 2].map((number) => listedAccount(number));
  const asked = await scheduler(accounts, { accountIds: ["000000000001", "000000000002"] }).run();
  const whole = await scheduler(accounts).run();

  expect(asked.onlyAskedFor).toBe(true);
  expect(whole).not.toHaveProperty("onlyAskedFor");
});
