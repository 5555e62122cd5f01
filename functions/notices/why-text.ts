import { fallbackText } from "./address-problem-text.ts";
import { quoted } from "./inert.ts";
import { shownUser } from "./key-facts.ts";
import type { KeyNotice } from "./key-notice.ts";
import { type NoticeMailFrame, senderSentence } from "./mail-frame.ts";

/** Who writes, and why to this recipient: one or two sentences. */
export function whyText(
  { as, because = [], audience, userName }: KeyNotice,
  { rules, style }: NoticeMailFrame,
): string {
  const { email } = rules.tagNames;
  const sender = senderSentence(style);
  const user = shownUser(userName);
  switch (as) {
    case "owner": {
      const everyone =
        audience === "everyone"
          ? " Former owners and the fallback contact get this mail too, because the owner has changed often."
          : "";
      return `${sender} You get this mail because the “${email}” tag of the IAM user ${user} has your address.${everyone}`;
    }
    case "fallback": {
      const words = { email, displayName: style.displayName, quote: quoted };
      return `${sender} You get this mail as the fallback contact: ${because.map((reason) => fallbackText(reason, words)).join("; ")}.`;
    }
    case "previousOwner":
      return `${sender} You get this mail because the “${email}” tag of the IAM user ${user} had your address before, and the owner has changed often.`;
    case "security":
      return `${sender} You get this mail as the security contact, who is notified of every restore.`;
  }
}
