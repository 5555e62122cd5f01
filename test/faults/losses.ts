import { fallbackContact } from "../support/integration-settings.ts";
import { accounts } from "./busy-organization.ts";
import type { FaultCase } from "./fault-cases.ts";
import type { Life } from "./lived-days.ts";
import { type Told, toldText } from "./told.ts";

/**
 * What the same days bring without a fault and these do not: a notice that the next run did not send, and a key that is
 * not deactivated some days later.
 */
export function losses(life: Life, clean: Life, faultCase: FaultCase | undefined): string[] {
  return [...lostNotices(life, clean, faultCase), ...lostDeactivations(life, clean, faultCase)];
}

function lostNotices(life: Life, clean: Life, faultCase: FaultCase | undefined): string[] {
  const days = [...new Set(life.steps.map(({ day }) => day))];
  const cleanDays = [...new Set(clean.steps.map(({ day }) => day))];
  // What is due after the life has become the clean one is sent in that one.
  const until = clean.steps[life.steps.length - 1]?.mails ?? 0;
  return clean.told.flatMap((wanted) => {
    const at = cleanDays.indexOf(wanted.on);
    if (at < 0 || wanted.mail >= until || concerns(wanted, faultCase)) return [];
    // A mail about a deactivation comes with that; everything else at the latest with the next run.
    const latest = wanted.kind === "deactivated" ? days.at(-1) : (days[at + 1] ?? days[at]);
    return isTold(wanted, life, latest, faultCase) ? [] : [`nobody told by ${latest}: ${toldText(wanted)}`];
  });
}

function isTold(wanted: Told, { told }: Life, until = wanted.on, faultCase: FaultCase | undefined): boolean {
  return told.some(
    (one) =>
      one.key === wanted.key &&
      isSameKind(one, wanted) &&
      one.on >= wanted.on &&
      one.on <= until &&
      (one.to === wanted.to || isReplaced(one, wanted, faultCase)),
  );
}

/** A warning that comes a day late may be the last one by then. */
function isSameKind(one: Told, wanted: Told): boolean {
  return one.kind === wanted.kind || (wanted.kind === "warning" && one.kind === "finalWarning");
}

/** The fallback contact is told where SES refuses an owner's address or does not say that the mail arrived. */
function isReplaced(one: Told, wanted: Told, faultCase: FaultCase | undefined): boolean {
  if (one.to !== fallbackContact || faultCase === undefined) return false;
  const { fault, site } = faultCase;
  return (
    fault.kind === "refused" &&
    ["MessageRejected", "BadRequestException"].includes(fault.code) &&
    site.call.target.startsWith(`${wanted.to} `)
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

function concerns(told: Pick<Told, "accountId" | "key">, faultCase: FaultCase | undefined): boolean {
  return faultCase?.fault.kind === "happens" && faultCase.fault.happening.concerns(told);
}
