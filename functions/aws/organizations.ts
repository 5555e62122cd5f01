import {
  AccountNotFoundException,
  DescribeAccountCommand,
  type Account as OrganizationsAccount,
  OrganizationsClient,
  paginateListAccounts,
} from "@aws-sdk/client-organizations";
import type { Account } from "../domain/account.ts";
import { dayOf } from "../domain/calendar-day.ts";
import { present } from "./aws-errors.ts";
import { pacedClientSettings } from "./client-config.ts";
import { nameOfOu, type WalkedTree, walkOrganization } from "./organization-tree.ts";

/** What Curfew reads from an Organization. */
export interface Organization {
  /**
   * Every account, page by page.
   * @param needsPaths whether a rule names organizational units
   */
  accounts(needsPaths: boolean): AsyncIterable<Account>;
  /** One account, or `undefined` if it is not a member. */
  account(id: string, needsPaths: boolean): Promise<Account | undefined>;
  /** The name of a root or an OU. It needs no call if the Organization's tree was walked for the paths. */
  ouName(id: string): Promise<string | undefined>;
}

/**
 * The client of the Organization. The SDK uses the one endpoint of the partition. Organizations allows 8 calls a
 * second of ListAccounts and 5 of the list calls by parent, for the whole Organization together (Organizations
 * user guide, orgs_reference_limits), so the client slows down as soon as it is throttled.
 */
export function organizationsClient(): OrganizationsClient {
  return new OrganizationsClient(pacedClientSettings());
}

/** The Organization as the client's credentials see it. */
export function organization(client: OrganizationsClient): Organization {
  let walked: Promise<WalkedTree> | undefined;
  // One walk is enough for all accounts of a run. It is needed only if Organizations omits `Paths`.
  const withPath = async (account: Account, needsPaths: boolean): Promise<Account> => {
    if (!needsPaths || account.path.length > 0) return account;
    walked ??= walkOrganization(client);
    const path = (await walked).paths.get(account.id);
    if (path === undefined) throw new Error(`account ${account.id} is in no organizational unit`);
    return { ...account, path };
  };
  return {
    async *accounts(needsPaths) {
      // ListAccounts returns at most 20 per page, and a page may be empty: the paginator follows NextToken.
      for await (const { Accounts, NextToken } of paginateListAccounts({ client, pageSize: 20 }, {})) {
        // A broken answer would look like the end of the Organization.
        const page =
          NextToken === undefined ? present(Accounts, "ListAccounts", "Accounts") : (Accounts ?? []);
        for (const listed of page) yield await withPath(readAccount(listed), needsPaths);
      }
    },
    async account(id, needsPaths) {
      try {
        const { Account } = await client.send(new DescribeAccountCommand({ AccountId: id }));
        return await withPath(readAccount(present(Account, "DescribeAccount", "Account")), needsPaths);
      } catch (error) {
        if (error instanceof AccountNotFoundException) return undefined;
        throw error;
      }
    },
    async ouName(id) {
      return (await walked)?.names.get(id) ?? (await nameOfOu(client, id));
    },
  };
}

/**
 * Reads `State` and never `Status`, which AWS retired on 2026-09-09. An account without a state is an error: skipping
 * it would be a gap in the coverage.
 */
function readAccount({ Id, Name, State, Paths, JoinedTimestamp }: OrganizationsAccount): Account {
  if (Id === undefined) throw new Error("Organizations returned an account without Id");
  if (State === undefined) throw new Error(`Organizations returned account ${Id} without State`);
  const joinedOn = JoinedTimestamp === undefined ? undefined : dayOf(JoinedTimestamp);
  return {
    id: Id,
    name: Name ?? Id,
    path: pathOf(Paths?.[0]),
    ...(joinedOn === undefined ? {} : { joinedOn }),
    state: State,
  };
}

/** `o-aa111bb222/r-a1b2/ou-a1b2-12345678/111122223333/` without the Organization and the account. */
function pathOf(path: string | undefined): string[] {
  return (path ?? "").split("/").filter((part) => part.startsWith("r-") || part.startsWith("ou-"));
}
