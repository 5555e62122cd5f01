import * as fc from "fast-check";
import type { FoundTags } from "../../../functions/domain/user-facts.ts";
import { dayAt, KeyLife } from "./key-life.ts";
import type { MailFate } from "./post-office.ts";

/** Somebody who may change every tag of a user, and wants as many mails about the key as possible. */
export interface RestlessOwner {
  /** How many addresses they have. */
  readonly people: number;
  /** Of 256 days, on how many somebody sets the key's status by hand. */
  readonly hands: number;
  /** What they do on each day. */
  readonly numbers: readonly number[];
}

const firstAge = 70;
/** How many tags they try on a day. */
const attempts = 4;

export const anyRestlessOwner: fc.Arbitrary<RestlessOwner> = fc.record({
  people: fc.integer({ min: 2, max: 6 }),
  hands: fc.constantFrom(0, 0, 8, 32),
  numbers: fc.array(fc.nat(2 ** 24 - 1), { minLength: 35, maxLength: 45, size: "max" }),
});

const userTypes = ["employee", "employee", "machine", "contractor"] as const;

/**
 * The life of a key whose owner looks each morning at what Curfew would do, and tries other tags until it would send a
 * mail or deactivate the key. If they find none, they wait as an employee with the address that had the last mail.
 */
export function pester({ people, hands, numbers }: RestlessOwner): KeyLife {
  const life = new KeyLife();
  numbers.forEach((number, index) => {
    const age = firstAge + index;
    const setStatus = number % 256 >= hands ? undefined : number % 2 === 0 ? "Active" : "Inactive";
    life.wake(age, { ...(setStatus && { setStatus }), mail: fateOf });
    const tried = Array.from({ length: attempts }, (_, attempt) =>
      tagsOf((number >>> 4) + attempt * 40_503, people, age),
    );
    const causesMail = (tags: FoundTags) => {
      const { notice, state } = life.decisionAt(age, { tags });
      return notice !== undefined || state === "deactivate";
    };
    const waiting = { email: life.sent.at(-1)?.to ?? "ann@example.com", userType: "employee" };
    life.live(age, { tags: tried.find(causesMail) ?? waiting });
  });
  return life;
}

/** Mail to one of the people bounces. */
const fateOf = (address: string): MailFate => (address.startsWith("owner-1@") ? "bounced" : "delivered");

function tagsOf(number: number, people: number, age: number): FoundTags {
  const kind = number % 16;
  const email = kind === 0 ? undefined : `owner-${(number >>> 4) % people}@example.com`;
  const exempt = kind === 1 ? `${dayAt(age)} sam@example.com roles` : kind === 2 ? "please" : undefined;
  return { email, userType: userTypes[(number >>> 8) % userTypes.length], exempt };
}
