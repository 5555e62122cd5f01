import {
  CreateUserCommand,
  GetUserCommand,
  IAMClient,
  ListUserTagsCommand,
  paginateListUserTags,
  TagUserCommand,
  UntagUserCommand,
} from "@aws-sdk/client-iam";
import { describe, expect, it } from "vitest";
import { IamAccounts } from "../../../../../infra/sandbox/services/iam/iam-accounts.ts";
import { iamService } from "../../../../../infra/sandbox/services/iam/iam-service.ts";
import { directTo, errorOf, handClock, operatorOf } from "../../../../support/direct-handler.ts";

const accountId = "111122223333";
const UserName = "jane";

function cloud(tags: Readonly<Record<string, string>> = {}) {
  const account = new IamAccounts(handClock());
  const client = new IAMClient(directTo(iamService(account), operatorOf(accountId)));
  const list = Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
  account.of(accountId).createUser({ userName: UserName, tags: list });
  const tag = (Key: string, Value: string) =>
    client.send(new TagUserCommand({ UserName, Tags: [{ Key, Value }] }));
  const tagsNow = async () => (await client.send(new ListUserTagsCommand({ UserName }))).Tags;
  return { account: account.of(accountId), client, tag, tagsNow };
}

describe("tags", () => {
  it("with keys that differ only in case are one tag, with the latest spelling", async () => {
    const { tag, tagsNow } = cloud({ Owner: "Jane" });
    await tag("owner", "John");
    expect(await tagsNow()).toEqual([{ Key: "owner", Value: "John" }]);
  });

  it("keep the case of key and value", async () => {
    const { tagsNow } = cloud({ UserType: "EMPLOYEE" });
    expect(await tagsNow()).toEqual([{ Key: "UserType", Value: "EMPLOYEE" }]);
  });

  it("are refused if one call names a key twice, in any case", async () => {
    const { client } = cloud();
    const Tags = [
      { Key: "Owner", Value: "a" },
      { Key: "owner", Value: "b" },
    ];
    expect((await errorOf(client.send(new TagUserCommand({ UserName, Tags })))).name).toBe(
      "InvalidInputException",
    );
    const creation = new CreateUserCommand({ UserName: "john", Tags });
    expect((await errorOf(client.send(creation))).name).toBe("InvalidInputException");
  });

  it("may contain an address, but no comma, semicolon, angle bracket, quote or line break", async () => {
    const { account, tag, tagsNow } = cloud();
    await tag("email", "jane.doe+aws@example.com jürgen@example.com");
    for (const value of ["a,b", "a;b", "<a>", '"a"', "a\r\nb", "x".repeat(257)]) {
      expect((await errorOf(tag("email", value))).name).toBe("ValidationError");
      expect(() => account.tag(UserName, [{ Key: "email", Value: value }])).toThrow("validation error");
    }
    expect(await tagsNow()).toHaveLength(1);
  });

  it("may have an empty value, a key of 128 characters, and not AWS's own prefix", async () => {
    const { tag, tagsNow } = cloud();
    await tag("k".repeat(128), "");
    expect(await tagsNow()).toEqual([{ Key: "k".repeat(128), Value: "" }]);
    for (const key of ["k".repeat(129), "aws:owner"])
      expect((await errorOf(tag(key, "a"))).name).toBe("ValidationError");
  });

  it("are at most 50 per user", async () => {
    const { tag, account } = cloud(
      Object.fromEntries(Array.from({ length: 50 }, (_, number) => [`key-${number}`, "a"])),
    );
    await tag("KEY-0", "b");
    expect(await errorOf(tag("one-more", "a"))).toMatchObject({
      name: "LimitExceededException",
      status: 409,
    });
    expect(account.user(UserName).tags.list()).toHaveLength(50);
  });

  it("are listed by key, in pages", async () => {
    const { client } = cloud({ b: "1", A: "2", c: "3" });
    const keys: string[] = [];
    for await (const { Tags } of paginateListUserTags({ client, pageSize: 2 }, { UserName }))
      keys.push((Tags ?? []).map(({ Key }) => Key).join());
    expect(keys).toEqual(["A,b", "c"]);
  });

  it("are returned by GetUser, and are found by their key in any case", async () => {
    const { client, tagsNow } = cloud({ Owner: "Jane", email: "jane@example.com" });
    const { User } = await client.send(new GetUserCommand({ UserName }));
    expect(User?.Tags).toHaveLength(2);
    await client.send(new UntagUserCommand({ UserName, TagKeys: ["OWNER", "unknown"] }));
    expect(await tagsNow()).toEqual([{ Key: "email", Value: "jane@example.com" }]);
  });

  it("of a deleted user are an error, not an empty list", async () => {
    const { client } = cloud();
    const listing = client.send(new ListUserTagsCommand({ UserName: "john" }));
    expect((await errorOf(listing)).name).toBe("NoSuchEntityException");
  });
});
