import { fallbackContact } from "../support/integration-settings.ts";
import { accounts } from "./busy-organization.ts";
import type { FaultCase } from "./fault-cases.ts";
import type { Life } from "./lived-days.ts";
import { noticeText, type SentNotice } from "./sent-notices.ts";

/**
 * What the clean life did and this life did not do: a notice that was not sent by the next run, and a key that is still
 * active some days later.
 */
export function losses(life: Life, clean: Life, faultCase: FaultCase | undefined): string[] {
  return [...lostNotices(life, clean, faultCase), ...lostDeactivations(life, clean, faultCase)];
}

function lostNotices(life: Life, clean: Life, faultCase: FaultCase | undefined): string[] {
  const days = [...new Set(life.steps.map(({ day }) => day))];
  const cleanDays = [...new Set(clean.steps.map(({ day }) => day))];
  // What is due after the life has become the clean one is sent in that one.
  const until = clean.steps[life.steps.length - 1]?.mails ?? 0;
  return clean.sent.flatMap((wanted) => {
    const at = cleanDays.indexOf(wanted.on);
    if (at < 0 || wanted.mail >= until || concerns(wanted, faultCase)) return [];
    if (wanted.to === fallbackContact && isRejected(wanted, faultCase)) return [];
    // A mail about a deactivation comes when the key is deactivated; any other with the next run at the latest.
    const latest = wanted.kind === "deactivated" ? days.at(-1) : (days[at + 1] ?? days[at]);
    return wasSent(wanted, life, latest, faultCase) ? [] : [`not sent by ${latest}: ${noticeText(wanted)}`];
  });
}

function wasSent(
  wanted: SentNotice,
  { sent }: Life,
  until = wanted.on,
  faultCase: FaultCase | undefined,
): boolean {
  return sent.some(
    (one) =>
      one.key === wanted.key &&
      isSameKind(one, wanted) &&
      one.on >= wanted.on &&
      one.on <= until &&
      (one.to === wanted.to || isRejected(wanted, faultCase)),
  );
}

/** A warning that is sent a day late may be a final warning by then. */
function isSameKind(one: SentNotice, wanted: SentNotice): boolean {
  return one.kind === wanted.kind || (wanted.kind === "warning" && one.kind === "finalWarning");
}

/**
 * SES rejects the recipient of a notice. Then another owner has it, or the fallback contact gets it. Nobody gets it
 * instead of the fallback contact, so the key stays active.
 */
function isRejected({ to }: SentNotice, faultCase: FaultCase | undefined): boolean {
  if (faultCase?.fault.kind !== "refused") return false;
  const { fault, site } = faultCase;
  return (
    ["MessageRejected", "BadRequestException"].includes(fault.code) && site.call.target.startsWith(`${to} `)
  );
}

function lostDeactivations(life: Life, clean: Life, faultCase: FaultCase | undefined): string[] {
  const last = life.steps.at(-1);
  const wanted = clean.steps[life.steps.length - 1]?.inactive ?? [];
  return wanted
    .filter((id) => last?.inactive.includes(id) !== true)
    .filter((id) => !concerns({ accountId: accounts.busy, key: id.slice(-4) }, faultCase))
    .map((id) => `${id} is still active on ${last?.day}`);
}

function concerns(notice: Pick<SentNotice, "accountId" | "key">, faultCase: FaultCase | undefined): boolean {
  return faultCase?.fault.kind === "happens" && faultCase.fault.happening.concerns(notice);
}
