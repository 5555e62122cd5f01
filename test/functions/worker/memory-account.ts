import type { MemberAccount } from "../../../functions/aws/member-account.ts";
import type { AccessKey } from "../../../functions/domain/access-key.ts";
import type { Tag } from "../../../functions/domain/user-facts.ts";

/** A member account in memory, with every write recorded and any call made to fail on demand. */
export interface MemoryAccount extends MemberAccount {
  readonly users: Map<string, { keys: AccessKey[]; tags: Tag[] }>;
  readonly calls: string[];
  /** Called before each call takes effect; throws to make it fail. */
  before: (call: string) => void;
  /** Called after each call took effect; throws to lose its answer. */
  after: (call: string) => void;
}

/** An account with these users. */
export function memoryAccount(users: Record<string, { keys: AccessKey[]; tags: Tag[] }>): MemoryAccount {
  const state = new Map(Object.entries(users));
  const account: MemoryAccount = {
    users: state,
    calls: [],
    before: () => undefined,
    after: () => undefined,
    userNames: () => call("ListUsers", () => [...state.keys()]),
    accessKeys: (userName) =>
      call(`ListAccessKeys ${userName}`, () => state.get(userName)?.keys.map((key) => ({ ...key }))),
    tags: (userName) => call(`ListUserTags ${userName}`, () => state.get(userName)?.tags),
    lastUsed: (accessKeyId) =>
      call(`GetAccessKeyLastUsed ${accessKeyId}`, () => ({ state: "never" as const })),
    deactivate: (userName, accessKeyId) =>
      call(`UpdateAccessKey ${userName} ${accessKeyId}`, () => {
        const user = state.get(userName);
        if (user !== undefined)
          user.keys = user.keys.map((key) =>
            key.accessKeyId === accessKeyId ? { ...key, status: "Inactive" } : key,
          );
      }),
  };
  async function call<Answer>(name: string, effect: () => Answer): Promise<Answer> {
    account.calls.push(name);
    account.before(name);
    const answer = effect();
    account.after(name);
    return answer;
  }
  return account;
}
