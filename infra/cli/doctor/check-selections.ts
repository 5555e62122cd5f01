import type { AccountSelection, Policy } from "../../../functions/domain/policy.ts";
import type { RunReport } from "../../../statemachine/run-report.ts";
import { count } from "../shared/words.ts";
import type { Finding } from "./finding.ts";
import { type DoctorFacts, reportOf } from "./gather.ts";

/**
 * Whether the Organization has every account and OU that the settings name. A run accepts an ID that matches nothing;
 * but with a mistyped ID under `exclude` Curfew deactivates keys that somebody meant to keep.
 */
export function checkSelections({ settings, full }: Pick<DoctorFacts, "settings" | "full">): Finding[] {
  const report = reportOf({ full });
  if (!("answer" in settings) || report === undefined) return [];
  const selected = selectedBy(settings.answer.policy);
  if (selected.length === 0) return [];
  const known = idsOf(report);
  const unknown = selected.filter(({ id }) => !known.has(id));
  const check = "Selections";
  if (unknown.length === 0)
    return [{ check, state: "ok", finding: `${count(selected.length, "ID")} in the settings, all known` }];
  return [
    {
      check,
      state: "warning",
      finding: unknown
        .map(({ where, id }) => `${where}: no account in the last full run matches ${id}`)
        .join("; "),
      advice:
        "Look the IDs up in Organizations. A mistyped ID under exclude excludes nothing. An OU without accounts is listed here too.",
    },
  ];
}

interface Selected {
  /** The field of the settings. */
  readonly where: string;
  readonly id: string;
}

function selectedBy({ include, exclude, overrides }: Policy): Selected[] {
  return [
    ...named("include", include),
    ...named("exclude", exclude),
    ...overrides.flatMap((override, index) => named(`overrides[${index}]`, override)),
  ];
}

function named(where: string, { accounts, organizationalUnits }: AccountSelection): Selected[] {
  return [
    ...accounts.map((id) => ({ where: `${where}.accounts`, id })),
    ...organizationalUnits.map((id) => ({ where: `${where}.organizationalUnits`, id })),
  ];
}

/** The accounts that the run listed or skipped, and the OUs above them. */
function idsOf({ accounts, skipped }: RunReport): ReadonlySet<string> {
  return new Set([...accounts, ...skipped].flatMap(({ id, path }) => [id, ...path]));
}
