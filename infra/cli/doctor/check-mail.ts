import type { RunReport } from "../../../statemachine/run-report.ts";
import { type Finding, notAnswered } from "./finding.ts";
import { type DoctorFacts, reportOf } from "./gather.ts";

/** Whether the mails of a day would be sent and their delivery reported. */
export function checkMail(facts: DoctorFacts): Finding[] {
  return [sender(facts), sandbox(facts), quota(facts), ...deliveryReports(facts)];
}

function sender({ sender: found, settings }: DoctorFacts): Finding {
  const check = "Sender";
  if ("failed" in found) return notAnswered(check, found.failed);
  const address = "answer" in settings ? settings.answer.mail.sender : "the sender";
  if ("rate" in found.answer)
    return { check, state: "ok", finding: `SES sends for ${address}, ${found.answer.rate} mails a second` };
  return {
    check,
    state: "problem",
    finding: found.answer.problem,
    advice:
      "Fix it in SES or in settings.yaml. Until then a run in enforce mode stops before it touches anything.",
  };
}

/** Without delivery reports no key can be deactivated: the rule requires a delivered notice. */
function deliveryReports(facts: DoctorFacts): Finding[] {
  const report = reportOf(facts);
  if (report === undefined) return [];
  const check = "Delivery reports";
  const { deliveryReportsMissing, undeliverable } = report;
  if (deliveryReportsMissing === true)
    return [
      {
        check,
        state: "problem",
        finding: "SES reported nothing about the notices of a whole day",
        advice: "See docs/runbook.md, Delivery reports missing. Until they arrive, no key is deactivated.",
      },
    ];
  if (undeliverable.length === 0) return [{ check, state: "ok", finding: "no address bounces" }];
  const addresses = undeliverable.slice(0, 5).map(({ address, cause }) => `${address} (${cause})`);
  const more =
    undeliverable.length > addresses.length ? `, and ${undeliverable.length - addresses.length} more` : "";
  return [
    {
      check,
      state: undeliverable.some(({ isFallback }) => isFallback) ? "problem" : "warning",
      finding: `SES cannot deliver to ${addresses.join(", ")}${more}`,
      advice: "Correct the email tags, or the fallback contact in settings.yaml.",
    },
  ];
}

function sandbox({ sending }: DoctorFacts): Finding {
  const check = "SES access";
  if ("failed" in sending) return notAnswered(check, sending.failed);
  if (sending.answer.production) return { check, state: "ok", finding: "production access" };
  return {
    check,
    state: "problem",
    finding: "the account is in the SES sandbox, where only verified addresses get mail",
    advice: "Request production access in the SES console, in the Region of mail.region.",
  };
}

function quota(facts: DoctorFacts): Finding {
  const check = "SES quota";
  const { sending } = facts;
  if ("failed" in sending) return notAnswered(check, sending.failed);
  const { max24HourSend: most, sentLast24Hours: sent } = sending.answer;
  if (most === -1) return { check, state: "ok", finding: "no limit" };
  const report = reportOf(facts);
  const expected = report === undefined ? 0 : expectedMails(report);
  const figures = `at most ${expected} mails expected on a day, ${most} allowed, ${sent} sent in the last 24 hours`;
  const advice = "Request a higher sending quota in Service Quotas.";
  if (expected > most) return { check, state: "problem", finding: figures, advice };
  if (expected > most - sent) return { check, state: "warning", finding: figures, advice };
  return { check, state: "ok", finding: figures };
}

/**
 * The most mails that a day brings, with the digest, by the last run and what it foresees. One mail may be about
 * several keys, so there are never more. Several recipients of one key are not foreseen.
 */
export function expectedMails({ totals, upcoming }: Pick<RunReport, "totals" | "upcoming">): number {
  const last = totals.noticesSent + totals.noticesFailed + totals.wouldNotify;
  const days = upcoming.map(({ notices, deactivations }) => notices + deactivations);
  return days.reduce((most, day) => Math.max(most, day), last) + 1;
}
