import type { Undeliverable } from "../../statemachine/run-report.ts";
import { addDays, type Day } from "../domain/calendar-day.ts";
import type { AccountRules } from "../domain/policy.ts";
import { recipientsOf } from "../domain/recipients.ts";
import type { UserTags } from "../domain/user-facts.ts";
import type { ReportedKey } from "./reported-key.ts";

/** The rules that say who gets mail about a key today. */
export type AddressRules = Pick<AccountRules, "contacts" | "allowedDomains">;

interface AddressState {
  deliveredOn?: Day;
  bounced?: { on: Day; cause: string };
  isFallback: boolean;
  /** How many keys' mail goes to this address today. */
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
    add({ facts, notices }: ReportedKey, rules: AddressRules): void {
      const isCurrent = currentAddresses(facts.tags, rules);
      const fallback = rules.contacts.fallback.toLowerCase();
      const seen = new Set<string>();
      const stateOf = (address: string) => {
        const state = addresses.get(address) ?? { isFallback: false, keys: 0 };
        if (!seen.has(address) && isCurrent(address)) {
          state.keys += 1;
          state.isFallback ||= address === fallback;
        }
        seen.add(address);
        addresses.set(address, state);
        return state;
      };
      for (const { to: address, state, on, delivery } of facts.history.notices) {
        const known = stateOf(address);
        if (delivery.state === "delivered") known.deliveredOn = latest(known.deliveredOn, delivery.on);
        if (delivery.state === "bounced") noteBounce(known, delivery.on, delivery.cause);
        if (state === "refused") noteBounce(known, on, "Rejected");
        if (state !== "sent" || on < from || on > to) continue;
        const counts = byDay.get(on) ?? { sent: 0, known: 0 };
        counts.sent += 1;
        if (delivery.state !== "unknown") counts.known += 1;
        byDay.set(on, counts);
      }
      for (const { to: address, outcome, error } of notices)
        if (outcome === "refused") noteBounce(stateOf(address), day, error ?? "Rejected");
    },
    /**
     * Addresses whose latest report is a bounce or a refusal, if mail goes to them today; fallback contacts first, then
     * by number of keys.
     */
    undeliverable(): Undeliverable[] {
      return [...addresses]
        .flatMap(([address, { bounced, deliveredOn, isFallback, keys }]) =>
          keys === 0 || bounced === undefined || (deliveredOn !== undefined && deliveredOn > bounced.on)
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

/** Whether mail about a key goes to an address today. With unreadable tags, every address may still be right. */
function currentAddresses(
  tags: UserTags,
  { contacts, allowedDomains }: AddressRules,
): (address: string) => boolean {
  if (tags === "unreadable") return () => true;
  const email = tags === "notRead" ? undefined : tags.email;
  const { owners, fallback } = recipientsOf(email, contacts.fallback, allowedDomains);
  const current = new Set([...owners, fallback, contacts.security.toLowerCase()]);
  return (address) => current.has(address);
}

function noteBounce(state: AddressState, on: Day, cause: string): void {
  if (state.bounced === undefined || state.bounced.on <= on) state.bounced = { on, cause };
}

function latest(one: Day | undefined, other: Day): Day {
  return one === undefined || one < other ? other : one;
}
