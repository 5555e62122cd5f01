import { ListUsersCommand, UpdateAccessKeyCommand } from "@aws-sdk/client-iam";
import { ListAccountsCommand } from "@aws-sdk/client-organizations";
import { PutObjectCommand } from "@aws-sdk/client-s3";
import { GetCallerIdentityCommand } from "@aws-sdk/client-sts";
import { describe, expect, test, vi } from "vitest";
import type { PolicyDocument } from "../../../../infra/sandbox/cloud/service.ts";
import { account, clientsOf, roleWith, startStubFront } from "./front-fixture.ts";

const users = `arn:aws:iam::${account}:user/*`;
const mayList = { Effect: "Allow", Action: "iam:ListUsers", Resource: users };

/** Clients of a session of a role with these statements. */
async function asRole(statements: object[], sessionPolicy?: PolicyDocument) {
  const cloud = await startStubFront();
  const role = roleWith(...statements);
  cloud.identities.addRole(role);
  const session = cloud.identities.issueSession(role, "run", 900, sessionPolicy);
  return { ...cloud, role, ...clientsOf(cloud.url, session) };
}

describe("permission", () => {
  test("comes from a statement, which the record of the call names", async () => {
    const { iam, role, callLog } = await asRole([{ ...mayList, Action: "s3:*" }, mayList]);
    await iam.send(new ListUsersCommand({}));
    expect(callLog.all()).toEqual([
      {
        service: "iam",
        operation: "ListUsers",
        accountId: account,
        principalArn: `arn:aws:sts::${account}:assumed-role/worker/run`,
        status: 200,
        allowedBy: [
          {
            action: "iam:ListUsers",
            resource: `arn:aws:iam::${account}:user/`,
            roleArn: role.arn,
            policy: "inline",
            statement: 1,
          },
        ],
      },
    ]);
  });

  test("that is missing is refused with AWS's message and each service's own error", async () => {
    const { iam, organizations, s3, callLog } = await asRole([{ ...mayList, Resource: "*" }]);
    const who = `User: arn:aws:sts::${account}:assumed-role/worker/run is not authorized to perform:`;
    const update = new UpdateAccessKeyCommand({
      UserName: "jane",
      AccessKeyId: "AKIAIOSFODNN7EXAMPLE",
      Status: "Inactive",
    });
    await expect(iam.send(update)).rejects.toMatchObject({
      name: "AccessDenied",
      message: `${who} iam:UpdateAccessKey on resource: arn:aws:iam::${account}:user/jane because no identity-based policy allows the iam:UpdateAccessKey action`,
      $metadata: { httpStatusCode: 403 },
    });
    await expect(organizations.send(new ListAccountsCommand({}))).rejects.toMatchObject({
      name: "AccessDeniedException",
      $metadata: { httpStatusCode: 400 },
    });
    await expect(
      s3.send(new PutObjectCommand({ Bucket: "bucket", Key: "a", Body: "a" })),
    ).rejects.toMatchObject({ name: "AccessDenied", $metadata: { httpStatusCode: 403 } });
    expect(callLog.count({ errorCode: "AccessDenied" })).toBe(2);
    expect(
      callLog.count({ operation: "ListAccounts", errorCode: "AccessDeniedException", status: 400 }),
    ).toBe(1);
  });

  test("is the role's current one, not that of the session's start", async () => {
    const { iam, identities } = await asRole([mayList]);
    await iam.send(new ListUsersCommand({}));
    identities.addRole(roleWith());
    await expect(iam.send(new ListUsersCommand({}))).rejects.toMatchObject({ name: "AccessDenied" });
    identities.addRole(roleWith(mayList));
    await iam.send(new ListUsersCommand({}));
    identities.removeRole(roleWith().arn);
    await expect(iam.send(new ListUsersCommand({}))).rejects.toMatchObject({ name: "AccessDenied" });
  });

  test("is narrowed by the policy of the session", async () => {
    const session = { Statement: [{ ...mayList, Action: "iam:ListAccessKeys" }] };
    const { iam } = await asRole([mayList], session);
    await expect(iam.send(new ListUsersCommand({}))).rejects.toMatchObject({
      message: expect.stringContaining("because no session policy allows the iam:ListUsers action"),
    });
  });

  test("may depend on the caller and the request", async () => {
    const Condition = {
      StringEquals: { "aws:PrincipalOrgID": "o-a1b2c3d4e5", "aws:PrincipalAccount": account },
      ArnEquals: { "aws:PrincipalArn": roleWith().arn },
      Bool: { "aws:SecureTransport": "true" },
    };
    const { iam, identities } = await asRole([{ ...mayList, Condition }]);
    await iam.send(new ListUsersCommand({}));
    const elsewhere = { ...Condition, StringEquals: { "aws:PrincipalOrgID": "o-other00000" } };
    identities.addRole(roleWith({ ...mayList, Condition: elsewhere }));
    await expect(iam.send(new ListUsersCommand({}))).rejects.toMatchObject({ name: "AccessDenied" });
  });

  test("is not required of an operator, nor for GetCallerIdentity", async () => {
    const { sts, url, operator, callLog } = await asRole([]);
    await sts.send(new GetCallerIdentityCommand({}));
    await clientsOf(url, operator).iam.send(new ListUsersCommand({}));
    expect(callLog.all().map(({ operation, allowedBy }) => ({ operation, allowedBy }))).toEqual([
      { operation: "GetCallerIdentity", allowedBy: [] },
      { operation: "ListUsers", allowedBy: [] },
    ]);
  });

  test("by a policy that is not understood is an error and no permission", async () => {
    const logged = vi.spyOn(console, "error").mockReturnValue();
    const { iam } = await asRole([
      mayList,
      { ...mayList, Condition: { Fancy: { "aws:PrincipalArn": "a" } } },
    ]);
    await expect(iam.send(new ListUsersCommand({}))).rejects.toMatchObject({
      name: "InternalFailure",
      message: expect.stringContaining("operator Fancy"),
    });
    expect(logged).toHaveBeenCalledOnce();
    logged.mockRestore();
  });
});
