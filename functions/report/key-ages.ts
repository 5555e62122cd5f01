import type { AccountResult } from "../../statemachine/account-result.ts";
import type { KeysOfAge } from "../../statemachine/run-report.ts";

/** Counts active keys by their age while the results go by; there are as many counts as ages, not as keys. */
export function ageCounter() {
  const counts = new Map<number, number>();
  return {
    add({ results }: AccountResult): void {
      for (const { decision } of results)
        if (decision.verdict !== "notActive") counts.set(decision.age, (counts.get(decision.age) ?? 0) + 1);
    },
    ages(): KeysOfAge[] {
      return [...counts].map(([age, keys]) => ({ age, keys })).sort((one, other) => one.age - other.age);
    },
  };
}
