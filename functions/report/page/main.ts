import type { RunReport } from "../../../statemachine/run-report.ts";
import { element, placeOf } from "./element.ts";
import { showAccounts } from "./show-accounts.ts";
import { showAges } from "./show-ages.ts";
import { showForecast } from "./show-forecast.ts";
import { showKeys } from "./show-keys.ts";
import { showReasons } from "./show-reasons.ts";
import { showRun } from "./show-run.ts";
import { showTotals } from "./show-totals.ts";

/**
 * Reads the report out of the page. The report function has parsed it by its schema before it put it there,
 * in the version of this very page; parsing 50,000 accounts once more would only keep the reader waiting.
 */
function readReport(): RunReport {
  return JSON.parse(placeOf("run-report").textContent ?? "");
}

try {
  const report = readReport();
  for (const show of [showRun, showTotals, showAges, showKeys, showForecast, showAccounts, showReasons])
    show(report);
} catch (error) {
  placeOf("main").prepend(
    element("p", { role: "alert", class: "coverage incomplete" }, `This report cannot be shown: ${error}`),
  );
  throw error;
}
