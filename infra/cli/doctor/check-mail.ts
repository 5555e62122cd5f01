import type { RunReport } from "../../../statemachine/run-report.ts";
import { type Finding, notAsked } from "./finding.ts";
import { type DoctorFacts, reportOf } from "./gather.ts";

/** Whether the mails of a day would go out. */
export function checkMail(facts: DoctorFacts): Finding[] {
  return [sender(facts), sandbox(facts), quota(facts)];
}

function sender({ sender: found, settings }: DoctorFacts): Finding {
  const check = "Sender";
  if ("failed" in found) return notAsked(check, found.failed);
  const address = "answer" in settings ? settings.answer.mail.sender : "the sender";
  if (found.answer === undefined) return { check, state: "ok", finding: `SES sends for ${address}` };
  return {
    check,
    state: "problem",
    finding: found.answer,
    advice:
      "Mend it in SES or in the settings (docs/deploying.md, Before you start). Until then every run stops before it touches anything.",
  };
}

function sandbox({ sending }: DoctorFacts): Finding {
  const check = "SES access";
  if ("failed" in sending) return notAsked(check, sending.failed);
  if (sending.answer.production) return { check, state: "ok", finding: "production access" };
  return {
    check,
    state: "problem",
    finding: "the account is in the SES sandbox, which mails verified addresses only",
    advice: "Ask for production access in the SES console, in the Region of mail.region.",
  };
}

function quota(facts: DoctorFacts): Finding {
  const check = "SES quota";
  const { sending } = facts;
  if ("failed" in sending) return notAsked(check, sending.failed);
  const { max24HourSend: most, sentLast24Hours: sent } = sending.answer;
  if (most === -1) return { check, state: "ok", finding: "without limit" };
  const report = reportOf(facts);
  const expected = report === undefined ? 0 : expectedMails(report);
  const figures = `${expected} mails expected a day at most, ${most} allowed, ${sent} sent in the last 24 hours`;
  const advice = "Ask for a higher sending quota in the SES console.";
  if (expected > most) return { check, state: "problem", finding: figures, advice };
  if (expected > most - sent) return { check, state: "warning", finding: figures, advice };
  return { check, state: "ok", finding: figures };
}

/**
 * The most mails that a day brings, the digest included, by the last run and by what it saw coming. One mail may
 * be about several keys, so it is never more than that; a key's second recipient is not foreseen.
 */
export function expectedMails({ totals, upcoming }: Pick<RunReport, "totals" | "upcoming">): number {
  const last = totals.noticesSent + totals.noticesFailed + totals.wouldNotify;
  const days = upcoming.map(({ notices, deactivations }) => notices + deactivations);
  return days.reduce((most, day) => Math.max(most, day), last) + 1;
}
