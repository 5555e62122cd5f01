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
import { clientSettings } from "./client-config.ts";
import { accountPaths } from "./organization-tree.ts";

/** An account and the state that Organizations gives it. */
export interface ListedAccount {
  readonly account: Account;
  /** `ACTIVE`, `SUSPENDED`, `CLOSED`, … (Organizations API reference, Account.State). */
  readonly state: string;
}

/** What Curfew reads of an Organization. */
export interface Organization {
  /**
   * Every account, page by page.
   * @param needsPaths whether the policy speaks of organizational units
   */
  accounts(needsPaths: boolean): AsyncIterable<ListedAccount>;
  /** One account, or `undefined` where it is no member. */
  account(id: string, needsPaths: boolean): Promise<ListedAccount | undefined>;
}

/** The client of the Organization; the SDK sends it to the one endpoint of the partition. */
export function organizationsClient(): OrganizationsClient {
  return new OrganizationsClient(clientSettings);
}

/** The Organization as the client's credentials see it. */
export function organization(client: OrganizationsClient): Organization {
  let walked: Promise<Map<string, string[]>> | undefined;
  // One walk serves all accounts of a run; it happens only where Organizations leaves `Paths` out.
  const withPath = async (listed: ListedAccount | undefined, needsPaths: boolean) => {
    if (listed === undefined || !needsPaths || listed.account.path.length > 0) return listed;
    walked ??= accountPaths(client);
    const path = (await walked).get(listed.account.id);
    if (path === undefined) throw new Error(`account ${listed.account.id} is in no organizational unit`);
    return { ...listed, account: { ...listed.account, path } };
  };
  return {
    async *accounts(needsPaths) {
      // 20 a page is the most that ListAccounts gives, and a page may be empty: the paginator follows NextToken.
      for await (const { Accounts, NextToken } of paginateListAccounts({ client, pageSize: 20 }, {})) {
        // A broken answer would say that the Organization ends here.
        const page =
          NextToken === undefined ? present(Accounts, "ListAccounts", "Accounts") : (Accounts ?? []);
        for (const listed of page) {
          const found = await withPath(readAccount(listed), needsPaths);
          if (found !== undefined) yield found;
        }
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
  };
}

/**
 * Reads `State` and never `Status`, which AWS retired on 2026-09-09: a peer that read it saw no account at
 * all. An account without a state is an error, for silence about it would be a hole in the coverage.
 */
function readAccount({ Id, Name, State, Paths, JoinedTimestamp }: OrganizationsAccount): ListedAccount {
  if (Id === undefined) throw new Error("ListAccounts answered an account without Id");
  if (State === undefined) throw new Error(`Organizations gives account ${Id} no State`);
  const joinedOn = JoinedTimestamp === undefined ? undefined : dayOf(JoinedTimestamp);
  const account = {
    id: Id,
    name: Name ?? Id,
    path: pathOf(Paths?.[0]),
    ...(joinedOn === undefined ? {} : { joinedOn }),
  };
  return { account, state: State };
}

/** `o-aa111bb222/r-a1b2/ou-a1b2-12345678/111122223333/` without the Organization and the account. */
function pathOf(path: string | undefined): string[] {
  return (path ?? "").split("/").filter((part) => part.startsWith("r-") || part.startsWith("ou-"));
}
