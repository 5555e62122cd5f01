import { expect, it } from "vitest";
import { findKey } from "../../../functions/aws/find-key.ts";

const planned = { accessKeyId: "AKIAEXAMPLEJANE0", userName: "jane", createdOn: "2026-08-01" };

/** An account with these users and their keys. */
function account(users: Readonly<Record<string, readonly { id: string; createdOn: string }[]>>) {
  return {
    accessKeys: async (userName: string) =>
      users[userName]?.map(({ id, createdOn }) => ({
        accessKeyId: id,
        userName,
        status: "Active",
        createdOn,
      })),
    userNameOf: async (accessKeyId: string) =>
      Object.keys(users).find((name) => users[name]?.some(({ id }) => id === accessKeyId)),
  };
}

const own = { id: planned.accessKeyId, createdOn: planned.createdOn };
const other = { id: "AKIAEXAMPLEJANE1", createdOn: "2026-11-01" };

it("finds a key and its user's other key", async () => {
  expect(await findKey(account({ jane: [own, other] }), planned)).toMatchObject({
    key: { accessKeyId: own.id, userName: "jane" },
    otherKey: { accessKeyId: other.id },
  });
});

it("finds the key of a renamed user under the new name", async () => {
  expect(await findKey(account({ "jane.doe": [own] }), planned)).toMatchObject({
    key: { userName: "jane.doe" },
  });
});

it.each<{ what: string; users: Parameters<typeof account>[0] }>([
  { what: "a deleted key", users: { jane: [other] } },
  { what: "a key of a deleted user", users: {} },
  {
    what: "another key that was created later under the same ID",
    users: { jane: [{ ...own, createdOn: "2026-11-02" }] },
  },
])("does not find $what", async ({ users }) => {
  expect(await findKey(account(users), planned)).toBeUndefined();
});
