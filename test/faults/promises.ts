import type { RunReport } from "../../statemachine/run-report.ts";
import { fallbackContact } from "../integration/integration-settings.ts";
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
  const broken: string[] = [];
  const expected = clean.mails.flat();
  const { faulty, recovered } = day;
  const { status, error = "", cause = "" } = faulty.execution;

  for (const [when, facts] of [
    ["the faulty run", faulty],
    ["the recovery", recovered],
  ] as const) {
    const wrong = facts.inactive.filter((key) => !clean.inactive.includes(key));
    if (wrong.length > 0) broken.push(`after ${when} ${wrong} are off and should not be`);
    for (const told of facts.mails.flat())
      if (!expected.some((wanted) => isSame(told, wanted)) && !standsIn(told, expected, faultCase))
        broken.push(`in ${when} somebody was told what nobody should be: ${toldText(told)}`);
  }

  const missing = missingIn(faulty, clean, expected, faultCase);
  if (status === "SUCCEEDED" && missing.length > 0)
    broken.push(`the run succeeded without ${missing.map(({ what }) => what)}`);
  if (status === "SUCCEEDED" && faulty.report === undefined) broken.push("it succeeded without a report");
  if (status !== "SUCCEEDED" && !(status === "FAILED" && isDocumented(error, faultCase)))
    broken.push(`it ended as ${status} ${error}: ${cause.slice(0, 200)}`);
  for (const { what, accountId } of missing)
    if (faulty.report !== undefined && !isNamed(accountId, faulty.report))
      broken.push(`the report does not name ${accountId}, where ${what} is missing`);

  const lost = missingIn(recovered, clean, expected, faultCase);
  if (lost.length > 0) broken.push(`after recovery there is no ${lost.map(({ what }) => what)}`);
  if (recovered.execution.status !== "SUCCEEDED")
    broken.push(`the recovery ended as ${recovered.execution.error}: ${recovered.execution.cause}`);

  const duplicates = mailsSentAgain(recovered.mails);
  const admitted = faultCase.mayDuplicate ? (faultCase.happens === "in the whole run" ? 3 : 1) : 0;
  if (duplicates > admitted) broken.push(`${duplicates} mails were sent again, ${admitted} are admitted`);
  return { broken, losses: missing.length, duplicates, end: status === "SUCCEEDED" ? status : error };
}

/** An error that AWS gives for good and that ends the first or the last state keeps the name that AWS gave it. */
function isDocumented(error: string, { fault }: FaultCase): boolean {
  return documentedEnds.test(error) || (fault.kind === "refused" && fault.code === error);
}

function missingIn(facts: RunFacts, clean: RunFacts, expected: readonly Told[], faultCase: FaultCase) {
  const told = facts.mails.flat();
  const notices = expected
    .filter((wanted) => !told.some((one) => isSame(one, wanted) || replaces(one, wanted, faultCase)))
    .map((wanted) => ({ what: toldText(wanted), accountId: wanted.accountId }));
  const keys = clean.inactive
    .filter((key) => !facts.inactive.includes(key))
    .map((key) => ({
      what: `deactivation of ${key}`,
      // All that are off in another account were told so; Pat was not, for she did it herself.
      accountId: expected.find((wanted) => key.endsWith(wanted.key))?.accountId ?? accounts.busy,
    }));
  return [...notices, ...keys];
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

function standsIn(told: Told, expected: readonly Told[], faultCase: FaultCase): boolean {
  return expected.some((wanted) => replaces(told, wanted, faultCase));
}

function isNamed(accountId: string, { unreached }: RunReport): boolean {
  return unreached.some(({ id, reason }) => id === accountId && reason !== "");
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
