import type { KeyRow, ReportHead } from "../../statemachine/run-report.ts";

/** A key in the page: as few and as similar values as possible, because there may be 200,000 keys. */
export interface PageKey {
  /** Its place in the list of accounts; -1 for an account that is not in it. */
  readonly account: number;
  readonly user: string;
  readonly id: string;
  readonly age: number;
  readonly owner: string;
  readonly type: string;
  /** A day, `never`, `unknown`, or nothing if it was not read. */
  readonly used: string;
  readonly usedBy: string;
  /** The last four characters of the user's other key; empty without one. */
  readonly other: string;
  readonly otherStatus: string;
  readonly state: KeyRow["state"];
  readonly reason: KeyRow["reason"];
  readonly overdueSince: string;
  readonly restarts: number;
  readonly fate: NonNullable<KeyRow["fate"]> | "";
  readonly outcome: NonNullable<KeyRow["outcome"]> | "";
  readonly why: NonNullable<KeyRow["why"]> | "";
  /** Outcome, recipient (empty: the owner of the email tag), error. */
  readonly notices: readonly (readonly [KeyRow["notices"][number]["outcome"], string, string])[];
  readonly nextOn: string;
  readonly next: "notify" | "deactivate" | "";
}

/** One column: its values, or the different values and an index for each row. */
export type Column<Value> =
  | { readonly values: readonly Value[] }
  | { readonly different: readonly Value[]; readonly which: readonly number[] };

/** The keys of the page, column by column. Similar values are together, so they compress to a quarter. */
export type KeyColumns = { readonly [Name in keyof PageKey]: Column<PageKey[Name]> };

/** The data of the page. */
export interface PageData {
  readonly head: ReportHead;
  readonly keys: KeyColumns;
  /** How many keys the page has, and how many others are in report.csv only. */
  readonly rows: number;
  readonly more: number;
}

/** A row of the report in the form of the page. */
export function pageKey(row: KeyRow, placeOfAccount: ReadonlyMap<string, number>): PageKey {
  const { lastUsed, otherKey, owner = "" } = row;
  const used = lastUsed?.state === "used" ? lastUsed : undefined;
  const where = [used?.service, used?.region].filter((part) => part !== undefined && part !== "N/A");
  return {
    account: placeOfAccount.get(row.accountId) ?? -1,
    user: row.userName,
    id: row.accessKeyId,
    age: row.age,
    owner,
    type: row.userType ?? "",
    used: used?.on ?? lastUsed?.state ?? "",
    usedBy: where.join(", "),
    other: otherKey?.accessKeyId.slice(-4) ?? "",
    otherStatus: otherKey === undefined ? "" : `${otherKey.status}, created ${otherKey.createdOn}`,
    state: row.state,
    reason: row.reason,
    overdueSince: row.overdueSince ?? "",
    restarts: row.restarts,
    fate: row.fate ?? "",
    outcome: row.outcome ?? "",
    why: row.why ?? "",
    notices: row.notices.map(({ outcome, to, error = "" }) => [outcome, to === owner ? "" : to, error]),
    nextOn: row.next?.on ?? "",
    next: row.next?.what ?? "",
  };
}

/** Rows turned into columns. */
export function keyColumns(keys: readonly PageKey[]): KeyColumns {
  const of = <Name extends keyof PageKey>(name: Name) => columnOf(keys.map((key) => key[name]));
  return {
    account: of("account"),
    user: of("user"),
    id: of("id"),
    age: of("age"),
    owner: of("owner"),
    type: of("type"),
    used: of("used"),
    usedBy: of("usedBy"),
    other: of("other"),
    otherStatus: of("otherStatus"),
    state: of("state"),
    reason: of("reason"),
    overdueSince: of("overdueSince"),
    restarts: of("restarts"),
    fate: of("fate"),
    outcome: of("outcome"),
    why: of("why"),
    notices: of("notices"),
    nextOn: of("nextOn"),
    next: of("next"),
  };
}

/** A dictionary pays off if each value occurs twice on average. */
function columnOf<Value>(values: readonly Value[]): Column<Value> {
  const places = new Map<unknown, number>();
  const different: Value[] = [];
  const which = values.map((value) => {
    const key = typeof value === "object" ? JSON.stringify(value) : value;
    const known = places.get(key);
    if (known !== undefined) return known;
    places.set(key, different.length);
    return different.push(value) - 1;
  });
  return different.length * 2 > values.length ? { values } : { different, which };
}

/** Columns turned back into rows. */
export function pageKeysOf(columns: KeyColumns, rows: number): PageKey[] {
  return Array.from({ length: rows }, (_, row) => ({
    account: valueAt(columns.account, row),
    user: valueAt(columns.user, row),
    id: valueAt(columns.id, row),
    age: valueAt(columns.age, row),
    owner: valueAt(columns.owner, row),
    type: valueAt(columns.type, row),
    used: valueAt(columns.used, row),
    usedBy: valueAt(columns.usedBy, row),
    other: valueAt(columns.other, row),
    otherStatus: valueAt(columns.otherStatus, row),
    state: valueAt(columns.state, row),
    reason: valueAt(columns.reason, row),
    overdueSince: valueAt(columns.overdueSince, row),
    restarts: valueAt(columns.restarts, row),
    fate: valueAt(columns.fate, row),
    outcome: valueAt(columns.outcome, row),
    why: valueAt(columns.why, row),
    notices: valueAt(columns.notices, row),
    nextOn: valueAt(columns.nextOn, row),
    next: valueAt(columns.next, row),
  }));
}

function valueAt<Value>(column: Column<Value>, row: number): Value {
  const value = "values" in column ? column.values[row] : column.different[column.which[row] ?? -1];
  if (value === undefined) throw new Error(`the data has no row ${row}`);
  return value;
}
