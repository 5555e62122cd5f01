import * as z from "zod/mini";
import { AwsError } from "../../cloud/aws-error.ts";
import type { PageTokens } from "../page-tokens.ts";

/** Fields of every list call. */
export const pageFields = {
  maxResults: z.optional(z.int().check(z.minimum(0), z.maximum(1000))),
  nextToken: z.optional(z.string()),
};

interface PageOf {
  readonly maxResults?: number | undefined;
  readonly nextToken?: string | undefined;
}

/** "The default is 100 and the maximum allowed page size is 1000. A value of 0 uses the default." */
const defaultSize = 100;

/**
 * One page of a list. A token says after which item the next page begins, so that what is added to the
 * front of a list moves nothing.
 * @param listing what is listed; a token is good for that only
 * @throws {AwsError} InvalidToken
 */
export function pageOf<Item>(
  tokens: PageTokens,
  listing: string,
  items: readonly Item[],
  keyOf: (item: Item) => string,
  { maxResults = 0, nextToken }: PageOf,
): { readonly items: readonly Item[]; readonly nextToken?: string } {
  const from = nextToken === undefined ? 0 : startAfter(nextToken);
  const page = items.slice(from, from + (maxResults === 0 ? defaultSize : maxResults));
  const last = page.at(-1);
  if (last === undefined || from + page.length === items.length) return { items: page };
  return { items: page, nextToken: tokens.seal(listing, keyOf(last)) };

  function startAfter(token: string): number {
    const key = tokens.open(listing, token);
    const position = items.findIndex((item) => keyOf(item) === key);
    if (key === undefined || position < 0) throw new AwsError("InvalidToken", `Invalid Token: '${token}'`);
    return position + 1;
  }
}
