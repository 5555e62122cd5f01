import * as z from "zod/mini";
import { AwsError } from "../../cloud/aws-error.ts";
import type { PageTokens } from "../page-tokens.ts";

/** The parameters of every listing of Organizations: at most 20 a page, and 20 where none are named. */
export const organizationPageInput = {
  MaxResults: z.optional(z.int().check(z.gte(1), z.lte(20))),
  NextToken: z.optional(z.string().check(z.maxLength(100_000))),
};

/** What makes a page of a listing. */
export interface Paging {
  readonly tokens: PageTokens;
  /**
   * After this many pages in a row, an empty page with a token follows, as AWS warns: "even when
   * there are more results available" (Organizations API reference, NextToken). 0: never.
   */
  readonly emptyPageAfter: number;
}

const position = z.object({ offset: z.int(), pagesInARow: z.int() });

/**
 * A page of a listing.
 * @param listing names the list and its reader; a token is valid for the same list only
 * @throws {AwsError} InvalidInputException for a token that is none of this listing
 */
export function organizationPage<Item>(
  { tokens, emptyPageAfter }: Paging,
  items: readonly Item[],
  { MaxResults = 20, NextToken }: { MaxResults?: number | undefined; NextToken?: string | undefined },
  listing: string,
): { readonly items: readonly Item[]; readonly NextToken?: string } {
  const { offset, pagesInARow } =
    NextToken === undefined ? { offset: 0, pagesInARow: 0 } : positionOf(tokens.open(listing, NextToken));
  const goOn = (next: z.infer<typeof position>) => ({
    NextToken: tokens.seal(listing, JSON.stringify(next)),
  });
  if (offset < items.length && emptyPageAfter > 0 && pagesInARow === emptyPageAfter)
    return { items: [], ...goOn({ offset, pagesInARow: 0 }) };
  const end = offset + MaxResults;
  const page = items.slice(offset, end);
  return end < items.length
    ? { items: page, ...goOn({ offset: end, pagesInARow: pagesInARow + 1 }) }
    : { items: page };
}

function positionOf(opened: string | undefined): z.infer<typeof position> {
  if (opened !== undefined) return z.parse(position, JSON.parse(opened));
  throw new AwsError(
    "InvalidInputException",
    "INVALID_NEXT_TOKEN: Get the NextToken from the previous response.",
  );
}
