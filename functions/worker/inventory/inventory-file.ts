import * as z from "zod/mini";
import { daySchema } from "../../../statemachine/policy.ts";
import type { RememberedAccount, RememberedTags, RememberedUser } from "../../domain/inventory-memory.ts";
import { parseJson } from "../../runtime/parse.ts";

/** ID, status, day of creation and, if known, time of creation: short, because 5,000 users have 10,000 keys. */
const keySchema = z.tuple([z.string(), z.string(), daySchema, z.optional(z.int())]);

const tagsSchema = z.strictObject({
  on: daySchema,
  run: z.string(),
  email: z.optional(z.string()),
  userType: z.optional(z.string()),
  exempt: z.optional(z.string()),
  descriptions: z.optional(z.record(z.string(), z.string())),
});

const userSchema = z.strictObject({
  run: z.string(),
  fingerprint: z.optional(z.string()),
  keys: z.array(keySchema),
  tags: z.optional(tagsSchema),
});

const fileSchema = z.strictObject({
  version: z.literal(2),
  reportRefusedOn: z.optional(daySchema),
  users: z.record(z.string(), userSchema),
});

/**
 * Reads what earlier runs remembered of an account.
 * @throws {InvalidInput} if it is not what `inventoryText` wrote
 */
export function readInventory(text: string): RememberedAccount {
  const { users, reportRefusedOn } = parseJson(fileSchema, text, "inventory");
  const remembered = Object.entries(users).map(([userName, user]): [string, RememberedUser] => {
    const { keys, tags, ...rest } = user;
    return [
      userName,
      {
        ...rest,
        keys: keys.map(([accessKeyId, status, createdOn, createdAt]) => ({
          accessKeyId,
          userName,
          status,
          createdOn,
          createdAt,
        })),
        ...(tags === undefined ? {} : { tags: rememberedTags(tags) }),
      },
    ];
  });
  return { users: new Map(remembered), reportRefusedOn };
}

/** What to remember of an account, as the text of a file. */
export function inventoryText({ users: remembered, reportRefusedOn }: RememberedAccount): string {
  const users = Object.fromEntries(
    [...remembered].map(([userName, { run, fingerprint, keys, tags }]) => [
      userName,
      {
        run,
        fingerprint,
        keys: keys.map(({ accessKeyId, status, createdOn, createdAt }) =>
          createdAt === undefined
            ? [accessKeyId, status, createdOn]
            : [accessKeyId, status, createdOn, createdAt],
        ),
        tags: tags && writtenTags(tags),
      },
    ]),
  );
  return JSON.stringify({ version: 2, reportRefusedOn, users });
}

function rememberedTags({
  on,
  run,
  descriptions = {},
  ...found
}: z.infer<typeof tagsSchema>): RememberedTags {
  return { found, descriptions, readOn: on, run };
}

function writtenTags({ found, descriptions, readOn, run }: RememberedTags): z.infer<typeof tagsSchema> {
  const isEmpty = Object.keys(descriptions).length === 0;
  return { on: readOn, run, ...found, ...(isEmpty ? {} : { descriptions: { ...descriptions } }) };
}
