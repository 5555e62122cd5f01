import { expect, it } from "vitest";
import { searchable, searchRows, sortRows } from "../../../../functions/report/page/arrange-rows.ts";

interface Row {
  readonly name: string;
  readonly age?: number;
}

const rows: readonly Row[] = [
  { name: "web-10", age: 80 },
  { name: "Anna", age: 90 },
  { name: "web-9", age: 80 },
  { name: "none" },
  { name: "anna.b", age: 70 },
];
const all = searchable(rows, ({ name, age }) => `${name} ${age ?? ""}`);
const names = (found: readonly Row[]) => found.map(({ name }) => name);
const sorted = (
  sortValue: (row: Row) => string | number | undefined,
  direction: "ascending" | "descending",
) => names(sortRows(all, sortValue, direction).map(({ row }) => row));

it("finds rows that contain every word, in any case and order, and keeps their order", () => {
  expect(names(searchRows(all, "ANNA"))).toEqual(["Anna", "anna.b"]);
  expect(names(searchRows(all, "80 web"))).toEqual(["web-10", "web-9"]);
  expect(names(searchRows(all, "web 90"))).toEqual([]);
});

it("finds all rows if the search has only spaces", () => {
  expect(searchRows(all, "")).toEqual(rows);
  expect(searchRows(all, "  \t ")).toEqual(rows);
});

it("searches for the text itself, not for a pattern", () => {
  expect(searchRows(all, ".*")).toEqual([]);
  expect(names(searchRows(all, "a.b"))).toEqual(["anna.b"]);
});

it("applies the filter before it searches", () => {
  expect(names(searchRows(all, "web", ({ name }) => name !== "web-9"))).toEqual(["web-10"]);
});

it("sorts names without case, and numbers in them by their value", () => {
  expect(sorted(({ name }) => name, "ascending")).toEqual(["Anna", "anna.b", "none", "web-9", "web-10"]);
  expect(sorted(({ name }) => name, "descending")).toEqual(["web-10", "web-9", "none", "anna.b", "Anna"]);
});

it("sorts figures by value, keeps equal rows in order, and puts rows without a figure last in both directions", () => {
  expect(sorted(({ age }) => age, "ascending")).toEqual(["anna.b", "web-10", "web-9", "Anna", "none"]);
  expect(sorted(({ age }) => age, "descending")).toEqual(["Anna", "web-10", "web-9", "anna.b", "none"]);
});

it("does not change the rows that it gets", () => {
  const before = names(all.map(({ row }) => row));

  sorted(({ name }) => name, "descending");

  expect(names(all.map(({ row }) => row))).toEqual(before);
});
