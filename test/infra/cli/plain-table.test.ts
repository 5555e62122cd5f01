import { expect, it } from "vitest";
import { plainTable, shortened } from "../../../infra/cli/shared/plain-table.ts";

it("aligns text left and numbers right, without lines and without trailing spaces", () => {
  const table = plainTable({
    head: ["day", "off", "account"],
    align: "lrl",
    rows: [
      ["2026-11-24", 3, "Payments"],
      ["2026-11-25", 12, ""],
    ],
  });

  expect(table.split("\n")).toEqual([
    "day         off  account",
    "2026-11-24    3  Payments",
    "2026-11-25   12",
  ]);
});

it("shortens a text only if it is too long, and shows that it did", () => {
  expect([shortened("Payments", 8), shortened("Payments", 7)]).toEqual(["Payments", "Paymen…"]);
});
