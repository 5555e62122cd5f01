import type { Run } from "../../statemachine/run.ts";
import { classifyMailError } from "../aws/mail-errors.ts";
import { type MailClient, type MailSender, sendMail } from "../aws/mailer.ts";
import type { MailStyle } from "../domain/policy.ts";
import type { Templates } from "./load-templates.ts";
import type { NoticeMailFrame } from "./mail-frame.ts";
import { type RenderedMail, renderNoticeMail } from "./render-notice-mail.ts";
import type { Post } from "./send-notices.ts";

/** What sending the notices of one run needs. */
export interface PostSettings {
  readonly client: MailClient;
  readonly templates: Templates;
  readonly sender: MailSender;
  readonly run: Pick<Run, "id" | "day">;
  readonly rules: NoticeMailFrame["rules"];
  readonly style: MailStyle;
}

/**
 * Renders a notice mail and sends it with SES. The message tags name the claim, the account and the run. With the first
 * two, curfew-delivery records what SES reports about the mail.
 */
export function postWith({ client, templates, sender, run, rules, style }: PostSettings): Post {
  return async (mail, claimId) => {
    let rendered: RenderedMail;
    try {
      rendered = renderNoticeMail(templates, mail, { rules, style, today: run.day });
    } catch (error) {
      return { failure: "notComposed", error };
    }
    try {
      const tags = { claim: claimId, account: mail.account.id, run: run.id };
      return await sendMail(client, { sender, to: mail.to, ...rendered, tags });
    } catch (error) {
      const addresses = { sender: sender.address, recipient: mail.to };
      return { failure: classifyMailError(error, addresses), error };
    }
  };
}
