import type { EmbeddedCloudProps } from "../../infra/sandbox/embedded-cloud.ts";
import { type EmbeddedTestCloud, startEmbeddedTestCloud } from "./embedded-test-cloud.ts";

/** An embedded cloud whose member accounts have one user each, an employee with a key of day 0. */
export interface OwnedAccounts {
  readonly cloud: EmbeddedTestCloud;
  /** The status of the key in an account. */
  statusIn(accountId: string): Promise<string | undefined>;
  /** The key of an account. */
  keyIn(accountId: string): string;
  /** The texts of the mails to the owner in an account. */
  mailsIn(accountId: string): string[];
}

/** Starts the cloud. */
export async function startOwnedAccounts(
  members: number,
  props: Partial<EmbeddedCloudProps> = {},
): Promise<OwnedAccounts> {
  const cloud = await startEmbeddedTestCloud({ members }, props);
  const keys = new Map<string, string>();
  for (const account of cloud.accounts.members) {
    const tags = { email: addressIn(account), UserType: "employee" };
    await cloud.createUser(account, { userName: "owner", tags });
    keys.set(account, await cloud.createKey(account, "owner"));
  }
  return {
    cloud,
    statusIn: (account) => cloud.keyStatus(account, "owner", keys.get(account) ?? "none"),
    keyIn: (account) => keys.get(account) ?? "none",
    mailsIn: (account) => cloud.mails().flatMap(({ to, text }) => (to === addressIn(account) ? [text] : [])),
  };
}

/** The owner's address in an account. */
export function addressIn(accountId: string): string {
  return `owner-${accountId}@example.com`;
}
