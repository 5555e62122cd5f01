import { expect, it, vi } from "vitest";
import { account, memoryOrganization } from "../../support/memory-organization.ts";
import { scheduler } from "./scheduler-fixture.ts";

const sales = ["r-a1b2", "ou-a1b2-sales001"];

it("writes the names of the root and of every OU above an account, also of one that is skipped", async () => {
  const skippedPath = ["r-a1b2", "ou-a1b2-closed01"];
  const { run, bucket } = scheduler([
    account(1, { path: sales }),
    account(2, { path: skippedPath, state: "SUSPENDED" }),
  ]);

  await run();

  expect(JSON.parse(bucket.text("ou-names.json"))).toEqual({
    "r-a1b2": "Name of r-a1b2",
    "ou-a1b2-sales001": "Name of ou-a1b2-sales001",
    "ou-a1b2-closed01": "Name of ou-a1b2-closed01",
  });
});

it.each([
  { why: "the run is over named accounts", input: { accountIds: ["000000000001"] }, path: sales },
  { why: "Organizations returns no paths", input: {}, path: [] },
])("reads no name if $why", async ({ input, path }) => {
  const { run, bucket, organization } = scheduler([account(1, { path })], input);

  await run();

  expect(organization.askedOus).toEqual([]);
  expect([...bucket.objects.keys()].some((key) => key.includes("ou-names"))).toBe(false);
});

it("reads 20 names a second and 300 names at most, and logs that there are more", async () => {
  const written = vi.spyOn(process.stdout, "write").mockReturnValue(true);
  const ous = Array.from({ length: 400 }, (_, index) => account(index, { path: [`ou-a1b2-${index}`] }));
  const { run, organization, clock } = scheduler(ous);

  await run();

  expect(organization.askedOus).toHaveLength(300);
  expect(clock.waits.reduce((sum, wait) => sum + wait, 0)).toBeGreaterThan(13_000);
  expect(written.mock.calls.join()).toContain(
    '"message":"the report shows some OUs by ID","organizationalUnits":400',
  );
  written.mockRestore();
});

it("stops after a failure, writes the names that it has and continues the run", async () => {
  const written = vi.spyOn(process.stdout, "write").mockReturnValue(true);
  const accounts = Array.from({ length: 40 }, (_, index) =>
    account(index, { path: ["r-a1b2", `ou-a1b2-${index}`] }),
  );
  let asked = 0;
  const organization = {
    ...memoryOrganization(accounts),
    async ouName(id: string) {
      asked += 1;
      if (id !== "r-a1b2") throw new Error("AccessDenied");
      return "Root";
    },
  };
  const { run, bucket } = scheduler(accounts, {}, { organization });

  const list = await run();

  expect(list.accounts.listed).toBe(40);
  expect(asked).toBeLessThan(10);
  expect(JSON.parse(bucket.text("ou-names.json"))).toEqual({ "r-a1b2": "Root" });
  expect(written.mock.calls.join()).toContain('"message":"names of OUs were not found"');
  written.mockRestore();
});

it("continues the run if the names cannot be written", async () => {
  const written = vi.spyOn(process.stdout, "write").mockReturnValue(true);
  const fixture = scheduler([account(1, { path: sales })]);
  const { run } = scheduler(
    [account(1, { path: sales })],
    {},
    {
      putText: async (location, text, contentType) => {
        if (location.key.endsWith("ou-names.json")) throw new Error("SlowDown");
        await fixture.bucket.putText(location, text, contentType);
      },
    },
  );

  expect((await run()).accounts.listed).toBe(1);
  expect(written.mock.calls.join()).toContain('"message":"names of OUs were not written"');
  written.mockRestore();
});
