import type { AccountSelection, Policy } from "../../../functions/domain/policy.ts";
import type { RunReport } from "../../../statemachine/run-report.ts";
import { count } from "../status/run-words.ts";
import type { Finding } from "./finding.ts";
import { type DoctorFacts, reportOf } from "./gather.ts";

/**
 * Whether everything that the settings select is there. An id of the right form that names nothing is no error
 * to a run; but a mistyped one under `exclude` leaves keys to be switched off that somebody meant to keep.
 */
export function checkSelections({ settings, whole }: Pick<DoctorFacts, "settings" | "whole">): Finding[] {
  const report = reportOf({ whole });
  if (!("answer" in settings) || report === undefined) return [];
  const selected = selectedBy(settings.answer.policy);
  if (selected.length === 0) return [];
  const known = idsOf(report);
  const unknown = selected.filter(({ id }) => !known.has(id));
  const check = "Selections";
  if (unknown.length === 0)
    return [{ check, state: "ok", finding: `${count(selected.length, "id")} in the settings, all known` }];
  const ids = unknown.map(({ where, id }) => `${where} ${id}`).join(", ");
  return [
    {
      check,
      state: "warning",
      finding: `the last whole run met nothing that goes by ${ids}`,
      advice:
        "Look it up in Organizations: mistyped under exclude, it leaves out nobody. A unit without accounts is named here too.",
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

/** Accounts that the run met, those that it left out among them, and the units above them. */
function idsOf({ accounts, leftOut }: RunReport): ReadonlySet<string> {
  return new Set([...accounts, ...leftOut].flatMap(({ id, path }) => [id, ...path]));
}
