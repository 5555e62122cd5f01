import { readFileSync } from "node:fs";
import { afterEach, expect, it } from "vitest";
import * as z from "zod/mini";
import { memberAccount } from "../../functions/aws/member-account.ts";
import { organization } from "../../functions/aws/organizations.ts";
import { leftOutReason } from "../../functions/domain/account-scope.ts";
import { type IamPage, iamStub } from "../functions/aws/iam-stub.ts";
import { stubbedOrganizations } from "../functions/aws/stubbed-organizations.ts";
import { policy } from "../functions/domain/policy-fixture.ts";
import { awsError } from "../functions/worker/around.ts";
import { systemClock } from "../support/system-clock.ts";

const credentials = { accessKeyId: "ASIAEXAMPLE", secretAccessKey: "secret", sessionToken: "token" };
const task = z.object({ TimeoutSeconds: z.number() });
const machineSchema = z.object({
  States: z.object({
    ListAccounts: task,
    Report: task,
    EnforceAccounts: z.object({
      ItemProcessor: z.object({
        ProcessorConfig: z.object({ ExecutionType: z.string() }),
        States: z.object({ EnforceAccount: task }),
      }),
    }),
  }),
});
let close: () => void = () => undefined;
afterEach(() => close());

async function all<Item>(items: AsyncIterable<Item>): Promise<Item[]> {
  const found: Item[] = [];
  for await (const item of items) found.push(item);
  return found;
}

/** A listing in pages of one, with an empty page in between, as AWS may answer. */
function inPages(members: readonly string[], marker: string | undefined): IamPage {
  const at = Number(marker ?? 0);
  const index = Math.floor(at / 2);
  const isLast = at >= 2 * (members.length - 1);
  const shown = at % 2 === 0 ? members.slice(index, index + 1) : [];
  return isLast ? { members: shown } : { members: shown, next: String(at + 1) };
}

it("user 101 was never checked: every page of users, keys and tags is read, also after an empty one (c9, c19)", async () => {
  const users = ["ann", "bob", "eve"];
  const stub = await iamStub(({ action, userName, marker }) => {
    if (action === "ListUsers")
      return inPages(
        users.map((name) => `<UserName>${name}</UserName>`),
        marker,
      );
    if (action === "ListUserTags")
      return inPages(
        ["<Key>a</Key><Value>1</Value>", "<Key>email</Key><Value>x@example.com</Value>"],
        marker,
      );
    const key = (id: string) =>
      `<UserName>${userName}</UserName><AccessKeyId>AKIAEXAMPLE${id}</AccessKeyId><Status>Active</Status><CreateDate>2026-08-25T00:00:00Z</CreateDate>`;
    return inPages([key("ONE"), key("TWO")], marker);
  });
  close = stub.close;
  const account = memberAccount(credentials, systemClock);

  expect(await account.userNames()).toEqual(users);
  expect((await account.accessKeys("ann"))?.map(({ accessKeyId }) => accessKeyId)).toEqual([
    "AKIAEXAMPLEONE",
    "AKIAEXAMPLETWO",
  ]);
  expect(await account.tags("ann")).toEqual([
    { key: "a", value: "1" },
    { key: "email", value: "x@example.com" },
  ]);
});

it("the retired Status of an account was read, so no account was: its State counts, and one without is an error (c2)", async () => {
  const listed = (account: object) =>
    all(organization(stubbedOrganizations(() => ({ Accounts: [account] })).client).accounts(false));

  expect(await listed({ Id: "111122223333", Name: "Sales", State: "ACTIVE" })).toMatchObject([
    { state: "ACTIVE" },
  ]);
  await expect(listed({ Id: "111122223333", Name: "Sales", Status: "ACTIVE" })).rejects.toThrow(
    "gives account 111122223333 no State",
  );
});

it("any nested unit ended the listing with a TypeError: units are walked to their leaves, and stand for all below (c3)", async () => {
  const children: Record<string, string[]> = {
    "r-a1b2": ["ou-1"],
    "ou-1": ["ou-2"],
    "ou-2": ["ou-3"],
    "ou-3": [],
  };
  const { client } = stubbedOrganizations((command, { ParentId }) => {
    if (command === "ListRoots") return { Roots: [{ Id: "r-a1b2" }] };
    if (command === "ListAccounts") return { Accounts: [{ Id: "111122223333", State: "ACTIVE" }] };
    if (command === "ListOrganizationalUnitsForParent")
      return { OrganizationalUnits: children[String(ParentId)]?.map((Id) => ({ Id })) };
    return { Accounts: ParentId === "ou-3" ? [{ Id: "111122223333" }] : [] };
  });

  const [found] = await all(organization(client).accounts(true));

  expect(found?.account.path).toEqual(["r-a1b2", "ou-1", "ou-2", "ou-3"]);
  const exclude = { accounts: [], organizationalUnits: ["ou-1"] };
  expect(found && leftOutReason(found.account, found.state, policy({ exclude }))).toBe(
    "excluded by the settings with ou-1",
  );
});

it("an error of Organizations was swallowed and the run went on with nothing: it ends the listing (c22)", async () => {
  const denied = awsError("AccessDeniedException", "You don't have permissions");
  const { client } = stubbedOrganizations(() => {
    throw denied;
  });

  await expect(all(organization(client).accounts(false))).rejects.toBe(denied);
});

it("an Express workflow with 60 seconds a step could not read a large account: steps outlive a whole Lambda (c19)", () => {
  const machine = machineSchema.parse(JSON.parse(readFileSync("statemachine/daily.asl.json", "utf8")));
  const { EnforceAccounts: map, ListAccounts, Report } = machine.States;
  const { ProcessorConfig, States } = map.ItemProcessor;

  expect(ProcessorConfig.ExecutionType).toBe("STANDARD");
  for (const { TimeoutSeconds } of [ListAccounts, Report, States.EnforceAccount])
    expect(TimeoutSeconds).toBeGreaterThan(900);
});
