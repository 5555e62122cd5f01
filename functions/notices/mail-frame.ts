import type { Day } from "../domain/calendar-day.ts";
import type { AccountRules, MailStyle } from "../domain/policy.ts";

/** What a notice mail contains besides its notices: the policy of the account, the sender, and the day. */
export interface NoticeMailFrame {
  readonly rules: Pick<
    AccountRules,
    | "stages"
    | "remindEveryDays"
    | "userTypes"
    | "tagNames"
    | "contacts"
    | "maxExemptionDays"
    | "minimumNoticeDays"
    | "allowedDomains"
  >;
  readonly style: MailStyle;
  /** The day for which the rule is asked. A run as of another day passes that day. */
  readonly today: Day;
}

/** What Curfew is, as the first sentence of a mail. */
export function senderSentence({ displayName, company }: MailStyle): string {
  return company === undefined
    ? `${displayName} is an automatic check of the age of AWS access keys.`
    : `${displayName}, an automatic check run by ${company}, looks at the age of AWS access keys.`;
}

/** `Curfew at Example Corp`: how the mails name their sender. */
export function senderOf({ displayName, company }: MailStyle): string {
  return company === undefined ? displayName : `${displayName} at ${company}`;
}
