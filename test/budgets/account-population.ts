import { ledgerOf } from "../../functions/aws/ledger.ts";
import { addDays, type Day } from "../../functions/domain/calendar-day.ts";
import type { IamAccount } from "../../infra/sandbox/services/iam/iam-account.ts";

type LedgerClient = Parameters<typeof ledgerOf>[0];

/** How many users an account has and what is up with their keys. No user has more than one key. */
export interface Population {
  readonly users: number;
  /** Users with a key, those with something due among them; the others have none. */
  readonly owners: number;
  /** Keys that reach day 70 on the day given, and nobody was told of them before. */
  readonly toWarn: number;
  /** Keys that reach day 90 on the day given, and whose owners were told on day 70 and 80. */
  readonly toDeactivate: number;
  /** Keys of 75 days on the day given, whose owners were told on day 70: nothing is due. */
  readonly told?: number;
}

/** Where a population goes. */
export interface PopulationTarget {
  readonly iam: IamAccount;
  readonly ledger: LedgerClient;
  readonly ledgerTableName: string;
}

/**
 * Fills an account. Whoever has nothing due owns a key of 10 to 49 days, so that nothing becomes due by itself
 * within the next days.
 * @param dueOn the day on which what is due becomes due
 */
export async function populate(
  { iam, ledger, ledgerTableName }: PopulationTarget,
  population: Population,
  dueOn: Day,
): Promise<void> {
  const { users, owners } = population;
  for (let index = 0; index < users; index += 1) {
    const userName = userNameOf(index);
    iam.createUser({
      userName,
      createdAt: noon(addDays(dueOn, -400)),
      tags: [
        { Key: "email", Value: `${userName}@example.com` },
        { Key: "UserType", Value: "employee" },
      ],
    });
    if (index >= owners) continue;
    const age = ageOf(index, population);
    const createdOn = addDays(dueOn, -age);
    const lastUsed = { at: noon(addDays(dueOn, -3)), service: "s3" };
    const { accessKeyId } = iam.putAccessKey({ userName, createdAt: noon(createdOn), lastUsed });
    for (const stage of [70, 80].filter((day) => day < age)) {
      const day = addDays(createdOn, stage);
      const writer = { run: `daily-${day}`, day, invocation: `daily-${day}`, now: () => noon(day) };
      const notices = ledgerOf(ledger, ledgerTableName, iam.accountId, writer);
      const to = `${userName}@example.com`;
      const notice = { accessKeyId, userName, createdOn, noticeId: `day-${stage}`, to };
      await notices.claimNotice(notice);
      await notices.confirmNotice(notice, `${accessKeyId}-${stage}`);
    }
  }
}

/** What is due comes first, so that a few users are enough to have it. */
function ageOf(index: number, { toWarn, toDeactivate, told = 0 }: Population): number {
  if (index < toWarn) return 70;
  if (index < toWarn + toDeactivate) return 90;
  return index < toWarn + toDeactivate + told ? 75 : 10 + (index % 40);
}

/** Names sort as they are numbered. */
export function userNameOf(index: number): string {
  return `user-${String(index).padStart(5, "0")}`;
}

function noon(day: Day): Date {
  return new Date(`${day}T12:00:00Z`);
}
