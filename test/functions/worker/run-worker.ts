import { addDays, dayOf } from "../../../functions/domain/calendar-day.ts";
import type { LastUsed } from "../../../functions/domain/last-used.ts";
import type { AccountRules, Mode, Policy } from "../../../functions/domain/policy.ts";
import { composeNotices } from "../../../functions/notices/compose-notices.ts";
import type { NoticeMail } from "../../../functions/notices/key-notice.ts";
import { type PostFailure, sendNotices } from "../../../functions/notices/send-notices.ts";
import {
  type DeactivateTask,
  deactivateKeysOfAccount,
} from "../../../functions/worker/deactivate/deactivate-account.ts";
import { type AccountTask, evaluateAccount } from "../../../functions/worker/evaluate/evaluate-account.ts";
import type { LastUses } from "../../../functions/worker/last-use.ts";
import type { SendNotices } from "../../../functions/worker/notice-port.ts";
import type { AccountResult } from "../../../statemachine/account-result.ts";
import type { DeactivationResult } from "../../../statemachine/plan.ts";
import type { EvaluateAccountEvent, Run } from "../../../statemachine/run.ts";
import { policy as deliveredPolicy } from "../domain/policy-fixture.ts";
import { type Around, undisturbed } from "./around.ts";
import { type MemoryReport, memoryDeactivateAccount, memoryReadAccount } from "./memory-account.ts";
import { memoryLedger } from "./memory-ledger.ts";
import { today, type World } from "./world.ts";

/** What a test may change about a worker. */
export interface WorkerWish {
  readonly run?: Partial<Run>;
  /** The run's day, in days after today. The clock shows at least that day. */
  readonly daysLater?: number;
  readonly invocation?: string;
  readonly mode?: Mode;
  readonly policy?: Policy;
  readonly account?: Partial<EvaluateAccountEvent["account"]>;
  readonly around?: Around;
  /** SES's answers for these recipients. Every other mail is sent. */
  readonly mailFails?: Readonly<Record<string, PostFailure>>;
  readonly hasTime?: () => boolean;
  /** Whether there is time for a further mail. */
  readonly mailTime?: () => boolean;
  readonly lastUsed?: LastUsed;
  /** The account's credential report. Default: there is none. */
  readonly report?: MemoryReport;
}

/** The outcome of a worker: the result that it saved last, and what it threw. */
export interface Outcome<Result> {
  readonly result: Result | undefined;
  readonly error: unknown;
}

/** Evaluates the account of a world and waits for the end. */
export async function runEvaluate(world: World, wish: WorkerWish = {}): Promise<Outcome<AccountResult>> {
  try {
    return { result: await evaluateAccount(evaluateTask(world, wish)), error: undefined };
  } catch (error) {
    return { result: world.saved.at(-1), error };
  }
}

/** Deactivates keys of the account of a world and waits for the end. */
export async function runDeactivate(
  world: World,
  accessKeyIds: readonly string[],
  wish: WorkerWish = {},
): Promise<Outcome<DeactivationResult>> {
  try {
    const result = await deactivateKeysOfAccount(deactivateTask(world, accessKeyIds, wish));
    return { result, error: undefined };
  } catch (error) {
    return { result: world.deactivations.at(-1), error };
  }
}

/** Both steps of a day: evaluates, then deactivates every key whose decision allows it. */
export async function runBoth(world: World, wish: WorkerWish = {}) {
  const evaluated = await runEvaluate(world, wish);
  const due = (evaluated.result?.results ?? [])
    .filter(({ decision }) => decision.state === "deactivate")
    .map(({ decision }) => decision.accessKeyId);
  return { evaluated, deactivated: await runDeactivate(world, due, wish) };
}

/** A worker's task for evaluating, its ports in memory. */
export function evaluateTask(world: World, wish: WorkerWish = {}): AccountTask {
  const { recorded, run, account, shared } = partsOf(world, wish);
  return {
    ...shared,
    event: { run, account },
    assumeRole: () =>
      recorded("AssumeRole", () => memoryReadAccount(world.users, recorded, wish.lastUsed, wish.report)),
    inventory: {
      load: () => recorded("load inventory", () => world.inventory),
      save: (remembered) =>
        recorded("save inventory", () => {
          world.inventory = remembered;
        }),
    },
    saveMarker: (marker) => recorded(`mark ${marker}`, () => void world.markers.push(marker)),
    saveResult: (result) => recorded("save", () => void world.saved.push(result)),
  };
}

/** A worker's task for deactivating these keys, its ports in memory. */
export function deactivateTask(
  world: World,
  accessKeyIds: readonly string[],
  wish: WorkerWish = {},
): DeactivateTask {
  const { recorded, run, account, shared } = partsOf(world, wish);
  const all = [...world.users.values()].flatMap(({ keys }) => keys);
  const keys = all
    .filter(({ accessKeyId }) => accessKeyIds.includes(accessKeyId))
    .map(({ accessKeyId, userName, createdOn }) => ({ accessKeyId, userName, createdOn }));
  return {
    ...shared,
    event: { run, account, keys },
    assumeRole: () => recorded("AssumeRole", () => memoryDeactivateAccount(world.users, recorded)),
    pause: () => recorded("pause", () => world.pause),
    now: () => new Date(world.now),
    saveResult: (result) => recorded("save", () => void world.deactivations.push(result)),
  };
}

let invocations = 0;

function partsOf(world: World, wish: WorkerWish) {
  const { around = undisturbed, mode = "enforce", policy = deliveredPolicy() } = wish;
  invocations += 1;
  const invocation = wish.invocation ?? `invocation-${invocations}`;
  const day = addDays(today, wish.daysLater ?? 0);
  if (wish.daysLater !== undefined) world.now = Math.max(world.now, Date.parse(`${day}T08:00:00Z`));
  const run: Run = {
    id: `daily-${day}`,
    startedAt: `${day}T08:00:00Z`,
    day,
    mode,
    scope: "organization",
    spreadOverDays: 1,
    mailRate: 14,
    ...wish.run,
  };
  const account = { id: "111122223333", name: "Sales", path: ["r-a1b2"], state: "ACTIVE", ...wish.account };
  const recorded: Around = (call, effect) => {
    world.calls.push(call);
    return around(call, effect);
  };
  const ledger = memoryLedger(
    world.table,
    { run: run.id, invocation, now: () => new Date(world.now) },
    recorded,
  );
  let claims = 0;
  const { mailFails = {}, mailTime = () => true } = wish;
  const senderFor = (rules: AccountRules, lookUp: LastUses["lookUp"]): SendNotices => {
    const pace = {
      nextSlot: async () => (mailTime() ? ("reached" as const) : ("noTimeLeft" as const)),
      backOff: async () => undefined,
    };
    const newClaimId = () => {
      claims += 1;
      return `${invocation}-${claims}`;
    };
    const post = (mail: NoticeMail) =>
      recorded(`mail ${mail.to}`, () => deliver(world, mail, mailFails[mail.to]));
    const now = () => new Date(world.now);
    const sending = { account, ledger, post, pace, lastUsed: lookUp, now, newClaimId };
    return (due) => sendNotices(composeNotices(due, { rules, today: run.day }), sending);
  };
  const shared = {
    policy,
    ledger,
    senderFor,
    hasTime: wish.hasTime ?? (() => true),
    utcDay: () => dayOf(new Date(world.now)),
  };
  return { recorded, run, account, shared };
}

function deliver(world: World, mail: NoticeMail, failure: PostFailure | undefined) {
  if (failure !== undefined) return { failure, error: new Error(`mail service: ${failure}`) };
  world.outbox.push(mail);
  return { messageId: `message-${world.outbox.length}` };
}
