import { afterEach, expect, it } from "vitest";
import { deactivatingAccount, readAccount } from "../../../functions/aws/member-account.ts";
import { systemClock } from "../../support/system-clock.ts";
import { emptyAnswer, type IamRefusal, iamStub } from "./iam-stub.ts";

const credentials = { accessKeyId: "ASIAEXAMPLE", secretAccessKey: "secret", sessionToken: "token" };
let close: () => void = () => undefined;
afterEach(() => close());

it.each(["ListUsers", "ListAccessKeys", "ListUserTags"])(
  "treats an answer of %s without a list as damaged, not as an empty account",
  async (action) => {
    const stub = await iamStub(() => emptyAnswer);
    close = stub.close;
    const member = readAccount(credentials, systemClock);
    const asked: Record<string, () => Promise<unknown>> = {
      ListUsers: () => member.userNames(),
      ListAccessKeys: () => member.accessKeys("ann"),
      ListUserTags: () => member.tags("ann"),
    };

    await expect(asked[action]?.()).rejects.toThrow(`${action} answered without`);
  },
);

it("treats a user who was just deleted as one without keys and tags, and throws any other error", async () => {
  const stub = await iamStub(({ userName }) =>
    userName === "gone" ? { status: 404, code: "NoSuchEntity" } : { status: 403, code: "AccessDenied" },
  );
  close = stub.close;
  const member = readAccount(credentials, systemClock);

  expect(await member.accessKeys("gone")).toBeUndefined();
  expect(await member.tags("gone")).toBeUndefined();
  await expect(member.accessKeys("ann")).rejects.toThrow("AccessDenied");
  await expect(member.tags("ann")).rejects.toThrow("AccessDenied");
});

it("dates a key by the UTC day of its CreateDate, and keeps the status as IAM writes it", async () => {
  const member = (id: string, status: string, created: string) =>
    `<UserName>ann</UserName><AccessKeyId>${id}</AccessKeyId><Status>${status}</Status><CreateDate>${created}</CreateDate>`;
  const members = [
    member("AKIAEXAMPLE1", "Active", "2026-08-25T23:59:59Z"),
    member("AKIAEXAMPLE2", "Expired", "2025-01-01T00:00:00Z"),
  ];
  const stub = await iamStub(() => ({ members }));
  close = stub.close;

  expect(await readAccount(credentials, systemClock).accessKeys("ann")).toMatchObject([
    { accessKeyId: "AKIAEXAMPLE1", status: "Active", createdOn: "2026-08-25" },
    { accessKeyId: "AKIAEXAMPLE2", status: "Expired", createdOn: "2025-01-01" },
  ]);
});

it("returns no user name for a deleted key, and throws any other error", async () => {
  const denied =
    "User: arn:aws:sts::111122223333:assumed-role/r/s is not authorized to perform: iam:GetAccessKeyLastUsed";
  let refusal: IamRefusal = { status: 404, code: "NoSuchEntity" };
  const stub = await iamStub(() => refusal);
  close = stub.close;
  const member = deactivatingAccount(credentials);

  expect(await member.userNameOf("AKIAEXAMPLE")).toBeUndefined();
  refusal = { status: 403, code: "AccessDenied", message: `${denied} on resource: access key AKIAEXAMPLE` };
  expect(await member.userNameOf("AKIAEXAMPLE")).toBeUndefined();
  refusal = { ...refusal, message: `${denied} on resource: user jane` };
  await expect(member.userNameOf("AKIAEXAMPLE")).rejects.toThrow("on resource: user jane");
});
