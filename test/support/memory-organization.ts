import type { Organization } from "../../functions/aws/organizations.ts";
import type { Account } from "../../functions/domain/account.ts";

/** An account. Its number determines its ID. */
export function account(number: number, more: Partial<Account> = {}): Account {
  const id = String(number).padStart(12, "0");
  return { id, name: `Account ${number}`, path: [], state: "ACTIVE", ...more };
}

/** An Organization in memory that records its calls. */
export interface MemoryOrganization extends Organization {
  /** The account IDs that were described one by one, and `needsPaths` of each call. */
  readonly asked: string[];
  readonly neededPaths: boolean[];
  /** The roots and OUs whose name was read. */
  readonly askedOus: string[];
}

/** An Organization of these accounts, listed in this order. */
export function memoryOrganization(accounts: Iterable<Account>): MemoryOrganization {
  const asked: string[] = [];
  const neededPaths: boolean[] = [];
  const askedOus: string[] = [];
  return {
    asked,
    neededPaths,
    askedOus,
    async ouName(id) {
      askedOus.push(id);
      return `Name of ${id}`;
    },
    async *accounts(needsPaths) {
      neededPaths.push(needsPaths);
      yield* accounts;
    },
    async account(id, needsPaths) {
      asked.push(id);
      neededPaths.push(needsPaths);
      return [...accounts].find((one) => one.id === id);
    },
  };
}
