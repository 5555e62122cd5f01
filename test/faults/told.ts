import type { SentMail } from "../../infra/sandbox/services/ses/mail-accounts.ts";
import { securityContact } from "../support/integration-settings.ts";

/** One notice that somebody got: which key, and what was said about it. */
export interface Told {
  readonly to: string;
  readonly accountId: string;
  /** The last four characters of its id. */
  readonly key: string;
  /** The first words, which differ from stage to stage. */
  readonly sentence: string;
}

/** What a mail says, notice by notice; read from its text as a person would. */
export function toldBy({ to, text = "" }: SentMail): Told[] {
  const blocks = [
    ...text.matchAll(/^(.+)\n\n {2}Access key {2}…(\w{4}).*\n.*\n {2}Account {5}.*\((\d{12})\)$/gm),
  ];
  return blocks.map(([, sentence = "", key = "", accountId = ""]) => ({ to, accountId, key, sentence }));
}

/** The mails about keys, without the digests. */
export function noticeMails(outbox: readonly SentMail[]): SentMail[] {
  return outbox.filter(({ to }) => to !== securityContact);
}

/** A notice as one text. */
export function toldText({ to, accountId, key, sentence }: Told): string {
  return `${to} <- ${accountId} ${key}: ${sentence}`;
}

/** Which kind of notice a sentence is from. */
export function kindOf(sentence: string): string {
  if (sentence.includes("has been deactivated")) return "deactivated";
  if (sentence.includes("This is the last warning")) return "finalWarning";
  return sentence.includes("The key still works") ? "reminder" : "warning";
}
