import { mailIdentitiesOf, withLowerCaseDomain } from "../domain/mail-address.ts";
import { errorCode, isThrottled } from "./aws-errors.ts";

/**
 * Why a mail was not sent. `rateExceeded`: too many in this second. `dailyQuota`: not today. `rejected`: never to this
 * recipient. `senderUnusable`: to no recipient until somebody fixes the sender. `notSent`: SES refused this mail for a
 * reason that Curfew does not know. `unknownOutcome`: it may have been sent.
 */
export type MailFailure =
  | "rateExceeded"
  | "dailyQuota"
  | "rejected"
  | "senderUnusable"
  | "notSent"
  | "unknownOutcome";

const senderErrors = new Set([
  "MailFromDomainNotVerified",
  "AccountSuspended",
  "SendingPaused",
  "NotFound",
  "AccessDenied",
  "LimitExceeded",
]);

/**
 * Reads an error of SendEmail. Only its text distinguishes the daily quota from the rate per second (SES developer
 * guide, manage-sending-quotas-errors). An error that is not known to mean "not sent" counts as an unknown outcome.
 * @param mail the addresses of the mail. A refused address is compared with them exactly, because a recipient's address
 *   may contain the sender's
 */
export function classifyMailError(error: unknown, mail: Addresses): MailFailure {
  const code = errorCode(error);
  const message = error instanceof Error ? error.message : "";
  if (/daily message quota exceeded/i.test(message)) return "dailyQuota";
  if (/maximum sending rate exceeded/i.test(message) || code === "TooManyRequests") return "rateExceeded";
  if (senderErrors.has(code)) return "senderUnusable";
  if (code === "MessageRejected") return readRejection(message, mail);
  if (code === "BadRequest") return readBadRequest(message, mail);
  return isThrottled(error) ? "rateExceeded" : "unknownOutcome";
}

interface Addresses {
  readonly sender: string;
  readonly recipient: string;
}

/**
 * SES names the identities that it has not verified; in its sandbox that may be the recipient. An identity that is
 * neither the sender's nor the recipient's belongs to the sender's settings, for example the return path.
 */
function readRejection(message: string, { sender, recipient }: Addresses): MailFailure {
  const [, list] =
    /The following identities failed the check in region [A-Z0-9-]+: (.+)$/i.exec(message) ?? [];
  if (list === undefined) return "notSent";
  const failed = list.split(",").map(identityIn);
  const isOf = (address: string) => {
    const identities = new Set(mailIdentitiesOf(address));
    return (identity: string) => identities.has(identity);
  };
  return !failed.some(isOf(sender)) && failed.every(isOf(recipient)) ? "rejected" : "senderUnusable";
}

/** SES's errors about the form of an address that do not name it. The sender's form was checked before. */
const addressProblems =
  /\b(?:local (?:address|part)|domain) (?:contains|starts|ends|name)|missing (?:final|start of|local|domain)|(?:illegal|invalid|malformed) (?:email )?address/i;

function readBadRequest(message: string, { sender, recipient }: Addresses): MailFailure {
  const named = message
    .split(/[\s<>,;:"()[\]]+/)
    .filter((word) => word.includes("@"))
    .map(identityIn);
  // SES compares the local part of an address with case, and the domain without.
  if (named.includes(withLowerCaseDomain(sender))) return "senderUnusable";
  if (named.includes(withLowerCaseDomain(recipient)) || addressProblems.test(message)) return "rejected";
  return "notSent";
}

/** One identity of a list, without a display name before it and the full stop after it. */
function identityIn(text: string): string {
  const written = text.trim().replace(/\.$/, "");
  return withLowerCaseDomain(/<([^<>]+)>$/.exec(written)?.[1] ?? written);
}
