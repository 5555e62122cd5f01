import type { ReadAccount } from "../aws/member-account.ts";
import type { LastUsed } from "../domain/last-used.ts";
import type { LookUpLastUsed } from "../notices/compose-notices.ts";

/** Reads last uses and keeps them, for the second mail about a key and for the account result. */
export interface LastUses {
  readonly lookUp: LookUpLastUsed;
  /** The last uses that were read, by access key ID. */
  readonly known: ReadonlyMap<string, LastUsed>;
}

/** Last uses of the keys of one account. */
export function lastUsesOf(member: Pick<ReadAccount, "lastUsed">): LastUses {
  const known = new Map<string, LastUsed>();
  return {
    known,
    async lookUp({ accessKeyId }) {
      const before = known.get(accessKeyId);
      if (before !== undefined) return before;
      const found = await member.lastUsed(accessKeyId);
      known.set(accessKeyId, found);
      return found;
    },
  };
}
