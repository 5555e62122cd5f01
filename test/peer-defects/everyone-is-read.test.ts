import { readFileSync } from "node:fs";
import { afterEach, expect, it } from "vitest";
import * as z from "zod/mini";
import { readAccount } from "../../functions/aws/member-account.ts";
import { organization } from "../../functions/aws/organizations.ts";
import { skipReason } from "../../functions/domain/account-scope.ts";
import { awsError } from "../functions/aws/aws-error.ts";
import { type IamPage, iamStub } from "../functions/aws/iam-stub.ts";
import { stubbedOrganizations } from "../functions/aws/stubbed-organizations.ts";
import { policy } from "../functions/domain/policy-fixture.ts";
import { systemClock } from "../support/system-clock.ts";

const credentials = { accessKeyId: "ASIAEXAMPLE", secretAccessKey: "secret", sessionToken: "token" };
const task = z.object({ Type: z.literal("Task"), TimeoutSeconds: z.number() });
const isTask = z.object({ Type: z.literal("Task") });
const map = z.object({
  Type: z.literal("Map"),
  ItemProcessor: z.object({
    ProcessorConfig: z.object({ ExecutionType: z.string() }),
    States: z.record(z.string(), z.unknown()),
  }),
});
const machineSchema = z.object({ States: z.record(z.string(), z.unknown()) });
let close: () => void = () => undefined;
afterEach(() => close());

async function all<Item>(items: AsyncIterable<Item>): Promise<Item[]> {
  const found: Item[] = [];
  for await (const item of items) found.push(item);
  return found;
}

/** A list in pages of one, with an empty page in between, as AWS may answer. */
function inPages(members: readonly string[], marker: string | undefined): IamPage {
  const at = Number(marker ?? 0);
  const index = Math.floor(at / 2);
  const isLast = at >= 2 * (members.length - 1);
  const shown = at % 2 === 0 ? members.slice(index, index + 1) : [];
  return isLast ? { members: shown } : { members: shown, next: String(at + 1) };
}

it("reads every page of users, keys and tags, also after an empty one; a peer never checked user 101 (c9, c19)", async () => {
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
  const account = readAccount(credentials, systemClock);

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

it("reads the State of an account, and refuses one without; a peer read the retired Status and found no account (c2)", async () => {
  const listed = (account: object) =>
    all(organization(stubbedOrganizations(() => ({ Accounts: [account] })).client).accounts(false));

  expect(await listed({ Id: "111122223333", Name: "Sales", State: "ACTIVE" })).toMatchObject([
    { state: "ACTIVE" },
  ]);
  await expect(listed({ Id: "111122223333", Name: "Sales", Status: "ACTIVE" })).rejects.toThrow(
    "returned account 111122223333 without State",
  );
});

it("walks the whole tree of OUs, and an OU includes all OUs below it; any nested OU ended a peer's listing (c3)", async () => {
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

  expect(found?.path).toEqual(["r-a1b2", "ou-1", "ou-2", "ou-3"]);
  const exclude = { accounts: [], organizationalUnits: ["ou-1"] };
  expect(found && skipReason(found, policy({ exclude }))).toEqual({
    code: "excludedWithOu",
    organizationalUnit: "ou-1",
  });
});

it("ends the listing with the error that Organizations returns; a peer continued with an empty list (c22)", async () => {
  const denied = awsError("AccessDeniedException", "You don't have permissions");
  const { client } = stubbedOrganizations(() => {
    throw denied;
  });

  await expect(all(organization(client).accounts(false))).rejects.toBe(denied);
});

it("gives every step more than Lambda's 15 minutes in Standard workflows; a peer's Express workflow ended steps after 60 seconds (c19)", () => {
  const machine = machineSchema.parse(JSON.parse(readFileSync("statemachine/daily.asl.json", "utf8")));
  const states = Object.values(machine.States);
  const maps = states.map((state) => map.safeParse(state)).flatMap(({ data }) => (data ? [data] : []));
  const inner = maps.flatMap(({ ItemProcessor }) => Object.values(ItemProcessor.States));
  const tasks = [...states, ...inner].filter((state) => isTask.safeParse(state).success);

  expect(maps).toHaveLength(2);
  for (const { ItemProcessor } of maps) expect(ItemProcessor.ProcessorConfig.ExecutionType).toBe("STANDARD");
  expect(tasks.length).toBeGreaterThanOrEqual(5);
  for (const state of tasks) expect(task.parse(state).TimeoutSeconds).toBeGreaterThan(900);
});
