import type { IamAccounts } from "../../infra/sandbox/services/iam/iam-accounts.ts";

/** What people did in an account since the last run. */
export type SoakEvent = { readonly accountId: string; readonly userName: string } & (
  | { readonly kind: "userCreated"; readonly at: Date; readonly tags: Readonly<Record<string, string>> }
  | { readonly kind: "userDeleted" }
  | { readonly kind: "keyCreated"; readonly key: string; readonly at: Date }
  | { readonly kind: "keyDeleted"; readonly key: string }
  | { readonly kind: "keySet"; readonly key: string; readonly status: "Active" | "Inactive" }
  | { readonly kind: "tagged"; readonly name: string; readonly value: string }
  | { readonly kind: "untagged"; readonly name: string }
);

/** Applies an event to the IAM of the embedded cloud. */
export function happenIn(iam: IamAccounts, event: SoakEvent): void {
  const { accountId, userName } = event;
  const account = iam.of(accountId);
  switch (event.kind) {
    case "userCreated": {
      const tags = Object.entries(event.tags).map(([Key, Value]) => ({ Key, Value }));
      account.createUser({ userName, createdAt: event.at, tags });
      return;
    }
    case "userDeleted":
      account.deleteUser(userName);
      return;
    case "keyCreated":
      account.putAccessKey({ userName, accessKeyId: event.key, createdAt: event.at });
      return;
    case "keyDeleted":
      account.deleteKey(userName, event.key);
      return;
    case "keySet":
      account.updateKey(userName, event.key, event.status);
      return;
    case "tagged":
      account.tag(userName, [{ Key: event.name, Value: event.value }]);
      return;
    case "untagged":
      account.untag(userName, [event.name]);
      return;
  }
}
