import type { KeyHistory } from "../domain/key-history.ts";
import type { DecisionBasis, Ledger } from "./ledger.ts";
import { beginRound } from "./ledger-rounds.ts";
import { dayOfWriting, inRound, type LedgerPlace, readEntry, writeEntry } from "./ledger-writes.ts";

type DeactivationWrites = Pick<
  Ledger,
  "intendDeactivation" | "completeDeactivation" | "withdrawIntention" | "recordRestore"
>;

const names = { "#deactivation": "deactivation", "#state": "state", "#number": "number" } as const;
const isDone = "(#deactivation.#state = :done AND #deactivation.#number = :deactivation)";

/**
 * The writes about deactivations and restores. While a deactivation is only intended, the one before it is kept in
 * the attribute `deactivationBefore`, so that an intention can be withdrawn.
 */
export function deactivationWrites(place: LedgerPlace): DeactivationWrites {
  const { writer } = place;
  const { run, invocation } = writer;
  const utcDay = () => dayOfWriting(writer);
  return {
    async intendDeactivation(key, basis) {
      const number = basis.deactivationNumber + 1;
      const isFirst = basis.deactivationNumber === 0;
      const { condition, ...decided } = asDecided(basis);
      const recorded = await writeEntry(place, key, {
        set: { deactivation: { state: "intended", number, on: utcDay(), run, invocation } },
        ...(isFirst ? {} : { also: ["#before = #deactivation"] }),
        condition,
        names: { ...decided.names, ...(isFirst ? {} : { "#before": "deactivationBefore" }) },
        values: decided.values,
      });
      if (recorded) return "recorded";
      // A retry of this run finds the intention of its interrupted attempt.
      const { deactivation, round, claims, restore } = await readEntry(place, key.accessKeyId);
      const isOurs =
        deactivation?.state === "intended" && deactivation.number === number && deactivation.run === run;
      const isUnchanged =
        round === basis.round && claims === basis.claims && (restore?.number ?? 0) === basis.restoreNumber;
      return isOurs && isUnchanged ? "recorded" : "overtaken";
    },

    // An intention that another execution withdrew meanwhile does not matter: the key was read back as Inactive.
    completeDeactivation(key, number, begun = { run, on: utcDay() }) {
      const { on } = begun;
      const before = begun.run === run ? {} : { begunBy: begun.run };
      return beginRound(place, key, {
        by: "deactivation",
        set: { deactivation: { state: "done", number, on, run, invocation, ...before } },
        remove: ["deactivationBefore"],
        condition:
          "(attribute_not_exists(#deactivation) OR #deactivation.#number < :number OR #deactivation.#number = :number AND #deactivation.#state = :intended)",
        names,
        values: { ":number": number, ":intended": "intended" },
        afterFailure({ deactivation }) {
          if (deactivation === undefined || deactivation.number < number) return undefined;
          if (deactivation.number > number) return "overtaken";
          if (deactivation.state === "intended") return undefined;
          return deactivation.run === run ? "recorded" : "overtaken";
        },
      });
    },

    async withdrawIntention(key, number) {
      const isFirst = number === 1;
      await writeEntry(place, key, {
        ...(isFirst
          ? { remove: ["deactivation"] }
          : { also: ["#deactivation = #before"], remove: ["deactivationBefore"] }),
        condition: "#deactivation.#state = :intended AND #deactivation.#number = :number",
        names: isFirst ? names : { ...names, "#before": "deactivationBefore" },
        values: { ":intended": "intended", ":number": number },
      });
    },

    async recordRestore(key, restore) {
      const { state, number, deactivation } = restore;
      const recorded = { ...restore, on: utcDay(), run };
      const restoreNames = { ...names, "#restore": "restore" };
      const values = { ":done": "done", ":deactivation": deactivation, ":number": number };
      if (state === "done") {
        const isWritten = await writeEntry(place, key, {
          set: { restore: recorded },
          condition: `${isDone} AND #restore.#number = :number AND #restore.#run = :run`,
          names: { ...restoreNames, "#run": "run" },
          values: { ...values, ":run": run },
        });
        return isWritten ? "recorded" : "overtaken";
      }
      return beginRound(place, key, {
        by: "restore",
        set: { restore: recorded },
        condition: `${isDone} AND (attribute_not_exists(#restore) OR #restore.#number < :number)`,
        names: restoreNames,
        values,
        afterFailure(history) {
          // A retry of this execution finds the restore of its interrupted attempt.
          if (history.restore?.number === number && history.restore.run === run) return "recorded";
          return isRestorable(history, deactivation, number) ? undefined : "overtaken";
        },
      });
    },
  };
}

/** The condition that the key is as the decision saw it, and that no other execution intends to deactivate it. */
function asDecided({ round, claims, restoreNumber, deactivationNumber }: DecisionBasis) {
  const inItsRound = inRound(round);
  const isRestored = restoreNumber > 0;
  const isDeactivated = deactivationNumber > 0;
  return {
    condition: [
      inItsRound.condition,
      claims > 0 ? "#claims = :claims" : "attribute_not_exists(#claims)",
      isRestored ? "#restore.#number = :restore" : "attribute_not_exists(#restore)",
      isDeactivated ? isDone : "attribute_not_exists(#deactivation)",
    ].join(" AND "),
    names: {
      ...inItsRound.names,
      "#claims": "claims",
      "#restore": "restore",
      "#deactivation": "deactivation",
      ...(isRestored || isDeactivated ? { "#number": "number" } : {}),
      ...(isDeactivated ? { "#state": "state" } : {}),
    },
    values: {
      ...inItsRound.values,
      ...(claims > 0 ? { ":claims": claims } : {}),
      ...(isRestored ? { ":restore": restoreNumber } : {}),
      ...(isDeactivated ? { ":done": "done", ":deactivation": deactivationNumber } : {}),
    },
  };
}

function isRestorable(
  { deactivation, restore }: KeyHistory,
  deactivationNumber: number,
  restoreNumber: number,
): boolean {
  return (
    deactivation?.state === "done" &&
    deactivation.number === deactivationNumber &&
    (restore?.number ?? 0) < restoreNumber
  );
}
