import { userNameOf } from "../budgets/account-population.ts";
import { type BenchCloud, type Synthesized, startBenchCloud } from "./bench-cloud.ts";
import { atMost, type Claim, type Measured, short } from "./claim.ts";
import { callsTo, type Execution, measureExecution } from "./measure-execution.ts";

const noticesEach = 10;
/** What AWS usually grants with production access to SES. */
const mailsPerSecond = 14;

/**
 * The first enforcing run with ten notices in each account: once while SES takes 14 mails a second, once without limit.
 */
export async function measureFirstRun(
  synthesized: Synthesized,
  { accounts, timeScale }: { readonly accounts: number; readonly timeScale: number },
): Promise<Measured> {
  const limited = await firstRun(synthesized, { accounts, timeScale, rate: mailsPerSecond });
  const free = await firstRun(synthesized, { accounts, timeScale, rate: 10_000 });
  const row = (name: string, { execution, once, refused, seconds }: FirstRun) => [
    name,
    short(accounts),
    short(execution.mails),
    short(once),
    short(refused),
    short(callsTo(execution.calls, "iam", "sts")),
    short(seconds),
  ];
  return {
    head: [
      "SES",
      "accounts",
      "mails",
      "owners mailed once",
      "refused mails",
      "calls in accounts",
      "run's seconds",
    ],
    rows: [row("14 a second", limited), row("without limit", free)],
    claims: [
      ...claimsOf(limited, accounts),
      atMost(
        "calls in accounts, times those without a limit",
        callsTo(limited.execution.calls, "iam", "sts") / callsTo(free.execution.calls, "iam", "sts"),
        1.05,
      ),
    ],
  };
}

interface FirstRun {
  readonly execution: Execution;
  /** Owners who got exactly one mail. */
  readonly once: number;
  /** Owners who got none. */
  readonly never: number;
  /** Owners who got several. */
  readonly again: number;
  readonly refused: number;
  readonly seconds: number;
}

function claimsOf({ execution, once, never, again, refused }: FirstRun, accounts: number): Claim[] {
  const { unreachable, partlyEvaluated } = execution.summary.totals.accounts;
  const wanted = accounts * noticesEach;
  return [
    {
      claim: "first enforcing run: every notice is sent once",
      found: `${short(once)} of ${short(wanted)}, ${short(never)} never, ${short(again)} more than once`,
      holds: once === wanted,
    },
    atMost("first enforcing run: accounts that failed", unreachable + partlyEvaluated, 0),
    atMost("first enforcing run: refused mails, share of those sent", refused / execution.mails, 0.05),
  ];
}

async function firstRun(
  synthesized: Synthesized,
  {
    accounts,
    timeScale,
    rate,
  }: { readonly accounts: number; readonly timeScale: number; readonly rate: number },
): Promise<FirstRun> {
  const bench = await startBenchCloud(synthesized, { members: accounts, timeScale, inProcess: true });
  const { cloud, hub, clock, memberIds } = bench;
  try {
    const ses = cloud.mail.account(hub.accountId, synthesized.settings.mail.region);
    ses.setQuota({ max24HourSend: -1, maxSendRate: rate });
    const owners = memberIds.flatMap((id) => addOwners(bench, id));
    const startedAt = clock.now().getTime();
    const execution = await measureExecution(bench, "first-run");
    const seconds = (clock.now().getTime() - startedAt) / 1000;
    const counts = new Map<string, number>();
    for (const { to } of cloud.mail.outbox()) counts.set(to, (counts.get(to) ?? 0) + 1);
    const ownersWith = (isWanted: (mails: number) => boolean) =>
      owners.filter((owner) => isWanted(counts.get(owner) ?? 0)).length;
    const refused = execution.calls.filter(
      ({ operation, status }) => operation === "SendEmail" && status >= 400,
    );
    return {
      execution,
      once: ownersWith((mails) => mails === 1),
      never: ownersWith((mails) => mails === 0),
      again: ownersWith((mails) => mails > 1),
      refused: refused.length,
      seconds,
    };
  } finally {
    await cloud.close();
  }
}

/** @returns their addresses */
function addOwners({ cloud, clock }: BenchCloud, accountId: string): string[] {
  const iam = cloud.iam.of(accountId);
  const createdAt = new Date(clock.now().getTime() - 75 * 86_400_000);
  return Array.from({ length: noticesEach }, (_, index) => {
    const userName = userNameOf(index);
    const email = `${userName}-${accountId}@example.com`;
    const tags = { UserType: "employee", email };
    iam.createUser({ userName, tags: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })) });
    iam.putAccessKey({ userName, createdAt });
    return email;
  });
}
