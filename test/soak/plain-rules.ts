import type { SoakEvent } from "./soak-event.ts";

/** A key as the plain rules know it. */
export interface PlainKey {
  readonly id: string;
  /** Whole days since 1970. */
  readonly madeOn: number;
  on: boolean;
  /** On which day who was told what: `name -> address -> day`. */
  readonly told: Map<string, Map<string, number>>;
  timesOff: number;
  lastOffOn: number;
}

/** A user as the plain rules know it. */
export interface PlainUser {
  readonly accountId: string;
  readonly userName: string;
  readonly tags: Map<string, string>;
  readonly keys: Map<string, PlainKey>;
}

/** What a day must bring. */
export interface PlainDay {
  /** `recipient account last-four-of-the-key kind`. */
  readonly notices: readonly string[];
  /** Ids of keys that go off. */
  readonly off: readonly string[];
}

const fallback = "cloud-team@example.com";

/**
 * The rules as README tells them, read once more and written down day by day without a look at
 * `functions/domain`: no stages as data, no decisions, no ledger. What the two disagree about is a mistake in
 * one of them.
 */
export class PlainRules {
  readonly #users = new Map<string, PlainUser>();

  get users(): readonly PlainUser[] {
    return [...this.#users.values()];
  }

  happen(event: SoakEvent): void {
    const name = `${event.accountId}/${event.userName}`;
    if (event.kind === "userMade") {
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
      case "keyMade":
        user.keys.set(event.key, {
          id: event.key,
          madeOn: dayNumber(event.at),
          on: true,
          told: new Map(),
          timesOff: 0,
          lastOffOn: 0,
        });
        return;
      case "keyDeleted":
        user.keys.delete(event.key);
        return;
      case "keySet": {
        const key = user.keys.get(event.key);
        if (key !== undefined) key.on = event.status === "Active";
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

  /** Lets Curfew run on a day, and nothing go wrong. */
  run(at: Date): PlainDay {
    const today = dayNumber(at);
    const notices: string[] = [];
    const off: string[] = [];
    for (const user of this.#users.values())
      for (const key of user.keys.values()) {
        const tell = (name: string, kind: string) => {
          for (const to of recipients(user)) {
            const told = key.told.get(name) ?? new Map<string, number>();
            if (told.has(to)) continue;
            key.told.set(name, told.set(to, today));
            notices.push(`${to} ${user.accountId} ${key.id.slice(-4)} ${kind}`);
          }
        };
        if (runOne(user, key, today, tell)) {
          key.on = false;
          key.timesOff += 1;
          key.lastOffOn = today;
          off.push(key.id);
          tell(`off ${key.timesOff}`, "deactivated");
        }
      }
    return { notices: notices.sort(), off: off.sort() };
  }
}

/** Whether the key goes off today. */
function runOne(
  user: PlainUser,
  key: PlainKey,
  today: number,
  tell: (name: string, kind: string) => void,
): boolean {
  if (!key.on) {
    // Switched off by Curfew within the last week: a new recipient still hears of it.
    if (key.timesOff > 0 && today - key.lastOffOn <= 7) tell(`off ${key.timesOff}`, "deactivated");
    return false;
  }
  const age = today - key.madeOn;
  if (age < 70) return false;
  const exemption = exemptionOf(user);
  if (exemption !== undefined && exemption !== "unreadable" && today <= exemption) return false;
  if (user.tags.get("usertype")?.trim().toLowerCase() !== "employee") {
    // A machine, or nobody knows: day 70, day 80, day 90, and every 30 days from there; never off.
    if (age < 90) tell(`stays on, ${age < 80 ? 70 : 80}`, "warning");
    else tell(`stays on, ${90 + 30 * Math.floor((age - 90) / 30)}`, "reminder");
    return false;
  }
  if (age < 90) {
    tell(`warned on day ${age < 80 ? 70 : 80}`, "warning");
    return false;
  }
  if (exemption === "unreadable") {
    tell("exemption unreadable", "reminder");
    return false;
  }
  // What was said before an exemption ended does not count any more.
  const warnedOn = [...key.told]
    .filter(([name]) => name.startsWith("warned"))
    .flatMap(([, told]) => [...told.values()])
    .filter((day) => exemption === undefined || day > exemption);
  if (warnedOn.length > 0 && today - Math.min(...warnedOn) >= 10) return true;
  tell(`warned last${exemption === undefined ? "" : `, after ${exemption}`}`, "finalWarning");
  return false;
}

function recipients({ tags }: PlainUser): ReadonlySet<string> {
  const written = (tags.get("email") ?? "").split(/[ :]+/).filter((part) => part !== "");
  const good = written
    .filter((part) => /^[\w.+-]+@example\.com$/i.test(part))
    .map((part) => part.toLowerCase());
  return new Set(good.length === written.length && good.length > 0 ? good : [...good, fallback]);
}

function exemptionOf({ tags }: PlainUser): number | "unreadable" | undefined {
  const written = tags.get("curfewexempt");
  if (written === undefined) return undefined;
  const [until = "", by = "", ...why] = written.split(" ");
  const day = Date.parse(`${until}T00:00:00Z`) / 86_400_000;
  return Number.isNaN(day) || !by.includes("@") || why.length === 0 ? "unreadable" : day;
}

/** Whole days since 1970, in UTC. */
function dayNumber(at: Date): number {
  return Math.floor(at.getTime() / 86_400_000);
}
