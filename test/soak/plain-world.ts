import type { SoakEvent } from "./soak-event.ts";

/** One mail about a key. */
export interface PlainNotice {
  /** Which notice: a stage with its outlook, a final warning with its number, … */
  readonly what: string;
  readonly to: string;
  readonly as: "owner" | "fallback" | "former owner" | "security";
  /** Days are whole numbers since 1970. */
  readonly sentOn: number;
  /** The day of deactivation that it names. */
  readonly names?: number | undefined;
  /** How many days before a deactivation it must have arrived. */
  readonly noticeDays: number;
  /** How often earlier notices had been revoked when it was sent. */
  readonly era: number;
  /** Whether it went to old and new owners and the fallback contact, because the owners change again and again. */
  readonly toEverybody: boolean;
  /** What SES reports about it, and the day of the first run that can know it. */
  readonly reports: readonly PlainReport[];
}

/** A report of SES about a mail. */
export interface PlainReport {
  readonly says: "arrived" | "bounced";
  readonly on: number;
  readonly knownOn: number;
}

/** A key as the plain rules know it. */
export interface PlainKey {
  readonly id: string;
  readonly createdOn: number;
  isActive: boolean;
  notices: PlainNotice[];
  /** Grows whenever earlier notices are revoked. */
  era: number;
  /** Days in this era on which the key could have been deactivated but had to wait. */
  waited: number;
  waitedLastOn: number;
  /** The last deactivation by Curfew. */
  deactivated?: { readonly number: number; readonly on: number } | undefined;
  /** The last restore by an operator. */
  restored?: { readonly number: number; readonly until: number; readonly undoes: number } | undefined;
}

/** A user as the plain rules know it. */
export interface PlainUser {
  readonly accountId: string;
  readonly userName: string;
  readonly tags: Map<string, string>;
  readonly keys: Map<string, PlainKey>;
  /** The tags as Curfew last read them. It may use tags that are at most seven days old. */
  seen?: { readonly tags: ReadonlyMap<string, string>; readonly on: number } | undefined;
}

/** All users and keys of the Organization, as people change them. */
export class PlainWorld {
  readonly #users = new Map<string, PlainUser>();

  get users(): readonly PlainUser[] {
    return [...this.#users.values()];
  }

  /** Something that people do to users and keys. */
  happen(event: SoakEvent): void {
    const name = `${event.accountId}/${event.userName}`;
    if (event.kind === "userCreated") {
      const { accountId, userName } = event;
      const tags = new Map(Object.entries(event.tags).map(([tag, value]) => [tag.toLowerCase(), value]));
      this.#users.set(name, { accountId, userName, tags, keys: new Map() });
      return;
    }
    const user = this.#users.get(name);
    if (user === undefined) throw new Error(`there is no ${name}`);
    switch (event.kind) {
      case "userDeleted":
        this.#users.delete(name);
        return;
      case "keyCreated":
        user.keys.set(event.key, {
          id: event.key,
          createdOn: dayNumber(event.at),
          isActive: true,
          notices: [],
          era: 0,
          waited: 0,
          waitedLastOn: 0,
        });
        return;
      case "keyDeleted":
        user.keys.delete(event.key);
        return;
      case "keySet": {
        const key = user.keys.get(event.key);
        if (key !== undefined) key.isActive = event.status === "Active";
        return;
      }
      case "tagged":
        user.tags.set(event.name.toLowerCase(), event.value);
        return;
      case "untagged":
        user.tags.delete(event.name.toLowerCase());
        return;
    }
  }

  /** Curfew reads the tags of a user. */
  see(accountId: string, userName: string, today: number): void {
    const user = this.#users.get(`${accountId}/${userName}`);
    if (user !== undefined) user.seen = { tags: new Map(user.tags), on: today };
  }
}

/** Whole days since 1970, in UTC. */
export function dayNumber(at: Date | string): number {
  return Math.floor(new Date(at).getTime() / 86_400_000);
}
