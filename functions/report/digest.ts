import type { ObjectLocation } from "../../statemachine/contract.ts";
import type { AccountWithReason, KeyRow, RunReport } from "../../statemachine/run-report.ts";
import { maskedKeyId } from "../domain/access-key.ts";
import type { Digest, DigestKey, DigestList } from "../domain/digest.ts";

/** So many rows of a list are read in a mail; the rest is in the report. */
const longestList = 50;

/** What the security contact is told of a run, and where the whole report lies. */
export function digestOf(report: RunReport, headline: string, html: ObjectLocation): Digest {
  const { run, totals, coverage, keys } = report;
  const deactivatedOr = (outcome: string) =>
    keys.filter(({ deactivation }) => deactivation?.outcome === outcome);
  const withheld = keys.filter(({ decision }) => decision.verdict === "withheld");
  return {
    runId: run.id,
    day: run.day,
    mode: run.mode,
    coverage,
    cause: headline,
    totals,
    unreached: limited(report.unreached, accountText),
    notOnboarded: limited(report.notOnboarded, accountText),
    rootKeys: limited(report.rootKeys, accountText),
    deactivated: limited(deactivatedOr(run.mode === "report" ? "wouldDeactivate" : "deactivated"), keyOf),
    deactivationsFailed: limited(deactivatedOr("failed"), keyOf),
    withheld: limited(
      withheld.filter(({ decision }) => decision.withheld !== "exempt"),
      keyOf,
    ),
    exempt: limited(
      withheld.filter(({ decision }) => decision.withheld === "exempt"),
      keyOf,
    ),
    noticesFailed: limited(
      keys.filter(({ notices }) =>
        notices.some(({ outcome }) => outcome === "failed" || outcome === "inFlight"),
      ),
      keyOf,
    ),
    reportLocation: `s3://${html.bucket}/${html.key}`,
  };
}

function limited<Row, Shown>(rows: readonly Row[], show: (row: Row) => Shown): DigestList<Shown> {
  return { rows: rows.slice(0, longestList).map(show), more: Math.max(0, rows.length - longestList) };
}

function accountText({ id, name, reason }: AccountWithReason) {
  return { id, name, reason };
}

function keyOf({ accountId, accountName, decision, deactivation, notices }: KeyRow): DigestKey {
  const error = deactivation?.error ?? notices.find((notice) => notice.error !== undefined)?.error;
  return {
    accountId,
    accountName,
    userName: decision.userName,
    key: maskedKeyId(decision.accessKeyId),
    age: decision.age,
    reason: error ?? decision.reason,
  };
}
