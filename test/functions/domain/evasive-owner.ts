import * as fc from "fast-check";
import { daysBetween } from "../../../functions/domain/calendar-day.ts";
import type { AccountRules } from "../../../functions/domain/policy.ts";
import type { FoundTags } from "../../../functions/domain/user-facts.ts";
import { dayAt, KeyLife, type LifeDay } from "./key-life.ts";
import type { MailFate } from "./post-office.ts";

/** Somebody who may change the email tag and wants to keep the key. */
export interface EvasiveOwner {
  /** How many addresses they have. With few of them they come back to earlier ones sooner. */
  readonly people: number;
  /** Whether the first tag names two owners. */
  readonly isShared: boolean;
  /** Of 256 days, on how many they change the tag although nothing forces them to. */
  readonly haste: number;
  /** The same for decisive days. */
  readonly decisiveHaste: number;
  /** The first age at which they do so. */
  readonly from: number;
  /** What they do on each day. */
  readonly numbers: readonly number[];
}

const firstOwners = ["ann@example.com", "ben@example.com"];
export const firstAge = 70;
const lastAge = 200;

/** Some change tags on any day from the first stage on, others wait for day 89 and know which days matter. */
export const anyEvasiveOwner: fc.Arbitrary<EvasiveOwner> = fc
  .record({
    people: fc.constantFrom(2, 3, 4, 5, 7, 60),
    isShared: fc.boolean(),
    haste: fc.constantFrom(0, 4, 16, 64, 160),
    patience: fc.constantFrom(undefined, { decisiveHaste: 64, from: 89 }),
    numbers: fc.array(fc.nat(2 ** 24 - 1), { minLength: 40, maxLength: 60, size: "max" }),
  })
  .map(({ patience, ...owner }) => ({
    ...owner,
    ...(patience ?? { decisiveHaste: owner.haste, from: firstAge }),
  }));

/**
 * Days after the latest mail on which a change of owner matters most: on the next day, when its delivery counts as
 * failed, and on the last day before another final warning may be sent.
 */
const decisiveDays: ReadonlySet<number> = new Set([1, 2, 6]);

/** What becomes of mail to an address that an evasive owner invents. */
export type Mailbox = "works" | "bounces" | "mute" | "refuses";

const fates: Record<Mailbox, MailFate> = {
  works: "delivered",
  bounces: "bounced",
  mute: "vanished",
  refuses: "refused",
};

/**
 * The life of a key whose owner looks each morning at what Curfew would do, with the whole ledger before their eyes: if
 * it would deactivate the key, they try other tags until it would not.
 */
export function evade(
  { people, isShared, haste, decisiveHaste, from, numbers }: EvasiveOwner,
  mailboxes: readonly Mailbox[],
  rules: AccountRules,
  happens: (age: number) => Pick<LifeDay, "isRunMissed" | "mail"> = () => ({}),
): KeyLife {
  const life = new KeyLife();
  const inventor = new Inventor(mailboxes, people);
  let email: string | undefined = isShared ? firstOwners.join(" ") : firstOwners[0];
  for (let age = firstAge; age <= lastAge && life.deactivatedAt === undefined; age += 1) {
    const number = numbers[(age - firstAge) % numbers.length] ?? 0;
    const { sentOn = dayAt(age) } = life.sent.at(-1) ?? {};
    const isDecisive = decisiveDays.has(daysBetween(sentOn, dayAt(age)));
    if (number % 256 < (isDecisive ? decisiveHaste : haste) && age >= from)
      email = inventor.tag(number >>> 8);
    const tags = (): FoundTags => ({ email, userType: "employee" });
    for (let attempt = 1; attempt <= 8; attempt += 1) {
      if (life.decisionAt(age, { tags: tags(), rules }).state !== "deactivate") break;
      email = inventor.tag((number >>> 8) + attempt * 40_503);
    }
    life.live(age, { tags: tags(), rules, mail: inventor.fateOf, ...happens(age) });
  }
  return life;
}

/** Invents addresses, and remembers them to come back to them. */
class Inventor {
  readonly #used: string[] = [...firstOwners];
  readonly #mailboxes: readonly Mailbox[];
  readonly #people: number;

  constructor(mailboxes: readonly Mailbox[], people: number) {
    this.#mailboxes = mailboxes;
    this.#people = people;
  }

  readonly fateOf = (address: string): MailFate =>
    fates[this.#mailboxes.find((mailbox) => address.startsWith(mailbox)) ?? "works"];

  /** No tag, one that cannot be read, the fallback contact, or one or two addresses. */
  tag(number: number): string | undefined {
    const [kind, rest] = [number % 20, Math.floor(number / 20)];
    if (kind === 0) return undefined;
    if (kind === 1) return "nobody";
    if (kind === 2) return "cloud-team@example.com";
    if (kind < 16) return this.#address(rest);
    return `${this.#address(rest)} ${this.#address(Math.floor(rest / 97))}`;
  }

  #address(number: number): string {
    const used = this.#used[Math.floor(number / 3) % this.#used.length];
    const isComingBack = number % 3 === 0 || this.#used.length >= this.#people;
    if (isComingBack && used !== undefined) return used;
    const mailbox = this.#mailboxes[Math.floor(number / 3) % this.#mailboxes.length] ?? "works";
    const address = `${mailbox}-${this.#used.length}@example.com`;
    this.#used.push(address);
    return address;
  }
}
