import { uniformInt } from "pure-rand/distribution/uniformInt";
import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";
import { addDays, type Day } from "../../functions/domain/calendar-day.ts";
import { type MoodName, moodNames } from "./plain-post.ts";
import type { PlainUser } from "./plain-world.ts";
import type { SoakEvent } from "./soak-event.ts";

const types = ["employee", "Employee", "EMPLOYEE ", "machine", "Machine", "contractor", ""];
/** All addresses in the Organization. */
const addresses = Array.from({ length: 60 }, (_, index) => `owner-${index + 1}@example.com`);
const typeTags = ["UserType", "usertype"];
const mailTags = ["email", "Email"];

/** Users and keys of many accounts, and what people do to them each day. The same seed gives the same lives. */
export class Lives {
  readonly #below: (limit: number) => number;
  #keysCreated = 0;
  #usersCreated = 0;

  constructor(seed: number) {
    const random = xoroshiro128plus(seed);
    this.#below = (limit) => uniformInt(random, 0, limit - 1);
  }

  /** Users with keys of every age up to four months, as the first run finds them. */
  beginning(accountIds: readonly string[], today: Day): SoakEvent[] {
    return accountIds.flatMap((accountId) =>
      Array.from({ length: 3 + this.#below(4) }, () => this.#newUser(accountId, today, 125)).flat(),
    );
  }

  /** What happens in an account before the run of a day. */
  changes(accountId: string, users: readonly PlainUser[], today: Day): SoakEvent[] {
    const count = this.#below(2);
    const untouched = [...users];
    return Array.from({ length: count }, () => {
      const [user] = untouched.splice(this.#below(Math.max(1, untouched.length)), 1);
      return user === undefined ? this.#newUser(accountId, today, 1) : this.#change(user, today);
    }).flat();
  }

  #change(user: PlainUser, today: Day): SoakEvent[] {
    const { accountId, userName } = user;
    const about = { accountId, userName };
    const key = [...user.keys.values()][this.#below(Math.max(1, user.keys.size))];
    switch (this.#below(13)) {
      case 0:
        return this.#newUser(accountId, today, 1);
      case 1:
        return this.#deletion(user);
      case 2:
        // A new user with the same name and other keys.
        return [...this.#deletion(user), ...this.#newUser(accountId, today, 100, userName)];
      case 3:
      case 4:
        return user.keys.size < 2 ? [this.#newKey(about, today, 1)] : [];
      case 5:
        return key === undefined ? [] : [{ ...about, kind: "keyDeleted", key: key.id }];
      case 6:
      case 7:
      case 8:
        return key === undefined
          ? []
          : [{ ...about, kind: "keySet", key: key.id, status: key.isActive ? "Inactive" : "Active" }];
      case 9:
        return [{ ...about, kind: "tagged", name: this.#pick(typeTags), value: this.#pick(types) }];
      case 10:
        return [{ ...about, kind: "tagged", name: this.#pick(mailTags), value: this.#email() }];
      case 11: {
        const until = addDays(today, this.#below(25) - 5);
        const value = this.#below(4) === 0 ? "please" : `${until} sam@example.com moving to roles`;
        return [{ ...about, kind: "tagged", name: "CurfewExempt", value }];
      }
      default:
        return [{ ...about, kind: "untagged", name: this.#pick(["CurfewExempt", "email", "UserType"]) }];
    }
  }

  /** Some mailboxes change their behaviour. Most accept all mail. */
  moods(count: number): { readonly address: string; readonly mood: MoodName }[] {
    return Array.from({ length: count }, () => {
      const mood = this.#below(2) === 0 ? "arrives" : this.#pick(moodNames);
      return { address: this.#pick(addresses), mood };
    });
  }

  /** Somebody removes an address from the suppression list. */
  cleared(): string {
    return this.#pick(addresses);
  }

  /** A random selection of at most this many. */
  some<Value>(from: readonly Value[], most: number): Value[] {
    const left = [...from];
    const count = Math.min(most, left.length);
    return Array.from({ length: count }, () => left.splice(this.#below(left.length), 1)).flat();
  }

  /** From 2 to 6. */
  daysOfRestore(): number {
    return 2 + this.#below(5);
  }

  #email(): string {
    const one = this.#pick(addresses);
    switch (this.#below(12)) {
      case 0:
        return `${one}:${this.#pick(addresses)}`;
      case 1:
        return `${one} nobody`;
      case 2:
        return "jane@elsewhere.test";
      case 3:
        return "";
      case 4:
        return one.toUpperCase();
      default:
        return one;
    }
  }

  #deletion({ accountId, userName, keys }: PlainUser): SoakEvent[] {
    const about = { accountId, userName };
    return [
      ...[...keys.keys()].map((key): SoakEvent => ({ ...about, kind: "keyDeleted", key })),
      { ...about, kind: "userDeleted" },
    ];
  }

  #newUser(accountId: string, today: Day, oldest: number, name?: string): SoakEvent[] {
    this.#usersCreated += 1;
    const about = { accountId, userName: name ?? `user-${this.#usersCreated}` };
    const tags = Object.fromEntries(
      [
        [this.#pick(typeTags), this.#pick(types)],
        [this.#pick(mailTags), this.#email()],
      ].filter(() => this.#below(12) > 0),
    );
    const keys = Array.from({ length: this.#pick([0, 1, 1, 1, 2]) }, () =>
      this.#newKey(about, today, oldest),
    );
    return [{ ...about, kind: "userCreated", at: this.#timeOn(today, oldest), tags }, ...keys];
  }

  #newKey(about: { accountId: string; userName: string }, today: Day, youngerThan: number): SoakEvent {
    this.#keysCreated += 1;
    return {
      ...about,
      kind: "keyCreated",
      key: keyId(this.#keysCreated),
      at: this.#timeOn(today, youngerThan),
    };
  }

  /** A time before noon, because the runs start at noon. */
  #timeOn(today: Day, daysBack: number): Date {
    const day = addDays(today, -this.#below(daysBack));
    return new Date(Date.parse(`${day}T00:00:00Z`) + this.#below(12 * 3_600) * 1_000);
  }

  #pick<Value>(from: readonly Value[]): Value {
    const picked = from[this.#below(from.length)];
    if (picked === undefined) throw new Error("there is nothing to pick from");
    return picked;
  }
}

/** IDs whose last four characters are unique among a million keys. */
function keyId(number: number): string {
  const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  const last = [15, 10, 5, 0].map((shift) => letters[(number >> shift) & 31]).join("");
  return `AKIASOAKEDEDKEYS${last}`;
}
