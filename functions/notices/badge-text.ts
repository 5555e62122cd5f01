import type { AddresseeRole, NoticeKind } from "../domain/notice.ts";
import type { KeyNotice } from "./key-notice.ts";

/** What a notice is, in a few words, because many readers cannot see the colour of a mail. */
export function badgeText(
  { kind, as, withdraws }: Pick<KeyNotice, "kind" | "as" | "withdraws">,
  isLastWarning: boolean,
): string {
  const isNews = kind === "staysActive" && withdraws !== undefined;
  const what = isLastWarning ? "Last warning" : isNews ? "Stays active" : kinds[kind];
  return [what, ...roles[as]].join(" · ");
}

const kinds: Readonly<Record<NoticeKind, string>> = {
  warning: "Warning",
  staysActive: "Reminder",
  finalWarning: "Last warning",
  exemptionUnreadable: "Exemption not valid",
  deactivated: "Deactivated",
  restored: "Active again",
};

const roles: Readonly<Record<AddresseeRole, readonly string[]>> = {
  owner: [],
  fallback: ["For the fallback contact"],
  previousOwner: ["For a former owner"],
  security: ["For the security contact"],
};
