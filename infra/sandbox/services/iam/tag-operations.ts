import * as z from "zod/mini";
import { type IamOperation, iamOperation, userResource } from "./iam-operation.ts";
import { iamPage, iamPageInput } from "./iam-page.ts";
import { tag, tagKey, userName } from "./iam-shapes.ts";
import { compareText } from "./iam-user.ts";

/** The tags of users. */
export const tagOperations: Readonly<Record<string, IamOperation>> = {
  ListUserTags: iamOperation({
    input: z.strictObject({ UserName: userName, ...iamPageInput }),
    resource: (call, { UserName }) => userResource(call, UserName),
    run(call, { UserName, ...page }) {
      const { items, ...rest } = iamPage(
        call,
        call.account.user(UserName).tags.list(),
        page,
        `ListUserTags ${UserName}`,
        ({ Key }) => Key.toLowerCase(),
        compareText,
      );
      return { Tags: items.map(({ Key, Value }) => ({ Key, Value })), ...rest };
    },
  }),

  TagUser: iamOperation({
    input: z.strictObject({ UserName: userName, Tags: z.array(tag) }),
    lists: ["Tags"],
    resource: (call, { UserName }) => userResource(call, UserName),
    run({ account }, { UserName, Tags }) {
      account.tag(UserName, Tags);
      return undefined;
    },
  }),

  UntagUser: iamOperation({
    input: z.strictObject({ UserName: userName, TagKeys: z.array(tagKey).check(z.maxLength(50)) }),
    lists: ["TagKeys"],
    resource: (call, { UserName }) => userResource(call, UserName),
    run({ account }, { UserName, TagKeys }) {
      account.untag(UserName, TagKeys);
      return undefined;
    },
  }),
};
