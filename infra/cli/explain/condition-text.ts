import type { Condition } from "../../../functions/domain/may-deactivate.ts";
import { count } from "../shared/words.ts";

const titles: Readonly<Record<Condition["name"], string>> = {
  day: "no warning names a later day",
  delivered: "a warning was delivered in time to whoever owns the key now",
  standing: "that warning still counts",
  fresh: "the named day is not too long ago",
};

/** One condition of the rule, and the facts that it checked. */
export function conditionText(condition: Condition): string {
  return `${titles[condition.name]} (${seen(condition)})`;
}

function seen(condition: Condition): string {
  switch (condition.name) {
    case "day":
      return condition.notBefore === undefined ? "no day was named" : `not before ${condition.notBefore}`;
    case "delivered":
      return condition.since === undefined ? "none was delivered" : `counts from ${condition.since} on`;
    case "standing":
      return condition.holds ? "it was not revoked" : "none counts today";
    case "fresh":
      if (condition.age === undefined) return "no day was named";
      return condition.age < 0
        ? `it comes in ${count(-condition.age, "day")}`
        : `${count(condition.age, "day")} ago, days of waiting not counted`;
  }
}
