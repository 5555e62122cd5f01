import { randomBytes } from "node:crypto";
import * as z from "zod/mini";
import { AwsError } from "../../cloud/aws-error.ts";
import { type IamCall, type IamOperation, iamOperation, subject, userResource } from "./iam-operation.ts";
import { iamPage, iamPageInput } from "./iam-page.ts";
import { accessKeyId, iamKeyStatus, userName } from "./iam-shapes.ts";
import { accessKeysOf, compareText, type IamKey } from "./iam-user.ts";

const keyInput = { UserName: z.optional(userName), AccessKeyId: accessKeyId };

/** Access keys. */
export const keyOperations: Readonly<Record<string, IamOperation>> = {
  ListAccessKeys: iamOperation({
    input: z.strictObject({ UserName: z.optional(userName), ...iamPageInput }),
    resource: (call, { UserName }) => ofOwner(call, UserName),
    run(call, { UserName, ...page }) {
      const owner = isRootItself(call, UserName) ? undefined : call.account.user(subject(call, UserName));
      const rootKeys = call.account.rootKey === undefined ? [] : [call.account.rootKey];
      const { items, ...rest } = iamPage(
        call,
        owner === undefined ? rootKeys : accessKeysOf(owner),
        page,
        `ListAccessKeys ${owner?.userName ?? ""}`,
        (key) => key.accessKeyId,
        compareText,
      );
      return { AccessKeyMetadata: items.map((key) => shown(key, owner?.userName)), ...rest };
    },
  }),

  /** An id that is unknown here is refused as if it were another account's: AWS does not say which it is. */
  GetAccessKeyLastUsed: iamOperation({
    input: z.strictObject({ AccessKeyId: accessKeyId }),
    resource(call, { AccessKeyId }) {
      const owner = call.account.key(AccessKeyId)?.user;
      return owner === undefined
        ? { resource: `access key ${AccessKeyId}` }
        : userResource(call, owner.userName);
    },
    run({ account, principal }, { AccessKeyId }) {
      const found = account.key(AccessKeyId);
      if (found === undefined)
        throw new AwsError(
          "AccessDenied",
          `User: ${principal.arn} is not authorized to perform: iam:GetAccessKeyLastUsed on resource: access key ${AccessKeyId}`,
          403,
        );
      const { lastUsed } = found.key;
      return {
        UserName: found.user.userName,
        AccessKeyLastUsed: {
          LastUsedDate: lastUsed?.at,
          ServiceName: lastUsed?.service ?? "N/A",
          Region: lastUsed?.region ?? "N/A",
        },
      };
    },
  }),

  UpdateAccessKey: iamOperation({
    input: z.strictObject({ ...keyInput, Status: iamKeyStatus }),
    resource: (call, { UserName }) => userResource(call, subject(call, UserName)),
    run(call, { UserName, AccessKeyId, Status }) {
      call.account.updateKey(subject(call, UserName), AccessKeyId, Status);
      return undefined;
    },
  }),

  CreateAccessKey: iamOperation({
    input: z.strictObject({ UserName: z.optional(userName) }),
    resource: (call, { UserName }) => userResource(call, subject(call, UserName)),
    run(call, { UserName }) {
      const owner = subject(call, UserName);
      const key = call.account.putAccessKey({ userName: owner });
      const secret = randomBytes(30).toString("base64");
      return { AccessKey: { ...shown(key, owner), SecretAccessKey: secret } };
    },
  }),

  DeleteAccessKey: iamOperation({
    input: z.strictObject(keyInput),
    resource: (call, { UserName }) => userResource(call, subject(call, UserName)),
    run(call, { UserName, AccessKeyId }) {
      call.account.deleteKey(subject(call, UserName), AccessKeyId);
      return undefined;
    },
  }),
};

/** The root user's own keys come back only to the root user (IAM API reference, ListAccessKeys). */
function isRootItself({ principal }: IamCall, userName: string | undefined): boolean {
  return userName === undefined && principal.kind === "root";
}

function ofOwner(call: IamCall, userName: string | undefined) {
  return isRootItself(call, userName)
    ? { resource: call.principal.arn }
    : userResource(call, subject(call, userName));
}

function shown(key: IamKey, userName: string | undefined) {
  return {
    UserName: userName,
    AccessKeyId: key.accessKeyId,
    Status: key.status,
    CreateDate: key.createdAt,
  };
}
