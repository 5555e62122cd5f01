import type { Account } from "../domain/account.ts";

/**
 * The work list as text: one JSON array for the Map's ItemReader, with one account per line, so that
 * the report can read it line by line. 50,000 accounts are never in memory at once.
 */
export async function* workListText(accounts: AsyncIterable<Account>): AsyncGenerator<string> {
  let before = "[\n";
  for await (const account of accounts) {
    yield `${before}${JSON.stringify(account)}`;
    before = ",\n";
  }
  yield before === "[\n" ? "[\n]\n" : "\n]\n";
}
