import * as z from "zod/mini";
import type { XmlValue } from "../../cloud/query-protocol.ts";
import { type IamOperation, iamOperation, subject, userResource } from "./iam-operation.ts";
import { iamPage, iamPageInput } from "./iam-page.ts";
import { path, pathPrefix, tag, userName } from "./iam-shapes.ts";
import { compareUserNames, type IamUser } from "./iam-user.ts";

/** Users. Only GetUser and CreateUser return tags; ListUsers does not (IAM API reference, User). */
export const userOperations: Readonly<Record<string, IamOperation>> = {
  ListUsers: iamOperation({
    input: z.strictObject({ PathPrefix: z.optional(pathPrefix), ...iamPageInput }),
    // The reference names `user*` as its resource type; a prefix narrows it to the path.
    resource: ({ account }, { PathPrefix = "/" }) => ({ resource: account.userArn("", PathPrefix) }),
    run(call, { PathPrefix = "/", ...page }) {
      const users = call.account.users().filter((user) => user.path.startsWith(PathPrefix));
      const { items, ...rest } = iamPage(
        call,
        users,
        page,
        `ListUsers ${PathPrefix}`,
        (user) => user.userName,
        compareUserNames,
      );
      return { Users: items.map(shown), ...rest };
    },
  }),

  GetUser: iamOperation({
    input: z.strictObject({ UserName: z.optional(userName) }),
    resource: (call, { UserName }) =>
      UserName === undefined && call.principal.kind === "root"
        ? { resource: call.principal.arn }
        : userResource(call, subject(call, UserName)),
    run(call, { UserName }) {
      const { principal, account } = call;
      if (UserName === undefined && principal.kind === "root")
        return {
          User: { UserId: account.accountId, Arn: principal.arn, CreateDate: account.openedAt },
        };
      return { User: shownWithTags(account.user(subject(call, UserName))) };
    },
  }),

  CreateUser: iamOperation({
    input: z.strictObject({
      UserName: userName,
      Path: z.optional(path),
      Tags: z.optional(z.array(tag)),
    }),
    lists: ["Tags"],
    resource: ({ account }, { UserName, Path }) => ({ resource: account.userArn(UserName, Path) }),
    run({ account }, { UserName, Path, Tags }) {
      const wanted = { userName: UserName, tags: Tags ?? [], ...(Path === undefined ? {} : { path: Path }) };
      return { User: shownWithTags(account.createUser(wanted)) };
    },
  }),

  // The caller needs the permission for the old and the new name; here only the old one is checked.
  UpdateUser: iamOperation({
    input: z.strictObject({ UserName: userName, NewUserName: userName }),
    resource: (call, { UserName }) => userResource(call, UserName),
    run({ account }, { UserName, NewUserName }) {
      account.renameUser(UserName, NewUserName);
      return undefined;
    },
  }),

  DeleteUser: iamOperation({
    input: z.strictObject({ UserName: userName }),
    resource: (call, { UserName }) => userResource(call, UserName),
    run({ account }, { UserName }) {
      account.deleteUser(UserName);
      return undefined;
    },
  }),
};

function shown(user: IamUser) {
  return {
    Path: user.path,
    UserName: user.userName,
    UserId: user.userId,
    Arn: user.arn,
    CreateDate: user.createdAt,
  };
}

/** Without tags the member is absent, as in AWS. */
function shownWithTags(user: IamUser): XmlValue {
  const Tags = user.tags.list().map(({ Key, Value }) => ({ Key, Value }));
  return { ...shown(user), ...(Tags.length === 0 ? {} : { Tags }) };
}
