import { expect, it } from "vitest";
import { InvalidInput, parse } from "../../../functions/runtime/parse.ts";
import { listAccountsEventSchema } from "../../../statemachine/run.ts";
import { account } from "../../support/memory-organization.ts";
import { policy } from "../domain/policy-fixture.ts";
import { scheduler, startTime } from "./scheduler-fixture.ts";

const ids = (accounts: { id: string }[]) => accounts.map(({ id }) => Number(id));

it("evaluates only the accounts that the input names, each once, without listing the Organization", async () => {
  const { run, workList, organization } = scheduler(
    [1, 2, 3].map((n) => account(n)),
    {
      accountIds: ["000000000003", "000000000001", "000000000003"],
    },
  );

  const list = await run();

  expect(ids(workList())).toEqual([3, 1]);
  expect(list.accounts).toEqual({ listed: 2, skipped: 0 });
  expect(organization.asked.toSorted()).toEqual(["000000000001", "000000000003"]);
});

it("refuses accounts that are not members or would be skipped, names every one, and writes nothing", async () => {
  const excluded = { accounts: ["000000000002"], organizationalUnits: [] };
  const { run, bucket } = scheduler(
    [account(1), account(2), account(3, { state: "SUSPENDED" })],
    { accountIds: ["000000000001", "000000000002", "000000000003", "999999999999"] },
    { policy: policy({ exclude: excluded }) },
  );

  const error = await run().then(
    () => undefined,
    (thrown: unknown) => thrown,
  );

  expect(error).toBeInstanceOf(InvalidInput);
  expect(error).toMatchObject({
    issues: [
      "accountIds: 000000000002 would be skipped: exclude.accounts in settings.yaml names it",
      "accountIds: 000000000003 would be skipped: its state is SUSPENDED",
      "accountIds: 999999999999 is not a member of the Organization",
    ],
  });
  expect(bucket.objects.size).toBe(0);
});

it.each([
  { written: "report", input: {}, mode: "report" },
  { written: "report", input: { mode: "report" as const }, mode: "report" },
  { written: "enforce", input: {}, mode: "enforce" },
  { written: "enforce", input: { mode: "report" as const }, mode: "report" },
  { written: "enforce", input: { asOf: "2026-12-24" }, mode: "report" },
] as const)("a deployment in $written mode runs in $mode mode with the input $input", async (example) => {
  const { run } = scheduler([account(1)], example.input, {
    policy: policy({ mode: example.written }),
  });

  expect((await run()).run.mode).toBe(example.mode);
});

it("runs in enforce mode if only an override sets it, and the input may lower every account", async () => {
  const armed = policy({
    mode: "report",
    overrides: [{ accounts: ["000000000001"], organizationalUnits: [], mode: "enforce" }],
  });

  expect((await scheduler([account(1)], {}, { policy: armed }).run()).run.mode).toBe("enforce");
  const lowered = scheduler([account(1)], { mode: "report" }, { policy: armed });
  expect((await lowered.run()).run.mode).toBe("report");
});

it("evaluates as on the requested day and stores the run under that day", async () => {
  const { run } = scheduler([account(1)], { asOf: "2026-12-24" });

  const list = await run();

  expect(list.run).toMatchObject({ day: "2026-12-24", startedAt: startTime });
  expect(list.workList.key).toContain("runs/2026-12-24/");
});

it("uses the UTC day of the execution's start, whatever its time zone offset", async () => {
  const event = {
    execution: { name: "daily-1", startTime: "2026-11-24T00:30:00+02:00" },
    input: {},
  };

  expect((await scheduler([], {}, { event }).run()).run.day).toBe("2026-11-23");
});

it.each([
  { input: { acountIds: ["000000000001"] }, says: 'input: unknown field "acountIds"' },
  { input: { mode: "enforce" }, says: "input.mode: " },
  { input: { accountIds: [] }, says: "input.accountIds: expected at least one account" },
  { input: { accountIds: ["12345"] }, says: 'input.accountIds[0]: expected 12 digits, got "12345"' },
  { input: { accountIds: [1] }, says: "input.accountIds[0]: expected 12 digits in quotes, got 1" },
  { input: { accountIds: "000000000001" }, says: "input.accountIds: " },
  { input: { asOf: "2026-02-30" }, says: "input.asOf: expected a day that exists" },
  {
    input: { asOf: "9999-12-31" },
    says: "input.asOf: expected a day that exists, as YYYY-MM-DD, from 2010 to 2199",
  },
  {
    input: { asOf: "0001-01-01" },
    says: "input.asOf: expected a day that exists, as YYYY-MM-DD, from 2010 to 2199",
  },
  { input: { asOf: "" }, says: "input.asOf: " },
  { input: { digest: "yes" }, says: 'input.digest: expected true or false, got "yes"' },
])("refuses the run input $input and says why", ({ input, says }) => {
  const event = { execution: { name: "daily-1", startTime }, input };

  expect(() => parse(listAccountsEventSchema, event, "run input")).toThrow(`run input: ${says}`);
});
