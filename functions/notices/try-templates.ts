import type { AccountRules, MailStyle, Override } from "../domain/policy.ts";
import type { KeyNotice } from "./key-notice.ts";
import { loadTemplates, type Templates } from "./load-templates.ts";
import { renderDigest } from "./render-digest.ts";
import { renderNoticeMail } from "./render-notice-mail.ts";
import { sampleDigest } from "./sample-digest.ts";
import { type SampleFacts, sample, sampleAccount, sampleMails } from "./sample-notices.ts";
import { casesOfName } from "./template-names.ts";

/** The parts of a policy that the texts depend on. */
export interface TriedPolicy extends AccountRules {
  readonly mail: MailStyle;
  readonly overrides: readonly Pick<Override, "stages">[];
}

/** The samples do not depend on the day of the synthesis. */
const today = "2026-11-29";

/**
 * Renders every kind of mail with the templates of some directories, for the deployer who has changed them: a misspelt
 * value, or a template that no mail would ever use, is found before the deployment.
 * @param directories the built-in templates, then those of the deployer
 * @throws an error that names the template
 */
export function tryTemplates(directories: readonly URL[], policy: TriedPolicy): void {
  const templates = loadTemplates(...directories);
  const allRules = [policy, ...policy.overrides.map(({ stages = policy.stages }) => ({ ...policy, stages }))];
  refuseUnused(templates, allRules);
  const accounts = [{ id: sampleAccount.id, name: sampleAccount.name, reason: "why" }];
  for (const mode of ["report", "enforce"] as const) {
    renderDigest(templates, sampleDigest(mode, []));
    renderDigest(templates, sampleDigest(mode, accounts));
  }
  for (const rules of allRules) {
    const frame = { rules, style: policy.mail, today };
    const samples = [...sampleMails({ rules, today }), ...namedSamples(templates, { rules, today })];
    for (const { notices } of samples)
      for (const some of variantsOf(notices)) {
        const mail = { to: "anna.berg@example.com", account: sampleAccount, notices: some };
        renderNoticeMail(templates, mail, frame);
      }
  }
}

/** A template for a user type or a day that the policy does not have would never be sent. */
function refuseUnused({ names }: Templates, allRules: readonly AccountRules[]): void {
  const unused = names.filter((name) => {
    const of = casesOfName(name);
    return of === undefined || (!of.shared && !allRules.some((rules) => isUsed(of, rules)));
  });
  if (unused.length > 0)
    throw new Error(
      `no mail uses the template ${unused.join(", ")}: the policy has no such user type or day`,
    );
}

function isUsed(of: { userType?: string; stageDay?: number }, rules: AccountRules): boolean {
  const { userType, stageDay } = of;
  const isDay = (day: number) =>
    rules.stages.some((stage) => isInSeries(day, stage.day, rules.remindEveryDays));
  return (
    (userType === undefined || Object.hasOwn(rules.userTypes, userType)) &&
    (stageDay === undefined || isDay(stageDay))
  );
}

function isInSeries(day: number, first: number, interval: number): boolean {
  return day === first || (day > first && (day - first) % interval === 0);
}

/** A mail for each template of a single stage or user type, so that all of them are tried. */
function namedSamples({ names }: Templates, facts: SampleFacts) {
  return names.flatMap((name) => {
    const of = casesOfName(name);
    if (of === undefined || of.shared) return [];
    const { kind, userType, stageDay } = of;
    if (userType === undefined && stageDay === undefined) return [];
    const notice = sample(facts, kind, { userType, ...(stageDay === undefined ? {} : { age: stageDay }) });
    return [{ name, notices: [notice] }];
  });
}

/** Notices with all possible facts, to every role, and with none: templates may have texts for each. */
function variantsOf(notices: readonly KeyNotice[]): KeyNotice[][] {
  const roles = ["owner", "fallback", "previousOwner", "security"] as const;
  return [...roles.map((as) => notices.map((one) => ({ ...whole(one), as }))), notices.map(bare)];
}

function whole(notice: KeyNotice): KeyNotice {
  return { withdraws: today, restoreReason: "why", because: [{ code: "noEmailTag" }], ...notice };
}

function bare(notice: KeyNotice): KeyNotice {
  const { description, otherKey, hasPassword, lastUsed, restoreReason, withdraws, ...rest } = notice;
  return rest;
}
