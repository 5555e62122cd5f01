import type { Undeliverable } from "../../statemachine/run-report.ts";
import { addDays, type Day } from "../domain/calendar-day.ts";
import type { ReportedKey } from "./reported-key.ts";

interface AddressState {
  deliveredOn?: Day;
  bounced?: { on: Day; cause: string };
  isFallback: boolean;
  keys: number;
}

/**
 * The age in days of notices whose delivery reports are expected. SES reports within minutes; after a day it is
 * certain.
 */
const [youngest, oldest] = [2, 3];

/** Watches SES's reports over all keys: which addresses bounce, and whether reports arrive at all. */
export function deliveryWatch(day: Day) {
  const addresses = new Map<string, AddressState>();
  const byDay = new Map<Day, { sent: number; known: number }>();
  const [from, to] = [addDays(day, -oldest), addDays(day, -youngest)];
  return {
    add({ facts, notices }: ReportedKey): void {
      const seen = new Set<string>();
      const stateOf = (address: string, isFallback: boolean) => {
        const state = addresses.get(address) ?? { isFallback: false, keys: 0 };
        state.isFallback ||= isFallback;
        if (!seen.has(address)) state.keys += 1;
        seen.add(address);
        addresses.set(address, state);
        return state;
      };
      for (const { to: address, as, state, on, delivery } of facts.history.notices) {
        const known = stateOf(address, as === "fallback");
        if (delivery.state === "delivered") known.deliveredOn = latest(known.deliveredOn, delivery.on);
        if (delivery.state === "bounced") noteBounce(known, delivery.on, delivery.cause);
        if (state === "refused") noteBounce(known, on, "Rejected");
        if (state !== "sent" || on < from || on > to) continue;
        const counts = byDay.get(on) ?? { sent: 0, known: 0 };
        counts.sent += 1;
        if (delivery.state !== "unknown") counts.known += 1;
        byDay.set(on, counts);
      }
      for (const { to: address, as, outcome, error } of notices)
        if (outcome === "refused") noteBounce(stateOf(address, as === "fallback"), day, error ?? "Rejected");
    },
    /** Addresses whose latest report is a bounce or a refusal; fallback contacts first, then by number of keys. */
    undeliverable(): Undeliverable[] {
      return [...addresses]
        .flatMap(([address, { bounced, deliveredOn, isFallback, keys }]) =>
          bounced === undefined || (deliveredOn !== undefined && deliveredOn > bounced.on)
            ? []
            : [{ address, isFallback, keys, ...bounced }],
        )
        .sort((one, other) => Number(other.isFallback) - Number(one.isFallback) || other.keys - one.keys);
    },
    /** Whether on some day no notice has a delivery report, although all are at least a day old. */
    reportsMissing(): boolean {
      return [...byDay.values()].some(({ sent, known }) => sent > 0 && known === 0);
    },
  };
}

function noteBounce(state: AddressState, on: Day, cause: string): void {
  if (state.bounced === undefined || state.bounced.on <= on) state.bounced = { on, cause };
}

function latest(one: Day | undefined, other: Day): Day {
  return one === undefined || one < other ? other : one;
}
