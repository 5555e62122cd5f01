import {
  CreateAccessKeyCommand,
  DeleteAccessKeyCommand,
  GetAccessKeyLastUsedCommand,
  IAMClient,
  ListAccessKeysCommand,
  UpdateAccessKeyCommand,
} from "@aws-sdk/client-iam";
import { describe, expect, it } from "vitest";
import type { Authorization } from "../../../../../infra/sandbox/cloud/service.ts";
import { IamAccounts } from "../../../../../infra/sandbox/services/iam/iam-accounts.ts";
import { iamService } from "../../../../../infra/sandbox/services/iam/iam-service.ts";
import { directTo, errorOf, handClock, operatorOf, sessionOf } from "../../../../support/direct-handler.ts";

const accountId = "111122223333";
const keyId = "AKIAEXAMPLE000000001";
const UserName = "jane";

function cloud() {
  const accounts = new IamAccounts(handClock());
  const account = accounts.of(accountId);
  account.createUser({ userName: UserName, path: "/eng/" });
  const asked: Authorization[] = [];
  const service = iamService(accounts);
  const session = new IAMClient(directTo(service, sessionOf(accountId, "curfew-member"), asked));
  const operator = new IAMClient(directTo(service, operatorOf(accountId)));
  return { account, session, operator, asked };
}

describe("ListAccessKeys", () => {
  it("is refused without a user name in a role session, because it cannot list all keys", async () => {
    const { session } = cloud();
    expect(await errorOf(session.send(new ListAccessKeysCommand({})))).toMatchObject({
      name: "ValidationError",
      message: "Must specify userName when calling with non-User credentials",
      status: 400,
    });
  });

  it("returns the root user's own keys to the root user only", async () => {
    const { account, operator } = cloud();
    account.putAccessKey({ userName: UserName });
    expect((await operator.send(new ListAccessKeysCommand({}))).AccessKeyMetadata).toEqual([]);
    const createdAt = new Date("2015-01-01T00:00:00Z");
    account.setRootKey({ accessKeyId: keyId, status: "Active", createdAt });
    expect((await operator.send(new ListAccessKeysCommand({}))).AccessKeyMetadata).toEqual([
      { AccessKeyId: keyId, Status: "Active", CreateDate: createdAt },
    ]);
  });

  it("returns ID, status and creation, in pages", async () => {
    const { account, session } = cloud();
    const createdAt = new Date("2026-08-26T11:12:13Z");
    account.putAccessKey({ userName: UserName, accessKeyId: "AKIAEXAMPLE000000009", createdAt });
    account.putAccessKey({ userName: UserName, accessKeyId: keyId, status: "Inactive", createdAt });
    const first = await session.send(new ListAccessKeysCommand({ UserName, MaxItems: 1 }));
    expect(first.AccessKeyMetadata).toEqual([
      { UserName, AccessKeyId: keyId, Status: "Inactive", CreateDate: createdAt },
    ]);
    const second = await session.send(new ListAccessKeysCommand({ UserName, Marker: first.Marker }));
    expect(second.AccessKeyMetadata?.map(({ AccessKeyId }) => AccessKeyId)).toEqual(["AKIAEXAMPLE000000009"]);
    expect([first.IsTruncated, second.IsTruncated]).toEqual([true, false]);
  });

  it("does not find a deleted user", async () => {
    const { session } = cloud();
    expect(await errorOf(session.send(new ListAccessKeysCommand({ UserName: "john" })))).toMatchObject({
      name: "NoSuchEntityException",
      message: "The user with name john cannot be found.",
      status: 404,
    });
  });
});

describe("access keys", () => {
  it("are at most two per user, active or not", async () => {
    const { operator, account } = cloud();
    const create = () => operator.send(new CreateAccessKeyCommand({ UserName }));
    const { AccessKey } = await create();
    expect(AccessKey).toMatchObject({
      UserName,
      Status: "Active",
      AccessKeyId: expect.stringMatching(/^AKIA/),
    });
    account.putAccessKey({ userName: UserName, status: "Inactive" });
    expect(await errorOf(create())).toMatchObject({ name: "LimitExceededException", status: 409 });
    expect(() => account.putAccessKey({ userName: UserName })).toThrow("AccessKeysPerUser: 2");
    await operator.send(new DeleteAccessKeyCommand({ UserName, AccessKeyId: AccessKey?.AccessKeyId }));
    await create();
  });

  it("can be deactivated and reactivated, but not set to Expired, and not for an unknown user or key", async () => {
    const { account, session } = cloud();
    account.putAccessKey({ userName: UserName, accessKeyId: keyId });
    const update = (Status: "Active" | "Inactive" | "Expired", name = UserName, id = keyId) =>
      session.send(new UpdateAccessKeyCommand({ UserName: name, AccessKeyId: id, Status }));
    await update("Inactive");
    await update("Inactive");
    expect(account.key(keyId)?.key.status).toBe("Inactive");
    await update("Active");
    expect(account.key(keyId)?.key.status).toBe("Active");
    expect((await errorOf(update("Expired"))).name).toBe("ValidationError");
    expect((await errorOf(update("Inactive", "john"))).name).toBe("NoSuchEntityException");
    expect((await errorOf(update("Inactive", UserName, "AKIAEXAMPLE000000002"))).message).toBe(
      "The Access Key with id AKIAEXAMPLE000000002 cannot be found.",
    );
  });

  it("cannot be changed through another user's name", async () => {
    const { account, session } = cloud();
    account.createUser({ userName: "john" });
    account.putAccessKey({ userName: UserName, accessKeyId: keyId });
    const update = new UpdateAccessKeyCommand({ UserName: "john", AccessKeyId: keyId, Status: "Inactive" });
    expect((await errorOf(session.send(update))).name).toBe("NoSuchEntityException");
    expect(() => account.putAccessKey({ userName: "john", accessKeyId: keyId })).toThrow("belongs to jane");
  });
});

describe("GetAccessKeyLastUsed", () => {
  it("returns N/A and no date for a key that was never used", async () => {
    const { account, session } = cloud();
    account.putAccessKey({ userName: UserName, accessKeyId: keyId });
    const answer = await session.send(new GetAccessKeyLastUsedCommand({ AccessKeyId: keyId }));
    expect(answer.UserName).toBe(UserName);
    expect(answer.AccessKeyLastUsed).toEqual({ ServiceName: "N/A", Region: "N/A" });
  });

  it("returns when, for which service and where a key was used, and N/A for a service without Regions", async () => {
    const { account, session } = cloud();
    const at = new Date("2026-11-20T08:15:00Z");
    const lastUsed = (use: { service: string; region?: string }) => {
      account.putAccessKey({ userName: UserName, accessKeyId: keyId, lastUsed: { at, ...use } });
      return session.send(new GetAccessKeyLastUsedCommand({ AccessKeyId: keyId }));
    };
    expect((await lastUsed({ service: "ec2", region: "eu-central-1" })).AccessKeyLastUsed).toEqual({
      LastUsedDate: at,
      ServiceName: "ec2",
      Region: "eu-central-1",
    });
    expect((await lastUsed({ service: "s3" })).AccessKeyLastUsed?.Region).toBe("N/A");
  });

  it("is authorized on the key's user, and refuses a key that no user of the account has", async () => {
    const { account, session, asked } = cloud();
    account.putAccessKey({ userName: UserName, accessKeyId: keyId });
    await session.send(new GetAccessKeyLastUsedCommand({ AccessKeyId: keyId }));
    expect(asked).toEqual([
      {
        action: "iam:GetAccessKeyLastUsed",
        resource: `arn:aws:iam::${accountId}:user/eng/jane`,
        context: {},
      },
    ]);
    const unknown = new GetAccessKeyLastUsedCommand({ AccessKeyId: "AKIAEXAMPLE000000002" });
    expect(await errorOf(session.send(unknown))).toMatchObject({ name: "AccessDenied", status: 403 });
  });
});
