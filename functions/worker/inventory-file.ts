import * as z from "zod/mini";
import { daySchema } from "../../statemachine/policy.ts";
import type { RememberedAccount } from "../domain/inventory-memory.ts";
import { parse } from "../runtime/parse.ts";

/** Id, status, day of creation, and the time of creation where it is known: short, because 5,000 users have 10,000. */
const keySchema = z.tuple([z.string(), z.string(), daySchema, z.optional(z.int())]);

const fileSchema = z.strictObject({
  version: z.literal(1),
  reportRefusedOn: z.optional(daySchema),
  users: z.record(
    z.string(),
    z.strictObject({ run: z.string(), fingerprint: z.optional(z.string()), keys: z.array(keySchema) }),
  ),
});

/**
 * Reads what the last run remembered of an account.
 * @throws {InvalidInput} where it is not what `inventoryText` wrote
 */
export function readInventory(text: string): RememberedAccount {
  const { users, reportRefusedOn } = parse(fileSchema, JSON.parse(text), "inventory");
  const remembered = new Map(
    Object.entries(users).map(([userName, { keys, ...user }]) => [
      userName,
      {
        ...user,
        keys: keys.map(([accessKeyId, status, createdOn, createdAt]) => ({
          accessKeyId,
          userName,
          status,
          createdOn,
          createdAt,
        })),
      },
    ]),
  );
  return { users: remembered, reportRefusedOn };
}

/** What to remember of an account, as the text of a file. */
export function inventoryText({ users: remembered, reportRefusedOn }: RememberedAccount): string {
  const users = Object.fromEntries(
    [...remembered].map(([userName, { run, fingerprint, keys }]) => [
      userName,
      {
        run,
        fingerprint,
        keys: keys.map(({ accessKeyId, status, createdOn, createdAt }) =>
          createdAt === undefined
            ? [accessKeyId, status, createdOn]
            : [accessKeyId, status, createdOn, createdAt],
        ),
      },
    ]),
  );
  return JSON.stringify({ version: 1, reportRefusedOn, users });
}
