import { fallbackContact } from "../support/integration-settings.ts";
import { accounts } from "./busy-organization.ts";
import type { DayFacts, RunFacts } from "./day-of-faults.ts";
import type { FaultCase } from "./fault-cases.ts";
import { type Told, toldText } from "./told.ts";

/** What a day with a fault came to, and every promise that it broke. */
export interface Verdict {
  readonly broken: readonly string[];
  /** Notices and deactivations that were missing after the faulty run, all of them named by its report. */
  readonly losses: number;
  /** Mails that said again what an earlier one had said. */
  readonly duplicates: number;
  /** How the faulty execution ended. */
  readonly end: string;
}

/** How an execution may end (docs/runbook.md, "The run failed"). */
const documentedEnds =
  /^(CoverageIncomplete|InvalidInput|DigestNotSent|Interrupted|SenderUnusable|AccessDenied(Exception)?|Lambda\..+|Sandbox\.Timedout|Runtime\.ExitError)$/;

/** Holds a day against what README promises, by what the same day is without a fault. */
export function verdictOn(day: DayFacts, clean: RunFacts, faultCase: FaultCase): Verdict {
  const { faulty, recovered } = day;
  const { status, error = "" } = faulty.execution;
  const missing = missingIn(faulty, clean, faultCase);
  const duplicates = mailsSentAgain(recovered.mails);
  return {
    broken: [
      ...excessIn(faulty, clean, faultCase).map((what) => `in the faulty run ${what}`),
      ...excessIn(recovered, clean, faultCase).map((what) => `in the recovery ${what}`),
      ...badEnd(faulty, faultCase),
      ...missing.filter((loss) => !isNamed(loss, faulty)).map(({ what }) => `no report names ${what}`),
      ...missingIn(recovered, clean, faultCase).map(({ what }) => `after the recovery there is no ${what}`),
      ...badRecovery(recovered, faultCase),
      ...(day.leaks > 0 ? [`${day.leaks} secrets stand in the log`] : []),
      ...day.brokenLines.map((line) => `a log line is no JSON: ${line.slice(0, 200)}`),
      ...(duplicates > faultCase.duplicates
        ? [`${duplicates} mails were sent again, ${faultCase.duplicates} are admitted`]
        : []),
    ],
    losses: missing.length,
    duplicates,
    end: status === "SUCCEEDED" ? status : error,
  };
}

/** What was done and said that should not be. */
function excessIn(facts: RunFacts, clean: RunFacts, faultCase: FaultCase): string[] {
  const expected = clean.mails.flat();
  const keys = facts.inactive.filter((key) => !clean.inactive.includes(key) && !isConcerned(key, faultCase));
  const told = facts.mails
    .flat()
    .filter(
      (one) =>
        !expected.some((wanted) => isSame(one, wanted) || replaces(one, wanted, faultCase)) &&
        !isTakenForOurs(one) &&
        !concerns(one, faultCase),
    );
  return [
    ...keys.map((key) => `${key} is off and should not be`),
    ...told.map((one) => `somebody was told what nobody should be: ${toldText(one)}`),
  ];
}

function badEnd({ execution, report }: RunFacts, { fault }: FaultCase): string[] {
  const { status, error = "", cause = "" } = execution;
  if (status === "SUCCEEDED") return report === undefined ? ["it succeeded without a report"] : [];
  // An error that AWS gives for good, and that ends the first or the last state, keeps AWS's name.
  const isKnown = documentedEnds.test(error) || (fault.kind === "refused" && fault.code === error);
  return status === "FAILED" && isKnown ? [] : [`it ended as ${status} ${error}: ${cause.slice(0, 200)}`];
}

function badRecovery({ execution, report }: RunFacts, { fault }: FaultCase): string[] {
  const { status, error, cause } = execution;
  if (status === "SUCCEEDED") return [];
  const onlyBusy = report?.unreached.every(({ id }) => id === accounts.busy) === true;
  const isOutOfReach = fault.kind === "happens" && fault.happening.endsAccount === true;
  return isOutOfReach && onlyBusy ? [] : [`the recovery ended as ${error}: ${cause}`];
}

interface Loss {
  readonly what: string;
  readonly accountId: string;
  /** The last four characters of the key. */
  readonly key: string;
}

function missingIn(facts: RunFacts, clean: RunFacts, faultCase: FaultCase): Loss[] {
  const told = facts.mails.flat();
  const expected = clean.mails.flat();
  const notices = expected
    .filter((wanted) => !told.some((one) => isSame(one, wanted) || replaces(one, wanted, faultCase)))
    .map((wanted) => ({ what: toldText(wanted), accountId: wanted.accountId, key: wanted.key }));
  const keys = clean.inactive
    .filter((id) => !facts.inactive.includes(id))
    .map((id) => {
      const key = id.slice(-4);
      // All that are off in another account were told so; Pat was not, for she did it herself.
      const accountId = expected.find((wanted) => wanted.key === key)?.accountId ?? accounts.busy;
      return { what: `deactivation of ${id}`, accountId, key };
    });
  return [...notices, ...keys].filter((loss) => !concerns(loss, faultCase));
}

/**
 * Whether somebody hears of a loss: the execution failed and left no report, or its report names the account
 * as not reached, or the key with a notice that failed.
 */
function isNamed({ accountId, key }: Loss, { execution, report }: RunFacts): boolean {
  if (report === undefined) return execution.status !== "SUCCEEDED";
  const isUnreached = report.unreached.some(({ id, reason }) => id === accountId && reason !== "");
  const row = report.keys.find(
    (one) => one.accountId === accountId && one.decision.accessKeyId.endsWith(key),
  );
  const isInRow = row?.notices.some(({ outcome }) => outcome === "failed" || outcome === "inFlight");
  return isUnreached || isInRow === true;
}

/**
 * Pat switched her key off between a worker's intention and its second look. Where that worker then cannot
 * take its intention back, the next one takes the key for its predecessor's doing and says so.
 */
function isTakenForOurs({ accountId, key, sentence }: Told): boolean {
  return accountId === accounts.busy && key === "PAT1" && sentence.includes("has been deactivated");
}

function concerns(told: Pick<Told, "accountId" | "key">, { fault }: FaultCase): boolean {
  return fault.kind === "happens" && fault.happening.concerns(told);
}

function isConcerned(id: string, faultCase: FaultCase): boolean {
  return concerns({ accountId: accounts.busy, key: id.slice(-4) }, faultCase);
}

function isSame(one: Told, other: Told): boolean {
  return toldText(one) === toldText(other);
}

/** The fallback contact is told where SES refuses an owner's address. */
function replaces(told: Told, wanted: Told, { site, fault }: FaultCase): boolean {
  const isRefused =
    fault.kind === "refused" &&
    ["MessageRejected", "BadRequestException"].includes(fault.code) &&
    site.call.target === `${wanted.to} ${wanted.accountId}`;
  return isRefused && isSame(told, { ...wanted, to: fallbackContact });
}

/** How many mails said something that an earlier one had said to the same recipient. */
function mailsSentAgain(mails: readonly (readonly Told[])[]): number {
  const said = new Set<string>();
  return mails.filter((notices) => {
    const texts = notices.map(toldText);
    const isAgain = texts.some((text) => said.has(text));
    for (const text of texts) said.add(text);
    return isAgain;
  }).length;
}
