import type { ReportStage } from "../../../statemachine/run-report.ts";

/**
 * What a stage does, by user type: `day 90: deactivate (employee), notify (machine)`; the types only if they differ.
 */
export function stageText({ day, actions }: ReportStage): string {
  const byAction = Map.groupBy(Object.entries(actions), ([, action]) => action);
  const parts = [...byAction].map(([action, entries]) =>
    byAction.size === 1 ? action : `${action} (${entries.map(([type]) => type).join(", ")})`,
  );
  return `day ${day}: ${parts.length === 0 ? "nothing" : parts.join(", ")}`;
}
