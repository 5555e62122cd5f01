import { addDays, type Day } from "../../../functions/domain/calendar-day.ts";
import { isOpen } from "../../../functions/domain/change-window.ts";
import type { Decision } from "../../../functions/domain/decision.ts";
import { evaluateKey } from "../../../functions/domain/evaluate-key.ts";
import {
  deactivationNumber,
  emptyHistory,
  type KeyHistory,
  revoked,
} from "../../../functions/domain/key-history.ts";
import { dayToName } from "../../../functions/domain/named-day.ts";
import type { Addressee, NoticeDue, NoticeKind, NoticeRecord } from "../../../functions/domain/notice.ts";
import { sameNotice } from "../../../functions/domain/notice.ts";
import type { AccountRules } from "../../../functions/domain/policy.ts";
import { waitedOn } from "../../../functions/domain/timeline.ts";
import { type FoundTags, readUserFacts } from "../../../functions/domain/user-facts.ts";
import { rules as deliveredRules } from "./policy-fixture.ts";

/**
 * What happens to a mail to an address. `lost`: it arrives, but SES's report does not. `vanished`: neither arrives.
 * `bouncedLater`: SES reports a delivery, and two days later a permanent bounce.
 */
export type MailFate = "delivered" | "bounced" | "bouncedLater" | "lost" | "vanished" | "refused";

/** A mail in somebody's inbox: what they know, whatever the ledger says. */
export interface InboxMail {
  readonly to: string;
  readonly as: Addressee["as"];
  readonly on: Day;
  readonly kind: NoticeKind;
  readonly id: string;
  readonly names?: Day | undefined;
}

/** What happens to a key on one day before the run. */
export interface LifeDay {
  readonly tags?: FoundTags;
  readonly rules?: AccountRules;
  readonly mail?: (address: string) => MailFate;
  readonly pausedUntil?: Day | undefined;
  /** Over how many days first notices of overdue keys are spread. */
  readonly spreadOverDays?: number;
  /** Whether the plan makes the key wait today, because of pace or approval. */
  readonly mustWait?: boolean;
  /** IAM refuses the deactivation, as under a service control policy. */
  readonly isDenied?: boolean;
  /** What `decisionAt` returned for this day, so that the key is not evaluated twice. */
  readonly decided?: Decision;
  readonly isRunMissed?: boolean;
  readonly mode?: "report" | "enforce";
  /** An operator restores a key that Curfew deactivated. */
  readonly restoreForDays?: number;
  /** Somebody else than Curfew sets the key's status. */
  readonly setStatus?: "Active" | "Inactive";
}

/** The result of a day of a life. */
export interface LivedDay {
  readonly day: Day;
  readonly age: number;
  readonly decision: Decision | undefined;
  readonly mails: readonly InboxMail[];
  readonly isDeactivated: boolean;
  readonly historyBefore: KeyHistory;
  readonly owners: readonly string[];
}

export const createdOn = "2026-01-01";
export const delivered: FoundTags = { email: "ann@example.com", userType: "employee" };

/** One access key and its owners, day by day, with the ledger that Curfew would write. */
export class KeyLife {
  history: KeyHistory = emptyHistory;
  status = "Active";
  readonly inbox: InboxMail[] = [];
  readonly days: LivedDay[] = [];
  #tags: FoundTags = delivered;
  #rules: AccountRules = deliveredRules();
  #mail: (address: string) => MailFate = () => "delivered";
  #restores = 0;
  readonly #bouncesLater = new Set<string>();
  readonly #accessKeyId: string;

  constructor(accessKeyId = "AKIAEXAMPLE1234WXYZ") {
    this.#accessKeyId = accessKeyId;
  }

  get accessKeyId(): string {
    return this.#accessKeyId;
  }

  /** Curfew's decision of today, if nothing else happens before the run. */
  decisionAt(age: number, { pausedUntil, spreadOverDays = 1, tags, rules }: LifeDay = {}): Decision {
    return evaluateKey({
      rules: rules ?? this.#rules,
      tags: tags ?? this.#tags,
      pausedUntil,
      spreadOverDays,
      key: this.#key(),
      history: this.history,
      today: addDays(createdOn, age),
    });
  }

  /** The user's current tags. */
  get tags(): FoundTags {
    return this.#tags;
  }

  /** From now on every mail arrives. Earlier reports stay valid. */
  settleMail(): void {
    this.#bouncesLater.clear();
    this.#mail = () => "delivered";
  }

  /** Runs one day of the key, at this age in calendar days. */
  live(age: number, happens: LifeDay = {}): LivedDay {
    const day = addDays(createdOn, age);
    this.#tags = happens.tags ?? this.#tags;
    this.#rules = happens.rules ?? this.#rules;
    this.#mail = happens.mail ?? this.#mail;
    this.status = happens.setStatus ?? this.status;
    const mailed = this.inbox.length;
    if (happens.restoreForDays !== undefined) this.#restore(day, happens.restoreForDays, happens.pausedUntil);
    this.#laterBounces(day);
    const historyBefore = this.history;
    const wasActive = this.status === "Active";
    const decision = happens.isRunMissed === true ? undefined : this.#run(day, happens);
    const lived: LivedDay = {
      day,
      age,
      decision,
      mails: this.inbox.slice(mailed),
      isDeactivated: wasActive && this.status !== "Active",
      historyBefore,
      owners: this.#owners(day),
    };
    this.days.push(lived);
    return lived;
  }

  /** Runs all days from one age to another, both included. `what` says what happens at some ages. */
  liveThrough(from: number, to: number, happens: Readonly<Record<number, LifeDay>> = {}): LivedDay[] {
    return Array.from({ length: to - from + 1 }, (_, index) =>
      this.live(from + index, happens[from + index]),
    );
  }

  /** The age at which Curfew deactivated the key for the first time. */
  get deactivatedAt(): number | undefined {
    return this.days.find(({ isDeactivated }) => isDeactivated)?.age;
  }

  /** The ages at which mail about the key was sent. */
  get mailedAt(): number[] {
    return this.days.filter(({ mails }) => mails.length > 0).map(({ age }) => age);
  }

  #key() {
    return { accessKeyId: this.#accessKeyId, userName: "ann", status: this.status, createdOn };
  }

  #run(day: Day, happens: LifeDay): Decision {
    const { pausedUntil, mustWait = false, isDenied = false, mode = "enforce", spreadOverDays = 1 } = happens;
    const facts = { rules: this.#rules, tags: this.#tags, pausedUntil, spreadOverDays };
    const key = this.#key();
    const decision = happens.decided ?? evaluateKey({ ...facts, key, history: this.history, today: day });
    const isCausedByMail = decision.revoke === "staysActiveNotice";
    if (decision.revoke !== undefined && (mode === "enforce" || !isCausedByMail))
      this.history = revoked(this.history, decision.revoke, day, "run");
    if (mode === "report") return decision;
    if (decision.notice !== undefined) this.#send(decision.notice, day);
    if (decision.notice !== undefined && this.#isRefusedToday(decision.notice, day)) {
      const again = evaluateKey({ ...facts, key, history: this.history, today: day });
      if (again.notice !== undefined) this.#send(again.notice, day);
    }
    if (decision.state === "deactivate") {
      const isPaused = pausedUntil !== undefined && day <= pausedUntil;
      if (mustWait || isPaused || !isOpen(day, this.#rules.changeWindow))
        this.history = { ...this.history, waiting: waitedOn(day, this.history) };
      else if (!isDenied) this.#deactivate(day);
    }
    return decision;
  }

  #deactivate(day: Day): void {
    const number = deactivationNumber(this.history);
    this.status = "Inactive";
    const deactivation = { state: "done", number, on: day, run: "run" } as const;
    this.history = revoked({ ...this.history, deactivation }, "deactivation", day, "run");
    const to = this.#owners(day).map((address): Addressee => ({ address, as: "owner" }));
    const id = { type: "deactivated", number } as const;
    this.#send({ id, kind: "deactivated", to, audience: "current" }, day);
  }

  #restore(day: Day, days: number, pausedUntil: Day | undefined): void {
    const { deactivation } = this.history;
    const isUndone = this.history.restore?.deactivation === deactivation?.number;
    if (deactivation?.state !== "done" || this.status !== "Inactive" || isUndone) return;
    this.#restores += 1;
    const until = addDays(day, days);
    const number = this.#restores;
    this.status = "Active";
    this.history = revoked(
      {
        ...this.history,
        restore: {
          state: "done",
          number,
          on: day,
          until,
          run: `restore-${number}`,
          reason: "broke the build",
          deactivation: deactivation.number,
        },
      },
      "restore",
      day,
      `restore-${number}`,
    );
    const names = dayToName({
      accessKeyId: this.#accessKeyId,
      dueOn: until,
      history: this.history,
      rules: this.#rules,
      today: day,
      pausedUntil,
      spreadOverDays: 1,
    });
    const to = this.#owners(day).map((address): Addressee => ({ address, as: "owner" }));
    const noticeDays = this.#rules.minimumNoticeDays;
    this.#send(
      { id: { type: "restored", number }, kind: "restored", to, names, noticeDays, audience: "current" },
      day,
    );
  }

  #send(notice: NoticeDue, day: Day): void {
    const { id, names, noticeDays, audience, kind } = notice;
    for (const { address, as } of notice.to) {
      const fate = this.#mail(address);
      if (fate === "delivered" || fate === "lost")
        this.inbox.push({ to: address, as, on: day, kind, id: JSON.stringify(id), names });
      const claimId = `claim-${day}-${this.days.length}-${address}`;
      if (fate === "bouncedLater") this.#bouncesLater.add(claimId);
      const record: NoticeRecord = {
        id,
        to: address,
        as,
        state: fate === "refused" ? "refused" : "sent",
        on: day,
        run: `run-${day}`,
        claimId,
        round: this.history.round,
        names,
        noticeDays,
        audience,
        delivery: deliveryOf(fate, day),
      };
      const others = this.history.notices.filter(
        (known) => known.to !== address || !sameNotice(known.id, id),
      );
      this.history = { ...this.history, notices: [...others, record] };
    }
  }

  /** Bounces that arrive two days after the delivery was reported. */
  #laterBounces(day: Day): void {
    if (this.#bouncesLater.size === 0) return;
    this.history = {
      ...this.history,
      notices: this.history.notices.map((notice) =>
        this.#bouncesLater.has(notice.claimId) && addDays(notice.on, 2) <= day
          ? { ...notice, delivery: { state: "bounced", on: day, cause: "Permanent/General" } }
          : notice,
      ),
    };
  }

  #isRefusedToday({ id }: NoticeDue, day: Day): boolean {
    return this.history.notices.some(
      (notice) => sameNotice(notice.id, id) && notice.on === day && notice.state === "refused",
    );
  }

  #owners(day: Day): readonly string[] {
    return readUserFacts(this.#tags, this.#rules, day).recipients.owners;
  }
}

function deliveryOf(fate: MailFate, day: Day): NoticeRecord["delivery"] {
  if (fate === "bounced") return { state: "bounced", on: day, cause: "Permanent/General" };
  return fate === "delivered" || fate === "bouncedLater"
    ? { state: "delivered", on: day }
    : { state: "unknown" };
}

/** The day on which a key of the lives here has an age. */
export function dayAt(age: number): Day {
  return addDays(createdOn, age);
}
