import {
  bouncedForGood,
  deliveredLate,
  deliveredMail,
  deliveredWithAutoReply,
  type MailFate,
} from "../../infra/sandbox/services/ses/mail-fate.ts";
import type { PlainReport } from "./plain-world.ts";

const hour = 3_600_000;

/** How a mailbox treats mail: the fate in the embedded cloud, and SES's reports, in days after the mail. */
interface Mood {
  readonly fate: MailFate;
  readonly reports: readonly { readonly says: "arrived" | "bounced"; on: number; known: number }[];
  /** After this many days SES puts the address on the suppression list. */
  readonly suppressedAfter?: number;
}

/** Runs are at noon, so an event 20 hours after a mail comes before the next day's run. */
const moods = {
  arrives: { fate: deliveredMail(), reports: [{ says: "arrived", on: 0, known: 0 }] },
  replies: { fate: deliveredWithAutoReply(), reports: [{ says: "arrived", on: 0, known: 0 }] },
  reportedTwice: { fate: deliveredMail({ copies: 2 }), reports: [{ says: "arrived", on: 0, known: 0 }] },
  isLost: { fate: [], reports: [] },
  reportIsLost: { fate: deliveredMail({ copies: 0 }), reports: [] },
  comesNextDay: { fate: deliveredLate(24 * hour), reports: [{ says: "arrived", on: 1, known: 1 }] },
  comesAfterThreeDays: { fate: deliveredLate(72 * hour), reports: [{ says: "arrived", on: 3, known: 3 }] },
  isReportedLate: {
    fate: deliveredMail({ arrivesAfterMs: 72 * hour }),
    reports: [{ says: "arrived", on: 0, known: 3 }],
  },
  bounces: {
    fate: bouncedForGood("NoEmail", { afterMs: 20 * hour }),
    reports: [{ says: "bounced", on: 1, known: 1 }],
    suppressedAfter: 1,
  },
  comesAndBounces: {
    fate: [...deliveredMail(), ...bouncedForGood("General", { afterMs: 44 * hour })],
    reports: [
      { says: "arrived", on: 0, known: 0 },
      { says: "bounced", on: 2, known: 2 },
    ],
    suppressedAfter: 2,
  },
  complains: {
    fate: [...deliveredMail(), { type: "complaint", afterMs: 20 * hour }],
    reports: [{ says: "arrived", on: 0, known: 0 }],
    suppressedAfter: 1,
  },
} as const satisfies Readonly<Record<string, Mood>>;

/** How a mailbox behaves. */
export type MoodName = keyof typeof moods;

/** The names of all moods. */
export const moodNames: readonly MoodName[] = [
  "arrives",
  "replies",
  "reportedTwice",
  "isLost",
  "reportIsLost",
  "comesNextDay",
  "comesAfterThreeDays",
  "isReportedLate",
  "bounces",
  "comesAndBounces",
  "complains",
];

/** The fate of mail to a mailbox in this mood, in the embedded cloud. */
export function fateOf(mood: MoodName): MailFate {
  return moods[mood].fate;
}

/** What SES does with mail according to its documentation. Mailboxes have moods, and SES has a suppression list. */
export class PlainPost {
  readonly #moods = new Map<string, MoodName>();
  /** From which day on an address is on SES's suppression list. */
  readonly #suppressedFrom = new Map<string, number>();

  setMood(address: string, mood: MoodName): void {
    this.#moods.set(address, mood);
  }

  /** Somebody removes an address from the suppression list. */
  endSuppression(address: string): void {
    this.#suppressedFrom.delete(address);
  }

  /** Sends a mail; returns what SES will report about it. */
  send(address: string, today: number): PlainReport[] {
    const suppressedFrom = this.#suppressedFrom.get(address);
    // SES reports a bounce or a complaint, as the list says. Both mean that it did not send the mail.
    if (suppressedFrom !== undefined && suppressedFrom <= today)
      return [{ says: "bounced", on: today, knownOn: today }];
    const mood: Mood = moods[this.#moods.get(address) ?? "arrives"];
    if (mood.suppressedAfter !== undefined && suppressedFrom === undefined)
      this.#suppressedFrom.set(address, today + mood.suppressedAfter);
    return mood.reports.map(({ says, on, known }) => ({ says, on: today + on, knownOn: today + known }));
  }
}
