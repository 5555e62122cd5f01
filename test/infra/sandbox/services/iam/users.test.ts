import {
  CreateAccessKeyCommand,
  CreateUserCommand,
  DeleteUserCommand,
  GetUserCommand,
  IAMClient,
  ListUsersCommand,
  paginateListUsers,
} from "@aws-sdk/client-iam";
import { describe, expect, it } from "vitest";
import type { Authorization } from "../../../../../infra/sandbox/cloud/service.ts";
import { IamAccounts } from "../../../../../infra/sandbox/services/iam/iam-accounts.ts";
import { iamService } from "../../../../../infra/sandbox/services/iam/iam-service.ts";
import { directTo, errorOf, handClock, operatorOf, sessionOf } from "../../../../support/direct-handler.ts";

const accountId = "111122223333";

function cloudWith(users: number, largestPage = 1000) {
  const accounts = new IamAccounts(handClock());
  const account = accounts.of(accountId);
  for (let number = 0; number < users; number += 1)
    account.createUser({ userName: `user-${String(number).padStart(4, "0")}` });
  const asked: Authorization[] = [];
  const service = iamService(accounts, { largestPage });
  const client = new IAMClient(directTo(service, operatorOf(accountId), asked));
  return { accounts, account, service, client, asked };
}

async function pagesOf(client: IAMClient, pageSize?: number): Promise<string[][]> {
  const pages: string[][] = [];
  for await (const page of paginateListUsers({ client, ...(pageSize === undefined ? {} : { pageSize }) }, {}))
    pages.push((page.Users ?? []).map(({ UserName = "" }) => UserName));
  return pages;
}

describe("ListUsers", () => {
  it("returns 100 users per page by default, and the rest with markers", async () => {
    const { client } = cloudWith(250);
    const pages = await pagesOf(client);
    expect(pages.map((page) => page.length)).toEqual([100, 100, 50]);
    expect(new Set(pages.flat()).size).toBe(250);
  });

  it("returns up to 1,000 per page if requested, and refuses more", async () => {
    const { client } = cloudWith(250);
    expect((await pagesOf(client, 1000)).map((page) => page.length)).toEqual([250]);
    expect(await errorOf(client.send(new ListUsersCommand({ MaxItems: 1001 })))).toMatchObject({
      name: "ValidationError",
      status: 400,
    });
    expect((await errorOf(client.send(new ListUsersCommand({ MaxItems: 0 })))).name).toBe("ValidationError");
  });

  it("may return fewer than requested and still have more pages", async () => {
    const { client } = cloudWith(25, 10);
    expect((await pagesOf(client, 1000)).map((page) => page.length)).toEqual([10, 10, 5]);
  });

  it("sorts by name without case", async () => {
    const { account, client } = cloudWith(0);
    for (const userName of ["bob", "Zoe", "Ann", "carl"]) account.createUser({ userName });
    expect(await pagesOf(client)).toEqual([["Ann", "bob", "carl", "Zoe"]]);
  });

  it("neither misses nor repeats a user if users are created and deleted between two pages", async () => {
    const { account, client } = cloudWith(30);
    const first = await client.send(new ListUsersCommand({ MaxItems: 10 }));
    account.deleteUser("user-0009");
    account.createUser({ userName: "aaa" });
    const second = await client.send(new ListUsersCommand({ MaxItems: 10, Marker: first.Marker }));
    expect(second.Users?.[0]?.UserName).toBe("user-0010");
  });

  it("returns no tags, nor any other field that ListUsers does not have", async () => {
    const { account, client } = cloudWith(0);
    account.createUser({
      userName: "jane",
      path: "/eng/",
      tags: [{ Key: "email", Value: "jane@example.com" }],
    });
    const { Users, IsTruncated, Marker } = await client.send(new ListUsersCommand({}));
    expect(IsTruncated).toBe(false);
    expect(Marker).toBeUndefined();
    expect(Users).toEqual([
      {
        UserName: "jane",
        Path: "/eng/",
        UserId: expect.stringMatching(/^AIDA[A-Z2-7]{16}$/),
        Arn: `arn:aws:iam::${accountId}:user/eng/jane`,
        CreateDate: new Date("2026-11-24T02:00:00Z"),
      },
    ]);
  });

  it("returns only users below a path prefix, and is authorized on it", async () => {
    const { account, client, asked } = cloudWith(3);
    account.createUser({ userName: "jane", path: "/eng/" });
    const { Users } = await client.send(new ListUsersCommand({ PathPrefix: "/eng/" }));
    expect(Users?.map(({ UserName }) => UserName)).toEqual(["jane"]);
    await client.send(new ListUsersCommand({}));
    expect(asked).toEqual([
      { action: "iam:ListUsers", resource: `arn:aws:iam::${accountId}:user/eng/` },
      { action: "iam:ListUsers", resource: `arn:aws:iam::${accountId}:user/` },
    ]);
  });

  it("refuses a marker that it did not issue for this account and listing", async () => {
    const { accounts, client, service } = cloudWith(30);
    const { Marker } = await client.send(new ListUsersCommand({ MaxItems: 10 }));
    accounts.of("444455556666").createUser({ userName: "jane" });
    const other = new IAMClient(directTo(service, operatorOf("444455556666")));
    for (const call of [
      client.send(new ListUsersCommand({ Marker: "user-0009" })),
      client.send(new ListUsersCommand({ Marker, PathPrefix: "/eng/" })),
      other.send(new ListUsersCommand({ Marker })),
    ])
      expect((await errorOf(call)).name).toBe("ValidationError");
  });

  it("shows each account its own users only", async () => {
    const { client, service } = cloudWith(3);
    const other = new IAMClient(directTo(service, operatorOf("444455556666")));
    expect((await pagesOf(client)).flat()).toHaveLength(3);
    expect((await other.send(new ListUsersCommand({}))).Users).toEqual([]);
  });
});

describe("users", () => {
  it("differ in more than case, and are found by their exact name", async () => {
    const { client } = cloudWith(0);
    await client.send(new CreateUserCommand({ UserName: "Jane" }));
    expect(await errorOf(client.send(new CreateUserCommand({ UserName: "jane" })))).toMatchObject({
      name: "EntityAlreadyExistsException",
      status: 409,
    });
    expect(await errorOf(client.send(new GetUserCommand({ UserName: "jane" })))).toMatchObject({
      name: "NoSuchEntityException",
      status: 404,
    });
  });

  it("have names of at most 64 characters of IAM's alphabet", async () => {
    const { client } = cloudWith(0);
    await client.send(new CreateUserCommand({ UserName: `a+=,.@-_${"x".repeat(56)}` }));
    for (const UserName of ["x".repeat(65), "jane doe", "jürgen", "a/b"])
      expect((await errorOf(client.send(new CreateUserCommand({ UserName })))).name).toBe("ValidationError");
  });

  it("cannot be deleted while they have keys", async () => {
    const { client, account } = cloudWith(0);
    account.createUser({ userName: "jane" });
    const { AccessKey } = await client.send(new CreateAccessKeyCommand({ UserName: "jane" }));
    const deletion = () => client.send(new DeleteUserCommand({ UserName: "jane" }));
    expect(await errorOf(deletion())).toMatchObject({ name: "DeleteConflictException", status: 409 });
    account.deleteKey("jane", AccessKey?.AccessKeyId ?? "");
    await deletion();
    expect(account.users()).toEqual([]);
  });

  it("are at most 5,000", () => {
    const { account } = cloudWith(5000);
    expect(() => account.createUser({ userName: "one-too-many" })).toThrow(/UsersPerAccount: 5000/);
  });

  it("are authorized on their ARN with its path and their tags; an unknown one on the ARN without path", async () => {
    const { account, client, asked } = cloudWith(0);
    account.createUser({ userName: "jane", path: "/eng/", tags: [{ Key: "team", Value: "a" }] });
    await client.send(new GetUserCommand({ UserName: "jane" }));
    await errorOf(client.send(new GetUserCommand({ UserName: "john" })));
    expect(asked).toEqual([
      {
        action: "iam:GetUser",
        resource: `arn:aws:iam::${accountId}:user/eng/jane`,
        context: { "aws:ResourceTag/team": "a", "iam:ResourceTag/team": "a" },
      },
      { action: "iam:GetUser", resource: `arn:aws:iam::${accountId}:user/john` },
    ]);
  });

  it("are the default user of a call without a name, which a role session cannot make", async () => {
    const { account, service } = cloudWith(0);
    account.createUser({ userName: "jane" });
    const user = {
      ...operatorOf(accountId),
      kind: "user" as const,
      arn: `arn:aws:iam::${accountId}:user/jane`,
    };
    const { User } = await new IAMClient(directTo(service, user)).send(new GetUserCommand({}));
    expect(User?.UserName).toBe("jane");
    const session = new IAMClient(directTo(service, sessionOf(accountId, "curfew-member")));
    expect((await errorOf(session.send(new GetUserCommand({})))).name).toBe("ValidationError");
  });

  it("refuse what the embedded cloud does not know: operations and parameters", async () => {
    const { client } = cloudWith(0);
    expect(
      await errorOf(
        client.send(
          new CreateUserCommand({
            UserName: "jane",
            PermissionsBoundary: "arn:aws:iam::aws:policy/X12345678901",
          }),
        ),
      ),
    ).toMatchObject({ name: "ValidationError", message: expect.stringContaining("PermissionsBoundary") });
    const { GetAccountSummaryCommand } = await import("@aws-sdk/client-iam");
    expect(await errorOf(client.send(new GetAccountSummaryCommand({})))).toMatchObject({
      name: "InvalidAction",
      message: expect.stringContaining("GetAccountSummary"),
    });
  });
});
