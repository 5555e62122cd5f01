import { addDays, dayOf } from "../../../functions/domain/calendar-day.ts";
import type { LastUsed, NoticeMail } from "../../../functions/domain/notice-mail.ts";
import type { Mode, Policy } from "../../../functions/domain/policy.ts";
import type { PostFailure } from "../../../functions/notices/send-notices.ts";
import { type AccountTask, enforceAccount } from "../../../functions/worker/enforce-account.ts";
import type { AccountResult } from "../../../statemachine/account-result.ts";
import type { EnforceAccountEvent } from "../../../statemachine/contract.ts";
import { today } from "../domain/key-fixture.ts";
import { policy as articlePolicy } from "../domain/policy-fixture.ts";
import { type Around, undisturbed } from "./around.ts";
import { memoryAccount } from "./memory-account.ts";
import { memoryLedger } from "./memory-ledger.ts";
import type { World } from "./world.ts";

/** What a worker of a test may do otherwise. */
export interface WorkerWish {
  readonly runId?: string;
  /** The run's day, in days after today. */
  readonly daysLater?: number;
  readonly invocation?: string;
  readonly mode?: Mode;
  readonly policy?: Policy;
  readonly account?: Partial<EnforceAccountEvent["account"]>;
  readonly around?: Around;
  /** What the mail service answers about these recipients; every other mail is sent. */
  readonly mailFails?: Readonly<Record<string, PostFailure>>;
  readonly hasTime?: () => boolean;
  readonly lastUsed?: LastUsed;
  /** The account's credential report; without it there is none. */
  readonly report?: Parameters<typeof memoryAccount>[3];
}

/** What came of a worker: the account result it saved last, and what it threw. */
export interface Outcome {
  readonly result: AccountResult | undefined;
  readonly error: unknown;
}

/** Runs one worker over a world and waits for its end. */
export async function runWorker(world: World, wish: WorkerWish = {}): Promise<Outcome> {
  try {
    const result = await enforceAccount(workerTask(world, wish));
    return { result, error: undefined };
  } catch (error) {
    return { result: world.saved.at(-1), error };
  }
}

let invocations = 0;

/** A worker's task, its ports in memory. */
export function workerTask(world: World, wish: WorkerWish = {}): AccountTask {
  const { around = undisturbed, mode = "enforce", policy = articlePolicy(), mailFails = {} } = wish;
  invocations += 1;
  const invocation = wish.invocation ?? `invocation-${invocations}`;
  const day = addDays(today, wish.daysLater ?? 0);
  const run = { id: wish.runId ?? `daily-${day}`, startedAt: `${day}T08:00:00Z`, day, mode };
  const account = { id: "111122223333", name: "Sales", path: ["r-a1b2"], ...wish.account };
  const recorded: Around = (call, effect) => {
    world.calls.push(call);
    return around(call, effect);
  };
  const writer = { run: run.id, day, invocation, now: () => new Date(world.now) };
  return {
    event: { run, account },
    policy,
    assumeRole: (assumed) =>
      recorded(`AssumeRole ${assumed}`, () =>
        memoryAccount(world.users, recorded, wish.lastUsed, wish.report),
      ),
    ledger: memoryLedger(world.table, writer, recorded),
    inventory: {
      load: () => recorded("load inventory", () => world.inventory),
      save: (remembered) =>
        recorded("save inventory", () => {
          world.inventory = remembered;
        }),
    },
    postFor: () => (mail) => recorded(`mail ${mail.to}`, () => post(world, mail, mailFails[mail.to])),
    saveResult: (result) => recorded("save", () => void world.saved.push(result)),
    hasTime: wish.hasTime ?? (() => true),
    today: () => dayOf(new Date(world.now)),
  };
}

function post(world: World, mail: NoticeMail, failure: PostFailure | undefined) {
  if (failure !== undefined) return { failure, error: new Error(`mail service: ${failure}`) };
  world.outbox.push(mail);
  return { messageId: `message-${world.outbox.length}` };
}
