import type { Decision } from "../../../functions/domain/decision.ts";
import { type PossibleStep, typeOf, unknownType } from "../replay/possible-steps.ts";
import type { PossibleUser } from "../replay/possible-user.ts";

/** What a run decided, in words. */
export function verdictWords({ verdict, withheld }: Pick<Decision, "verdict" | "withheld">): string {
  switch (verdict) {
    case "inTime":
      return "in time";
    case "notify":
      return "a notice is due";
    case "told":
      return "its owner has been told";
    case "deactivate":
      return "to be switched off";
    case "withheld":
      return withheld === "exempt" ? "exempt" : "left on";
    case "notActive":
      return "not active";
  }
}

/** A notice's name in the ledger, in words; a name that this version does not know stays as it is. */
export function noticeWords(id: string): string {
  const [, day, staysOn] = /^day-(\d+)(-stays-on)?$/.exec(id) ?? [];
  if (day !== undefined) return staysOn === undefined ? `notice of day ${day}` : `reminder of day ${day}`;
  const [, until] = /^final-(\d{4}-\d{2}-\d{2})$/.exec(id) ?? [];
  if (until !== undefined) return `final warning, exemption over since ${until}`;
  if (id === "final") return "final warning";
  if (id === "exemption-unreadable") return "the exemption tag cannot be read";
  if (id.startsWith("restored-")) return "told that it is on again";
  const [, count] = /^deactivated-(\d+)$/.exec(id) ?? [];
  if (count === undefined) return id;
  return count === "1" ? "told that it is off" : `told that it is off, time ${count}`;
}

/** Something to come, in words. */
export function stepWords({ what, kind, to, onlyIf }: PossibleStep): string {
  const people = to.length === 0 ? "" : ` to ${to.join(", ")}`;
  const text =
    what === "deactivate"
      ? `it is switched off${people === "" ? "" : `, with a mail${people}`}`
      : `${kindWords[kind]}${people}`;
  return onlyIf === undefined ? text : `${text}, if the user is of ${onlyIf.join(" or ")}`;
}

const kindWords = {
  warning: "notice",
  finalWarning: "final warning",
  reminder: "reminder",
  deactivated: "mail that it is off",
} as const;

/** What is known of a user's tags, a line each. */
export function userWords(users: readonly PossibleUser[]): string[] {
  const [first] = users;
  if (first === undefined) return ["not known: these settings do not lead to what the run decided"];
  if (first.tags === "unreadable") return ["the tags could not be read"];
  const { recipients, exemptTag } = first;
  const [until] = exemptTag?.split(" ") ?? [];
  return [
    typeWords(users),
    recipients.length === 0 ? "mail to: not known yet" : `mail to ${recipients.join(", ")}`,
    ...(until === undefined
      ? []
      : [until === "unreadable" ? "exemption cannot be read" : `exemption until ${until}`]),
  ];
}

/** The run keeps no tags; what they said follows from what was decided, or does not. */
function typeWords(users: readonly PossibleUser[]): string {
  const types = [...new Set(users.map(typeOf))];
  if (types.length > 1) return `user type not known yet: ${types.join(", ")}`;
  if (types[0] !== unknownType) return `user type ${types[0]}, as the decision implies`;
  const tagged = new Set(users.map((user) => user.tags === "readable" && user.hasTypeTag));
  if (tagged.size > 1) return "no user type that the settings know";
  return tagged.has(true) ? "the user type tag has an unknown value" : "no user type tag";
}
