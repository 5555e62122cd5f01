import { pageKeysOf } from "../page-data.ts";
import { element, placeOf } from "./element.ts";
import { readData } from "./read-data.ts";
import { showAccounts } from "./show-accounts.ts";
import { showActions } from "./show-actions.ts";
import { showAges } from "./show-ages.ts";
import { showForecast } from "./show-forecast.ts";
import { showKeys } from "./show-keys.ts";
import { showHolds, showPlan, showUndeliverable } from "./show-plan.ts";
import { showReasons } from "./show-reasons.ts";
import { showRun } from "./show-run.ts";
import { showTotals } from "./show-totals.ts";

async function showReport(): Promise<void> {
  const { head, keys, rows, more } = await readData(placeOf("run-report").textContent ?? "");
  for (const show of [showRun, showActions, showTotals, showAges, showPlan, showHolds, showForecast])
    show(head);
  showKeys(head, pageKeysOf(keys, rows), more);
  for (const show of [showUndeliverable, showAccounts, showReasons]) show(head);
  document.body.dataset.state = "shown";
}

showReport().catch((error: unknown) => {
  placeOf("main").prepend(
    element("p", { role: "alert", class: "coverage incomplete" }, `This report cannot be shown: ${error}`),
  );
  throw error;
});
