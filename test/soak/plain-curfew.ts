import type { PlainMail, PlainPolicy, PlainToday } from "./plain-mails.ts";
import { standing } from "./plain-notices.ts";
import { type PlainDue, type PlainLimits, type PlainPlan, plan } from "./plain-plan.ts";
import type { PlainPost } from "./plain-post.ts";
import { deactivationMails, decide, restoreMails } from "./plain-rules.ts";
import type { PlainKey, PlainUser, PlainWorld } from "./plain-world.ts";

/** A mail in the outbox. */
export interface SeenMail {
  readonly to: string;
  readonly accountId: string;
  /** The last four characters of the key's ID. */
  readonly key: string;
  readonly kind: string;
  readonly names?: number | undefined;
}

/** The result of a day. */
export interface PlainOutcome {
  readonly differences: readonly string[];
  readonly notices: number;
  readonly plan: PlainPlan;
}

/** What the deactivations of one run over the Organization came to, by account. */
export interface Attempts {
  /** Accounts in which all of them failed. */
  readonly failed: readonly string[];
  /** Accounts in which at least one succeeded. */
  readonly succeeded: readonly string[];
}

/** For this many days, the keys of an account in which all deactivations failed come last. */
const failingDays = 7;

/** One key with its user. */
interface Owned {
  readonly user: PlainUser;
  readonly key: PlainKey;
}

/** The most days over which first notices of overdue keys are spread. */
const mostSpread = 60;

/** Curfew by the plain rules. It runs day by day beside the product and says where the two differ. */
export class PlainCurfew {
  readonly #world: PlainWorld;
  readonly #post: PlainPost;
  policy: PlainPolicy;
  readonly limits: PlainLimits;
  pausedUntil: number | undefined;
  /** By key ID, the day of the approval. */
  #approved = new Map<string, number>();
  /** By account, the day on which all deactivations in it failed. */
  readonly #failing = new Map<string, number>();

  constructor(world: PlainWorld, post: PlainPost, policy: PlainPolicy, limits: PlainLimits) {
    this.#world = world;
    this.#post = post;
    this.policy = policy;
    this.limits = limits;
  }

  /** Today's plan, to know in advance whether it waits for an approval. */
  planOf(day: number): PlainPlan {
    return this.#plan(this.#due(day), day);
  }

  /** An operator approves the keys that wait for an approval. */
  approve(keyIds: readonly string[], day: number): void {
    for (const id of keyIds) this.#approved.set(id, day);
  }

  /** A run over the Organization ended. */
  attempted({ failed, succeeded }: Attempts, day: number): void {
    for (const id of succeeded) this.#failing.delete(id);
    for (const id of failed) if (!this.#isFailing(id, day)) this.#failing.set(id, day);
  }

  /** The settings change, so approvals lapse. */
  change(policy: PlainPolicy): void {
    this.policy = policy;
    this.#approved = new Map();
  }

  /**
   * A day on which every account was evaluated at least once.
   * @param mails the mails that were sent
   * @param inactive the IDs of the keys that are Inactive now
   * @param reserved the account of each key that a run planned to deactivate. A key that could not be deactivated keeps its
   * place in the pace of the day, and a later run needs another one.
   * @param hadSeveralRuns if true, the order within the pace is not compared
   */
  live(
    day: number,
    mails: readonly SeenMail[],
    inactive: ReadonlySet<string>,
    reserved: readonly string[],
    hadSeveralRuns: boolean,
  ): PlainOutcome {
    const differences: string[] = [];
    const unexplained = new Map(mails.map((mail) => [textOf(mail), mail]));
    let notices = 0;
    const take = (owned: Owned, due: readonly PlainMail[], isFirst: boolean) => {
      for (const mail of due) {
        const seen = find(unexplained, owned, mail);
        if (seen === undefined && !isFirst) continue;
        if (seen === undefined) differences.push(`not sent: ${expected(owned, mail)}`);
        else unexplained.delete(textOf(seen));
        notices += 1;
        this.#record(owned.key, mail, seen?.names ?? mail.names, day);
      }
    };
    const due: PlainDue[] = [];
    for (const owned of this.#keys()) {
      const { user, key } = owned;
      const decision = decide(user, key, this.#today(day));
      if (decision.isRevoked) revoke(key);
      take(owned, decision.mails, true);
      if (decision.due === undefined) continue;
      due.push({ accountId: user.accountId, keyId: key.id, named: decision.due });
    }
    const planned = this.#plan(due, day);
    const waits = new Set([...planned.wait, ...planned.awaitApproval]);
    for (const { key } of this.#keys()) {
      if (!waits.has(key.id)) continue;
      if (key.waitedLastOn < day) key.waited += 1;
      key.waitedLastOn = day;
    }
    differences.push(...this.#compareInactive(planned, due, inactive, reserved, hadSeveralRuns, day));
    const deactivated = new Set(due.map(({ keyId }) => keyId).filter((id) => inactive.has(id)));
    for (const owned of this.#keys())
      if (owned.key.isActive && deactivated.has(owned.key.id)) {
        deactivate(owned.key, day);
        take(owned, deactivationMails(live(owned.user), owned.key, this.#today(day)), true);
      }
    // A later run of the day may know more: mail to a suppressed address bounces at once.
    for (let again = 0; again < 3 && unexplained.size > 0; again += 1)
      for (const owned of this.#keys()) take(owned, this.#evaluateAgain(owned, day), false);
    for (const mail of unexplained.values()) differences.push(`sent, but not expected: ${textOf(mail)}`);
    return { differences, notices, plan: planned };
  }

  /** An operator restores a key that Curfew deactivated. */
  restore(keyId: string, days: number, day: number, mails: readonly SeenMail[]): string[] {
    const owned = this.#keys().find(({ key }) => key.id === keyId);
    if (owned?.key.deactivated === undefined) return [`${keyId} cannot be restored`];
    const { key, user } = owned;
    revoke(key);
    key.isActive = true;
    key.restored = {
      number: (key.restored?.number ?? 0) + 1,
      until: day + days,
      undoes: owned.key.deactivated.number,
    };
    const unexplained = new Map(mails.map((mail) => [textOf(mail), mail]));
    const differences: string[] = [];
    for (const mail of restoreMails(live(user), key, this.#today(day))) {
      const seen = find(unexplained, owned, mail);
      if (seen === undefined) differences.push(`not sent: ${expected(owned, mail)}`);
      else unexplained.delete(textOf(seen));
      this.#record(key, mail, mail.names, day);
    }
    return [...differences, ...[...unexplained.keys()].map((text) => `sent, but not expected: ${text}`)];
  }

  /** Keys that an operator may restore today. */
  restorable(): { readonly accountId: string; readonly keyId: string }[] {
    return this.#keys()
      .filter(
        ({ key }) =>
          !key.isActive &&
          key.deactivated !== undefined &&
          key.restored?.undoes !== key.deactivated.number &&
          // Its owner was warned since, so it was active again and somebody else deactivated it.
          standing(key).length === 0,
      )
      .map(({ user, key }) => ({ accountId: user.accountId, keyId: key.id }));
  }

  #evaluateAgain(owned: Owned, day: number): readonly PlainMail[] {
    const { mails, isRevoked } = decide(owned.user, owned.key, this.#today(day));
    return isRevoked ? [] : mails;
  }

  #due(day: number): PlainDue[] {
    return this.#keys().flatMap(({ user, key }) => {
      const { due } = decide(live(user), key, this.#today(day));
      return due === undefined ? [] : [{ accountId: user.accountId, keyId: key.id, named: due }];
    });
  }

  #plan(due: readonly PlainDue[], day: number): PlainPlan {
    const isPaused = this.pausedUntil !== undefined && day <= this.pausedUntil;
    const approved = new Set(
      [...this.#approved].filter(([id, on]) => this.#isCovered(id, on)).map(([id]) => id),
    );
    const failing = new Set([...this.#failing.keys()].filter((id) => this.#isFailing(id, day)));
    return plan(due, approved, isPaused, failing, this.limits);
  }

  #isFailing(accountId: string, day: number): boolean {
    const since = this.#failing.get(accountId);
    return since !== undefined && day - since < failingDays;
  }

  /** The deactivation of a key uses up its approval. */
  #isCovered(id: string, on: number): boolean {
    const key = this.#keys().find((owned) => owned.key.id === id)?.key;
    return key !== undefined && (key.deactivated === undefined || key.deactivated.on < on);
  }

  #compareInactive(
    planned: PlainPlan,
    due: readonly PlainDue[],
    inactive: ReadonlySet<string>,
    reserved: readonly string[],
    hadSeveralRuns: boolean,
    day: number,
  ): string[] {
    const isTight = planned.wait.length > 0;
    const deactivated = due.filter(({ keyId }) => inactive.has(keyId));
    const mayBeDeactivated = new Set([
      ...planned.deactivate,
      ...(hadSeveralRuns && this.#today(day).pausedUntil === undefined ? planned.wait : []),
    ]);
    const unexpected = [...inactive].filter((id) => {
      const key = this.#keys().find((owned) => owned.key.id === id)?.key;
      return key?.isActive === true && !mayBeDeactivated.has(id);
    });
    const isFull = (accountId: string) =>
      reserved.length >= this.limits.perDay ||
      reserved.filter((id) => id === accountId).length >= this.limits.perAccount;
    const missing = due
      .filter(({ keyId }) => planned.deactivate.includes(keyId) && !inactive.has(keyId))
      .filter(({ accountId }) => !hadSeveralRuns || !(isTight || isFull(accountId)))
      .map(({ keyId }) => keyId);
    const perAccount = Map.groupBy(deactivated, ({ accountId }) => accountId);
    return [
      ...unexpected.map((id) => `${id} is inactive`),
      ...missing.map((id) => `${id} is active`),
      ...(deactivated.length > this.limits.perDay
        ? [`${deactivated.length} keys were deactivated, more than the pace`]
        : []),
      ...[...perAccount]
        .filter(([, keys]) => keys.length > this.limits.perAccount)
        .map(([account, keys]) => `${keys.length} keys were deactivated in ${account}, more than its pace`),
      ...[...this.#keys()]
        .filter(({ key }) => !key.isActive && !inactive.has(key.id))
        .map(({ key }) => `${key.id} is active again`),
    ];
  }

  #record(key: PlainKey, mail: PlainMail, names: number | undefined, day: number): void {
    const { what, to, as, toEverybody } = mail;
    const reports = this.#post.send(to, day);
    const noticeDays = this.policy.notice;
    const era = key.era;
    key.notices = [
      ...key.notices,
      { what, to, as, sentOn: day, names, noticeDays, era, toEverybody, reports },
    ];
  }

  #today(day: number): PlainToday {
    const isPaused = this.pausedUntil !== undefined && day <= this.pausedUntil;
    return { day, policy: this.policy, pausedUntil: isPaused ? this.pausedUntil : undefined };
  }

  #keys(): Owned[] {
    return this.#world.users.flatMap((user) => [...user.keys.values()].map((key) => ({ user, key })));
  }
}

/** The user with the current tags: the deactivation and a restore both read them right before they act. */
function live(user: PlainUser): PlainUser {
  return { ...user, seen: { tags: user.tags, on: 0 } };
}

function revoke(key: PlainKey): void {
  key.era += 1;
  key.waited = 0;
}

function deactivate(key: PlainKey, day: number): void {
  key.isActive = false;
  key.deactivated = { number: (key.deactivated?.number ?? 0) + 1, on: day };
  revoke(key);
}

function find(
  mails: ReadonlyMap<string, SeenMail>,
  { user, key }: Owned,
  due: PlainMail,
): SeenMail | undefined {
  return [...mails.values()].find(
    ({ to, accountId, key: last, kind, names }) =>
      to === due.to &&
      accountId === user.accountId &&
      last === key.id.slice(-4) &&
      kind === due.kind &&
      (due.isSpread
        ? names !== undefined &&
          due.names !== undefined &&
          names >= due.names &&
          names < due.names + mostSpread
        : names === due.names),
  );
}

function textOf({ to, accountId, key, kind, names }: SeenMail): string {
  return `${to} ${accountId} ${key} ${kind} ${dayText(names)}`;
}

function expected({ user, key }: Owned, { to, kind, names, what }: PlainMail): string {
  return `${to} ${user.accountId} ${key.id.slice(-4)} ${kind} ${dayText(names)} (${what})`;
}

function dayText(day: number | undefined): string {
  return day === undefined ? "" : new Date(day * 86_400_000).toISOString().slice(0, 10);
}
