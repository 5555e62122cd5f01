import type { ListedAccount, Organization } from "../../../functions/aws/organizations.ts";

/** A listed account; its number makes its id. */
export function listedAccount(
  number: number,
  { state = "ACTIVE", path = [], joinedOn }: { state?: string; path?: string[]; joinedOn?: string } = {},
): ListedAccount {
  const id = String(number).padStart(12, "0");
  const account = { id, name: `Account ${number}`, path, ...(joinedOn === undefined ? {} : { joinedOn }) };
  return { account, state };
}

/** An Organization in memory that remembers what it was asked. */
export interface MemoryOrganization extends Organization {
  /** The ids asked for one by one, and `needsPaths` of each call. */
  readonly asked: string[];
  readonly neededPaths: boolean[];
}

/** An Organization of these accounts, listed in this order. */
export function memoryOrganization(accounts: Iterable<ListedAccount>): MemoryOrganization {
  const asked: string[] = [];
  const neededPaths: boolean[] = [];
  return {
    asked,
    neededPaths,
    async *accounts(needsPaths) {
      neededPaths.push(needsPaths);
      yield* accounts;
    },
    async account(id, needsPaths) {
      asked.push(id);
      neededPaths.push(needsPaths);
      return [...accounts].find(({ account }) => account.id === id);
    },
  };
}
