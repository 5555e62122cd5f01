import type { HoldGroup } from "../../statemachine/run-report.ts";
import { asFound, type Quote } from "./reason-text.ts";

const texts: Readonly<Record<string, string>> = {
  exemptionUnreadable: "the exemption tag cannot be read",
  tagsUnreadable: "the user's tags could not be read",
  unknownUserType: "unknown or missing user type",
  restored: "restored by an operator for a time",
  notWarned: "the owner was not warned before, or earlier warnings no longer count",
  dayNotReached: "warned: the named day has not come yet",
  deliveryUnknown: "SES has not yet reported whether the warning was delivered",
  deliveredTooLate: "the warning was delivered late: the notice period still runs",
  ownerChanged: "the owner has changed since the warnings",
  ownerUnreachable: "the owner cannot be reached: the fallback contact is notified",
  nobodyReached: "neither the owner nor the fallback contact can be reached",
  noticeStale: "the last warning is too old",
  mailLimit: "too many mails about the key in 30 days",
};

/** Why the keys of a group are on hold, with the value found if a tag is the reason. */
export function holdText({ code, found }: Pick<HoldGroup, "code" | "found">, quote: Quote = asFound): string {
  const text = texts[code] ?? code;
  return found === undefined ? text : `${text}: found ${quote(found)}`;
}
