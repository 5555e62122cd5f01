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
import type { Addressee, NoticeDue, NoticeRecord } from "../../../functions/domain/notice.ts";
import { sameNotice } from "../../../functions/domain/notice.ts";
import type { AccountRules } from "../../../functions/domain/policy.ts";
import { evaluateRestore } from "../../../functions/domain/restore.ts";
import { waitedOn } from "../../../functions/domain/timeline.ts";
import { type FoundTags, readUserFacts } from "../../../functions/domain/user-facts.ts";
import { rules as deliveredRules } from "./policy-fixture.ts";
import { type InboxMail, type MailFate, PostOffice, type SentMail } from "./post-office.ts";

/** What happens to a key on one day before the run. */
export interface LifeDay {
  readonly tags?: FoundTags | undefined;
  readonly rules?: AccountRules | undefined;
  readonly mail?: (address: string) => MailFate;
  readonly pausedUntil?: Day | undefined;
  /** Over how many days first notices of overdue keys are spread. */
  readonly spreadOverDays?: number;
  /** Whether the plan makes the key wait today, because of pace or approval. */
  readonly mustWait?: boolean;
  /** Whether the key waits because other keys have used up the pace of the day or of the account. */
  readonly isHeldByPlan?: boolean;
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
  readonly happens: LifeDay;
  /** As they were on this day. */
  readonly tags: FoundTags;
  readonly rules: AccountRules;
  /** Before the run. */
  readonly status: string;
  /** The day of the latest restore, and its last day. */
  readonly restoredOn?: Day | undefined;
  readonly restoredUntil?: Day | undefined;
}

export const createdOn = "2026-01-01";
export const delivered: FoundTags = { email: "ann@example.com", userType: "employee" };

/** How a life differs from the usual one. */
interface LifeWishes {
  readonly createdOn?: Day;
  readonly rules?: AccountRules;
  readonly post?: PostOffice;
}

/** One access key and its owners, day by day, with the ledger that Curfew would write. */
export class KeyLife {
  history: KeyHistory = emptyHistory;
  status = "Active";
  readonly accessKeyId: string;
  readonly createdOn: Day;
  /** All mails about the key, in the order in which they were sent. */
  readonly sent: SentMail[] = [];
  readonly days: LivedDay[] = [];
  #tags: FoundTags = delivered;
  #rules: AccountRules;
  #restores = 0;
  #restored: Pick<LivedDay, "restoredOn" | "restoredUntil"> = {};
  #sentBefore = 0;
  readonly #post: PostOffice;

  constructor(accessKeyId = "AKIAEXAMPLE1234WXYZ", wishes: LifeWishes = {}) {
    this.accessKeyId = accessKeyId;
    this.createdOn = wishes.createdOn ?? createdOn;
    this.#rules = wishes.rules ?? deliveredRules();
    this.#post = wishes.post ?? new PostOffice();
  }

  /** The mails about the key that arrived. */
  get inbox(): InboxMail[] {
    return arrived(this.sent);
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
      today: addDays(this.createdOn, age),
    });
  }

  /** The user's current tags. */
  get tags(): FoundTags {
    return this.#tags;
  }

  /** From now on every mail arrives. Earlier reports stay valid. */
  settleMail(): void {
    this.#post.settle();
  }

  /** Runs one day of the key, at this age in calendar days. */
  live(age: number, happens: LifeDay = {}): LivedDay {
    this.wake(age, happens);
    return this.run(age, happens);
  }

  /** What happens on a day before the run: what people do, and what SES reports. */
  wake(age: number, happens: LifeDay): void {
    const day = addDays(this.createdOn, age);
    this.#tags = happens.tags ?? this.#tags;
    this.#rules = happens.rules ?? this.#rules;
    if (happens.mail !== undefined) this.#post.change(happens.mail);
    this.status = happens.setStatus ?? this.status;
    this.#sentBefore = this.sent.length;
    if (happens.restoreForDays !== undefined) this.#restore(day, happens.restoreForDays, happens.pausedUntil);
    this.#takeReports(day);
  }

  /** The run of a day, after `wake`. */
  run(age: number, happens: LifeDay): LivedDay {
    const day = addDays(this.createdOn, age);
    const historyBefore = this.history;
    const { status } = this;
    const decision = happens.isRunMissed === true ? undefined : this.#run(day, happens);
    const lived: LivedDay = {
      day,
      age,
      decision,
      mails: arrived(this.sent.slice(this.#sentBefore)),
      isDeactivated: status === "Active" && this.status !== "Active",
      historyBefore,
      owners: this.#owners(day),
      happens,
      tags: this.#tags,
      rules: this.#rules,
      status,
      ...this.#restored,
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
    const { accessKeyId, status } = this;
    return { accessKeyId, userName: "ann", status, createdOn: this.createdOn };
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
    if (this.status !== "Inactive") return;
    const run = { id: `restore-${this.#restores + 1}`, day };
    const asked = evaluateRestore({ key: this.#key(), history: this.history, run, days });
    if (asked.outcome === "refused") return;
    const { deactivation } = asked;
    this.#restores += 1;
    const until = addDays(day, days);
    this.#restored = { restoredOn: day, restoredUntil: until };
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
      accessKeyId: this.accessKeyId,
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
    const { id, names, noticeDays, audience } = notice;
    for (const addressee of notice.to) {
      const { address, as } = addressee;
      const claimId = `${this.accessKeyId} ${day} ${this.sent.length}`;
      const { mail, isRefused, delivery } = this.#post.send(notice, addressee, claimId, day);
      this.sent.push(mail);
      const record: NoticeRecord = {
        id,
        to: address,
        as,
        state: isRefused ? "refused" : "sent",
        on: day,
        run: `run-${day}`,
        claimId,
        round: this.history.round,
        names,
        noticeDays,
        audience,
        delivery,
      };
      const others = this.history.notices.filter(
        (known) => known.to !== address || !sameNotice(known.id, id),
      );
      this.history = { ...this.history, notices: [...others, record] };
    }
  }

  #takeReports(day: Day): void {
    const own = (claimId: string) => this.history.notices.some((notice) => notice.claimId === claimId);
    for (const { claimId, delivery } of this.#post.reportsOn(day, own))
      this.history = {
        ...this.history,
        notices: this.history.notices.map((notice) =>
          notice.claimId === claimId && notice.delivery.state !== "bounced"
            ? { ...notice, delivery }
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

function arrived(mails: readonly SentMail[]): InboxMail[] {
  return mails.flatMap(({ on, ...mail }) => (on === undefined ? [] : [{ ...mail, on }]));
}

/** The day on which a key of the lives here has an age. */
export function dayAt(age: number): Day {
  return addDays(createdOn, age);
}
