import type { Day } from "../../../functions/domain/calendar-day.ts";
import type { PossibleUser } from "./possible-user.ts";
import { type KeyToReplay, replayKey, type Step } from "./replay-key.ts";

/** A step, and for which users it comes; without `onlyIf` it comes whatever the tags say. */
export interface PossibleStep extends Step {
  /** User types, and `unknown type`: the step comes only if the user is of one of them. */
  readonly onlyIf?: readonly string[];
}

/** How a user is called whose type tag is missing or says something unknown. */
export const unknownType = "unknown type";

/** What the days to come bring for a key whose user is one of several possible ones, in order of the days. */
export function possibleSteps(
  key: KeyToReplay,
  users: readonly PossibleUser[],
  from: Day,
  to: Day,
): PossibleStep[] {
  const types = new Set(users.map(typeOf));
  const found = new Map<string, { step: Step; for: Set<string> }>();
  for (const user of users)
    for (const step of replayKey(key, user, from, to)) {
      const id = `${step.on} ${step.what}`;
      const known = found.get(id);
      if (known === undefined) found.set(id, { step, for: new Set([typeOf(user)]) });
      else known.for.add(typeOf(user));
    }
  return [...found.values()]
    .map(({ step, for: those }) =>
      those.size === types.size ? step : { ...step, onlyIf: [...those].sort() },
    )
    .sort((one, other) => (one.on < other.on ? -1 : one.on > other.on ? 1 : 0));
}

/** What a user is called by, where several are possible. */
export function typeOf(user: PossibleUser): string {
  if (user.tags === "unreadable") return "unreadable tags";
  return user.userType ?? unknownType;
}
