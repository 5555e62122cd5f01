import type { Account } from "../../../functions/domain/account.ts";
import { plainTable, shortened } from "./plain-table.ts";

/** Counts something by OU, by account or by any other group; the largest group comes first. */
export function countedKeys<Item>(
  items: readonly Item[],
  groupOf: (item: Item) => string,
): [group: string, count: number][] {
  const groups = new Map<string, number>();
  for (const item of items) groups.set(groupOf(item), (groups.get(groupOf(item)) ?? 0) + 1);
  return [...groups].toSorted(([one, a], [other, b]) => b - a || (one < other ? -1 : 1));
}

/** Longer lists are cut in a terminal; `--json` has them in full. */
export const longestList = 20;

/** The line below a list that was cut. */
export function moreLine(number: number, shown = longestList, inFull = "--json lists"): string[] {
  return number > shown ? [`and ${number - shown} more; ${inFull} all of them`] : [];
}

/** A table of counts by group. */
export function countTable(
  head: readonly [string, string],
  groups: readonly (readonly [string, number])[],
): string[] {
  if (groups.length === 0) return [];
  const rows = groups.slice(0, longestList).map(([group, count]) => [shortened(group, 56), count]);
  return [plainTable({ head, align: "lr", rows }), ...moreLine(groups.length)];
}

/** An account in a list: ID and name. */
export function accountLabel({ id, name }: Pick<Account, "id" | "name">): string {
  return `${id}  ${name}`;
}
