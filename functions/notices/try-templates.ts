import { addDays } from "../domain/calendar-day.ts";
import type { AccountRules, MailStyle, Override } from "../domain/policy.ts";
import { deactivationAge } from "../domain/stages.ts";
import { shortDay, writtenDay } from "./english.ts";
import type { KeyNotice } from "./key-notice.ts";
import { loadTemplates, type Templates } from "./load-templates.ts";
import { renderDigest } from "./render-digest.ts";
import { type RenderedMail, renderNoticeMail } from "./render-notice-mail.ts";
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
 * value, a template that no mail would ever use, or a warning that does not name its day, is found before the deployment.
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
  const tried = allRules.flatMap((rules) => {
    const frame = { rules, style: policy.mail, today };
    const samples = [...sampleMails({ rules, today }), ...namedSamples(templates, { rules, today })];
    return samples
      .flatMap(({ notices }) => variantsOf(notices))
      .map((notices) => {
        const mail = { to: "anna.berg@example.com", account: sampleAccount, notices };
        return { notices, rendered: renderNoticeMail(templates, mail, frame) };
      });
  });
  // Last, because a misspelt value is what a deployer has to correct first.
  for (const { notices, rendered } of tried) refuseUnnamedDay(rendered, notices);
}

/** The ledger records the day of each warning, and Curfew deactivates the key then. The mail must say that day. */
function refuseUnnamedDay({ text, html }: RenderedMail, notices: readonly KeyNotice[]): void {
  // No mail program shows the title.
  const bodies = { text, HTML: html.replace(/<title>.*?<\/title>/s, "") };
  for (const { kind, names } of notices)
    for (const [form, body] of Object.entries(bodies)) {
      if (names === undefined || hasWords(body, writtenDay(names)) || hasWords(body, shortDay(names, today)))
        continue;
      throw new Error(
        `a mail of kind ${kind} does not name the day of deactivation in its ${form}. Print {{deactivationDay}} in ` +
          `${kind}.headline or ${kind}.sentence, for every recipient`,
      );
    }
}

function hasWords(text: string, words: string): boolean {
  return new RegExp(`\\b${words}\\b`).test(text);
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
  const { rules } = facts;
  return names.flatMap((name) => {
    const of = casesOfName(name);
    if (of === undefined || of.shared) return [];
    const { kind, userType, stageDay } = of;
    if (userType === undefined && stageDay === undefined) return [];
    const typed = { userType, ...(stageDay === undefined ? {} : { age: stageDay }) };
    const mayName = kind === "restored" && deactivationAge(userType, rules) !== undefined;
    const day = addDays(facts.today, rules.minimumNoticeDays);
    return (mayName ? [{}, { names: day }] : [{}]).map((named) => ({
      name,
      notices: [sample(facts, kind, { ...typed, ...named })],
    }));
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
