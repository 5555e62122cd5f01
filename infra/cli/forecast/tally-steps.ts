import type { PossibleStep } from "../replay/possible-steps.ts";
import type { KeyForecast } from "./forecast-account.ts";

/** How much is to come: for certain, and only if users are of some type. */
export interface StepTally {
  readonly notices: number;
  readonly deactivations: number;
  readonly possibleNotices: number;
  readonly possibleDeactivations: number;
}

/** One step with the key it is about. */
export interface KeyStep extends PossibleStep {
  readonly forecast: KeyForecast;
}

/** Every step, in the order of day, account and user. */
export function stepsOf(keys: readonly KeyForecast[]): KeyStep[] {
  return keys
    .flatMap((forecast) => forecast.steps.map((step) => ({ ...step, forecast })))
    .sort((one, other) => compare(sortKey(one), sortKey(other)));
}

/** Counts steps by whatever they have in common; the groups come in the order of their first step. */
export function tallyBy(
  steps: readonly KeyStep[],
  groupsOf: (step: KeyStep) => readonly string[],
): Map<string, StepTally> {
  const tallies = new Map<string, StepTally>();
  for (const step of steps)
    for (const group of groupsOf(step)) tallies.set(group, plus(tallies.get(group) ?? nothing, step));
  return tallies;
}

/** Counts all steps together. */
export function tallyOf(steps: readonly PossibleStep[]): StepTally {
  return steps.reduce(plus, nothing);
}

const nothing: StepTally = { notices: 0, deactivations: 0, possibleNotices: 0, possibleDeactivations: 0 };

function plus(tally: StepTally, { what, onlyIf }: PossibleStep): StepTally {
  if (what === "notify")
    return onlyIf === undefined
      ? { ...tally, notices: tally.notices + 1 }
      : { ...tally, possibleNotices: tally.possibleNotices + 1 };
  return onlyIf === undefined
    ? { ...tally, deactivations: tally.deactivations + 1 }
    : { ...tally, possibleDeactivations: tally.possibleDeactivations + 1 };
}

function sortKey({ on, forecast }: KeyStep): string {
  return `${on} ${forecast.account.id} ${forecast.userName} ${forecast.accessKeyId}`;
}

function compare(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}
