import * as z from "zod/mini";
import { AwsError } from "../../cloud/aws-error.ts";
import { queryNumber } from "../query-input.ts";
import type { IamCall } from "./iam-operation.ts";

/** The two parameters of every IAM listing: 1 to 1,000 items, 100 where none are named (IAM API reference). */
export const iamPageInput = {
  MaxItems: z.optional(queryNumber(1, 1000)),
  Marker: z.optional(z.string()),
};

/** What pages an IAM listing. */
export interface IamPage<Item> {
  readonly items: readonly Item[];
  readonly IsTruncated: boolean;
  readonly Marker?: string;
}

/**
 * A page of a listing. The marker holds the last key, not a position: what is made or deleted between two
 * pages neither hides an item nor shows one twice.
 * @param items in the order of `compare`
 * @param listing what is listed, for the marker
 */
export function iamPage<Item>(
  call: IamCall,
  items: readonly Item[],
  {
    MaxItems = 100,
    Marker,
  }: { readonly MaxItems?: number | undefined; readonly Marker?: string | undefined },
  listing: string,
  keyOf: (item: Item) => string,
  compare: (one: string, other: string) => number,
): IamPage<Item> {
  const scope = `${call.account.accountId} ${listing}`;
  const after = Marker === undefined ? undefined : call.markers.open(scope, Marker);
  if (Marker !== undefined && after === undefined)
    throw new AwsError("ValidationError", `Invalid Marker: ${Marker}`);
  const rest = after === undefined ? items : items.filter((item) => compare(keyOf(item), after) > 0);
  const page = rest.slice(0, Math.min(MaxItems, call.largestPage));
  const last = page.at(-1);
  if (last === undefined || page.length === rest.length) return { items: page, IsTruncated: false };
  return { items: page, IsTruncated: true, Marker: call.markers.seal(scope, keyOf(last)) };
}
