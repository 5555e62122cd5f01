import { addDays, type Day } from "../../../functions/domain/calendar-day.ts";
import { unknownAccount } from "../../../functions/domain/inventory-memory.ts";
import { emptyHistory, type KeyHistory } from "../../../functions/domain/key-history.ts";
import { decide, type JudgedKey } from "../../../functions/worker/decide.ts";
import type { Inventory } from "../../../functions/worker/take-inventory.ts";
import { restoredUntil, tags } from "./key-fixture.ts";
import { type Life, type LifeDay, writtenMails, writtenTypes } from "./random-life.ts";

/** A key of a living account. */
export interface LivingKey {
  readonly accessKeyId: string;
  readonly userName: string;
  readonly createdOn: Day;
  status: string;
}

/** A user of a living account. */
export interface LivingUser {
  readonly userName: string;
  userType: string;
  email: string;
  exempt: string | undefined;
  keys: LivingKey[];
}

/** The account on one day: before the run decided and acted, and after. */
export interface Step {
  readonly life: Life;
  readonly day: LifeDay;
  readonly today: Day;
  readonly users: readonly LivingUser[];
  readonly before: ReadonlyMap<string, KeyHistory>;
  readonly judged: readonly JudgedKey[];
  /** As judged with the users and keys listed the other way round. */
  readonly judgedReversed: readonly JudgedKey[];
  readonly after: ReadonlyMap<string, KeyHistory>;
  readonly judgedAgain: readonly JudgedKey[];
}

/** Lives through all days of a life: each run decides by the real rules, and what it decides is done. */
export function* live(life: Life): Generator<Step> {
  let today = "2025-01-01";
  let histories = new Map<string, KeyHistory>();
  const users = life.users.map(({ userType, email, ages }, index): LivingUser => {
    const userName = `user${index}`;
    const keys = ages.map((age, number) => newKey(userName, String(number), addDays(today, -age)));
    return { userName, userType, email, exempt: undefined, keys };
  });
  for (const day of life.days) {
    today = addDays(today, day.gap);
    histories = happen(day, today, users, histories);
    const unreadable = day.event === "tagsUnreadableToday" ? chosen(day, users)?.userName : undefined;
    const judge = (list: Inventory) => decide(list, { histories, rules: life.rules, today }).judged;
    const judged = judge(inventory(users, unreadable));
    const judgedReversed = judge(reversed(inventory(users, unreadable)));
    const before = histories;
    histories = new Map(histories);
    for (const key of judged) act(key, day, today, users, histories);
    const judgedAgain = judge(inventory(users, unreadable));
    yield { life, day, today, users, before, judged, judgedReversed, after: histories, judgedAgain };
  }
}

function newKey(userName: string, name: string, createdOn: Day): LivingKey {
  return { accessKeyId: `AKIA-${userName}-${name}`, userName, createdOn, status: "Active" };
}

/** The user an event is about. */
function chosen({ about }: LifeDay, users: readonly LivingUser[]): LivingUser | undefined {
  return users[about % users.length];
}

function happen(
  day: LifeDay,
  today: Day,
  users: readonly LivingUser[],
  histories: Map<string, KeyHistory>,
): Map<string, KeyHistory> {
  const user = chosen(day, users);
  if (user === undefined) return histories;
  const key = user.keys[(day.about >> 1) % Math.max(1, user.keys.length)];
  const { event } = day;
  if (event === "ownerMakesKey" && user.keys.length < 2) user.keys.push(newKey(user.userName, today, today));
  if (event === "typeChanges") user.userType = writtenTypes[day.about % writtenTypes.length] ?? "";
  if (event === "mailChanges") user.email = writtenMails[day.about % writtenMails.length] ?? "";
  if (event === "exemptFor20Days") user.exempt = `${addDays(today, 20)} sam@example.com moving to roles`;
  if (event === "exemptionUnreadable") user.exempt = "please";
  if (event === "exemptionRemoved") user.exempt = undefined;
  if (key === undefined) return histories;
  if (event === "ownerDeletesKey") user.keys = user.keys.filter((other) => other !== key);
  if (event === "ownerSwitchesOff") key.status = "Inactive";
  if (event === "ownerSwitchesOn" || event === "operatorRestores") key.status = "Active";
  if (event !== "operatorRestores") return histories;
  const history = histories.get(key.accessKeyId) ?? emptyHistory;
  return new Map(histories).set(key.accessKeyId, {
    ...history,
    restore: { ...restoredUntil(addDays(today, 15)), on: today },
  });
}

function inventory(users: readonly LivingUser[], unreadable: string | undefined): Inventory {
  const listed = users.map(({ userName, userType, email, exempt, keys }) => {
    const written = tags({
      ...(userType === "" ? {} : { UserType: userType }),
      ...(email === "" ? {} : { email }),
      ...(exempt === undefined ? {} : { CurfewExempt: exempt }),
    });
    const asListed = keys.map((key) => ({ ...key }));
    return {
      userName,
      keys: asListed,
      keysFrom: "listing" as const,
      tags: userName === unreadable ? ("unreadable" as const) : written,
    };
  });
  return {
    userCount: users.length,
    users: listed,
    problems: [],
    remembered: unknownAccount,
    rootHasActiveKey: undefined,
  };
}

function reversed(list: Inventory): Inventory {
  const users = list.users.map((user) => ({ ...user, keys: user.keys.toReversed() })).toReversed();
  return { ...list, users };
}

/** Does what was decided: switches off and records it, sends and confirms unless no mail can be sent. */
function act(
  { key, decision, history }: JudgedKey,
  { isMailDown }: LifeDay,
  today: Day,
  users: readonly LivingUser[],
  histories: Map<string, KeyHistory>,
): void {
  let result = history;
  if (decision.verdict === "deactivate") {
    const living = users.flatMap(({ keys }) => keys).find((other) => other.accessKeyId === key.accessKeyId);
    if (living !== undefined) living.status = "Inactive";
    const count = (history.deactivation?.count ?? 0) + 1;
    result = { ...result, deactivation: { state: "done", on: today, run: today, count } };
  }
  const { notice } = decision;
  if (notice !== undefined && !isMailDown) {
    const sent = notice.to.map((to) => ({ id: notice.id, to, on: today, run: today }));
    result = { ...result, notices: [...result.notices, ...sent] };
  }
  histories.set(key.accessKeyId, result);
}
