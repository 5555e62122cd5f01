import type { ReportHead } from "../../statemachine/run-report.ts";
import type { Digest } from "../notices/digest.ts";
import type { DigestPart } from "./digest-part.ts";
import { compliantPercent } from "./tally.ts";

/** The digest over the whole run: its figures and lists are those of the report. */
export function digestOf(report: ReportHead, part: DigestPart, links: Digest["links"]): Digest {
  return {
    ...part,
    run: report.run,
    isPart: false,
    coverage: report.coverage,
    deactivations: report.deactivations,
    headline: report.headline,
    compliantPercent: report.compliantPercent,
    previous: report.previous,
    monthAgo: report.monthAgo,
    hold: report.plan?.hold,
    links,
  };
}

/**
 * The digest of some accounts, for the recipients that an override names for them. It has no comparison with other
 * runs.
 */
export function partialDigestOf(report: ReportHead, part: DigestPart, links: Digest["links"]): Digest {
  const { accounts } = part.totals;
  const covered = accounts.evaluated + accounts.notOnboarded;
  return {
    ...digestOf(report, part, links),
    isPart: true,
    coverage: covered === accounts.listed ? "complete" : "incomplete",
    headline: `${covered} of ${accounts.listed} of your accounts covered`,
    compliantPercent: compliantPercent(part.totals),
    previous: undefined,
    monthAgo: undefined,
  };
}
