import { expect, it } from "vitest";
import {
  accountResultKey,
  accountResultPrefix,
  deactivationResultKey,
  deactivationResultPrefix,
  inventoryKey,
  lastTotalsKey,
  markerKey,
  markerPrefix,
  ouNamesKey,
  planItemsKey,
  planKey,
  reportKey,
  restoreItemsKey,
  restoreResultKey,
  restoreResultPrefix,
  skippedKey,
  workListKey,
} from "../../../functions/domain/run-files.ts";

const run = ["2026-11-23", "daily-1"] as const;

it("every file of a run is below the run's day and ID", () => {
  const keys = [
    workListKey(...run),
    skippedKey(...run),
    ouNamesKey(...run),
    accountResultPrefix(...run),
    accountResultKey(...run, "111122223333"),
    markerPrefix(...run, "due"),
    markerKey(...run, "due", "111122223333"),
    planKey(...run),
    planItemsKey(...run),
    deactivationResultPrefix(...run),
    deactivationResultKey(...run, "111122223333"),
    reportKey(...run, "csv"),
  ];
  expect(keys.every((key) => key.startsWith("runs/2026-11-23/daily-1/"))).toBe(true);
  expect(keys.map((key) => key.replace(/^runs\/2026-11-23\/daily-1\//, ""))).toEqual([
    "work-list.json",
    "skipped.jsonl",
    "ou-names.json",
    "accounts/",
    "accounts/111122223333.json",
    "due/",
    "due/111122223333",
    "plan.json",
    "plan-items.json",
    "deactivations/",
    "deactivations/111122223333.json",
    "report.csv",
  ]);
});

it("what belongs to no single run has a place of its own", () => {
  expect([
    restoreItemsKey("restore-1"),
    restoreResultPrefix("restore-1"),
    restoreResultKey("restore-1", "111122223333"),
    lastTotalsKey,
    inventoryKey("111122223333"),
  ]).toEqual([
    "restores/restore-1/items.json",
    "restores/restore-1/accounts/",
    "restores/restore-1/accounts/111122223333.json",
    "runs/latest/report.totals.json",
    "inventory/111122223333.json",
  ]);
});
