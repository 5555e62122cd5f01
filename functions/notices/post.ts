import type { Run } from "../../statemachine/contract.ts";
import { classifyMailError, type MailClient, sendMail } from "../aws/mailer.ts";
import type { AccountRules } from "../domain/policy.ts";
import type { Templates } from "./load-templates.ts";
import { type RenderedMail, renderNoticeMail } from "./render-notice-mail.ts";
import type { Post } from "./send-notices.ts";

/** What notices of one run are sent with. */
export interface PostSettings {
  readonly client: MailClient;
  readonly templates: Templates;
  readonly from: string;
  readonly run: Run;
  readonly rules: AccountRules;
}

/** Renders a notice mail and hands it to SES, with the run and account as message tags for SES's own events. */
export function postWith({ client, templates, from, run, rules }: PostSettings): Post {
  return async (mail) => {
    let rendered: RenderedMail;
    try {
      rendered = renderNoticeMail(templates, mail, { help: rules.contacts.help, runDay: run.day });
    } catch (error) {
      return { failure: "notComposed", error };
    }
    try {
      const tags = { run: run.id, account: mail.account.id };
      return await sendMail(client, { from, to: mail.to, ...rendered, tags });
    } catch (error) {
      return { failure: classifyMailError(error, from), error };
    }
  };
}
