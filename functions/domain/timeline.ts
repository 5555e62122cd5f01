import { addDays, type Day } from "./calendar-day.ts";
import { isOpen } from "./change-window.ts";
import { evaluateKey } from "./evaluate-key.ts";
import type { KeyFacts } from "./key-facts.ts";
import { type KeyHistory, latestNamedDay, revoked, type Waiting } from "./key-history.ts";
import {
  type AddresseeRole,
  type NoticeDue,
  type NoticeKind,
  type NoticeRecord,
  sameNotice,
} from "./notice.ts";

/** Something that will happen to a key on a future day. */
export type TimelineStep =
  | {
      readonly on: Day;
      readonly what: "notify";
      readonly kind: NoticeKind;
      readonly to: readonly { readonly address: string; readonly as: AddresseeRole }[];
      /** The day of deactivation that the notice names. */
      readonly names?: Day | undefined;
    }
  | { readonly on: Day; readonly what: "deactivate" };

/** What a timeline assumes besides the facts of today. */
export interface TimelineFacts extends Omit<KeyFacts, "today"> {
  /** The first and the last day of the timeline. */
  readonly from: Day;
  readonly to: Day;
}

/**
 * What comes next for a key, day by day. It assumes that keys, tags and settings do not change, that a run evaluates
 * the key every day, that every notice is delivered on its day, and that neither the pace nor an approval delays a
 * deactivation. It asks the same function as the run itself.
 */
export function timelineOf(facts: TimelineFacts): TimelineStep[] {
  const steps: TimelineStep[] = [];
  let { history } = facts;
  for (let today = facts.from; today <= facts.to; today = addDays(today, 1)) {
    const next = dayOfKey({ ...facts, history, today });
    history = next.history;
    if (next.step !== undefined) steps.push(next.step);
    if (!next.isDue) continue;
    if (mayActOn(today, facts)) return [...steps, { on: today, what: "deactivate" }];
    history = { ...history, waiting: waitedOn(today, history) };
  }
  return steps;
}

/** What one day brings to a key. The caller decides whether a key that is due is deactivated. */
export interface DayOfKey {
  readonly history: KeyHistory;
  /** The notice that is sent. */
  readonly step?: TimelineStep;
  /** Whether the key may be deactivated on this day. */
  readonly isDue: boolean;
}

/** Evaluates a key on one day of a timeline, and assumes that its notice is delivered on that day. */
export function dayOfKey(facts: KeyFacts): DayOfKey {
  const { today } = facts;
  const { state, revoke, notice } = evaluateKey(facts);
  const history = revoke === undefined ? facts.history : revoked(facts.history, revoke, today, assumedRun);
  if (notice === undefined) return { history, isDue: state === "deactivate" };
  const to = notice.to.map(({ address, as }) => ({ address, as }));
  const step: TimelineStep = { on: today, what: "notify", kind: notice.kind, to, names: notice.names };
  return { history: delivered(notice, history, today), step, isDue: false };
}

/** No run has this ID. */
const assumedRun = "assumed";

function mayActOn(today: Day, { rules, pausedUntil }: TimelineFacts): boolean {
  return isOpen(today, rules.changeWindow) && (pausedUntil === undefined || pausedUntil < today);
}

/**
 * The days of waiting after one more day on which the rule held and the key had to wait. Each day counts once. The
 * count restarts with each round and with each later day that a notice named.
 */
export function waitedOn(today: Day, history: Pick<KeyHistory, "waiting" | "round" | "notices">): Waiting {
  const { waiting, round } = history;
  const named = latestNamedDay(history);
  const goesOn = waiting?.round === round && (named === undefined || named <= waiting.last);
  if (waiting === undefined || !goesOn) return { round, days: 1, last: today };
  return { round, days: waiting.last >= today ? waiting.days : waiting.days + 1, last: today };
}

/** The history after a notice was sent and delivered to everybody on its day. */
export function delivered(notice: NoticeDue, history: KeyHistory, today: Day): KeyHistory {
  const sent = notice.to.map(
    ({ address, as }): NoticeRecord => ({
      id: notice.id,
      to: address,
      as,
      state: "sent",
      on: today,
      run: assumedRun,
      claimId: assumedRun,
      round: history.round,
      names: notice.names,
      noticeDays: notice.noticeDays,
      audience: notice.audience,
      delivery: { state: "delivered", on: today },
    }),
  );
  const isReplaced = (known: NoticeRecord) =>
    sent.some(({ to, id }) => to === known.to && sameNotice(id, known.id));
  return { ...history, notices: [...history.notices.filter((known) => !isReplaced(known)), ...sent] };
}
