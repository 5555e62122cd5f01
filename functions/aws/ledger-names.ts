import { isMailAddress } from "../domain/mail-address.ts";
import type { NoticeId } from "../domain/notice.ts";

/** A notice to one recipient. */
export interface NoticeName {
  readonly id: NoticeId;
  readonly to: string;
}

/** All attributes of notices begin with this. */
const prefix = "notice ";

/**
 * The attribute of a ledger item for a notice to one recipient: `notice stage-80-deactivation
 * jane@example.com`. Each has an attribute of its own, so that a claim is one conditional write.
 */
export function noticeAttribute({ id, to }: NoticeName): string {
  return `${prefix}${idText(id)} ${to}`;
}

/** Whether an attribute of a ledger item should be a notice. */
export function isNoticeAttribute(name: string): boolean {
  return name.startsWith(prefix);
}

/** Reads the name of an attribute; `undefined` if Curfew writes no such name. */
export function readNoticeAttribute(name: string): NoticeName | undefined {
  const [, text, to] = /^notice (\S+) (\S+)$/.exec(name) ?? [];
  const id = text === undefined ? undefined : readIdText(text);
  return id === undefined || to === undefined || !isMailAddress(to) ? undefined : { id, to };
}

function idText(id: NoticeId): string {
  switch (id.type) {
    case "stage":
      return `stage-${id.day}-${id.outlook}`;
    case "finalWarning":
      return `finalWarning-${id.round}-${id.number}`;
    case "exemptionUnreadable":
      return `exemptionUnreadable-${id.day}`;
    default:
      return `${id.type}-${id.number}`;
  }
}

/** A whole number as JavaScript writes it, so that one notice has one name only. */
const whole = "(0|[1-9]\\d{0,8})";
const stage = new RegExp(`^stage-${whole}-(deactivation|staysActive)$`);
const finalWarning = new RegExp(`^finalWarning-${whole}-${whole}$`);
const exemptionUnreadable = new RegExp(`^exemptionUnreadable-${whole}$`);
const deed = new RegExp(`^(deactivated|restored)-${whole}$`);

function readIdText(text: string): NoticeId | undefined {
  const [, stageDay, outlook] = stage.exec(text) ?? [];
  if (stageDay !== undefined)
    return {
      type: "stage",
      day: Number(stageDay),
      outlook: outlook === "deactivation" ? outlook : "staysActive",
    };
  const [, round, warning] = finalWarning.exec(text) ?? [];
  if (round !== undefined) return { type: "finalWarning", round: Number(round), number: Number(warning) };
  const [, reminderDay] = exemptionUnreadable.exec(text) ?? [];
  if (reminderDay !== undefined) return { type: "exemptionUnreadable", day: Number(reminderDay) };
  const [, type, number] = deed.exec(text) ?? [];
  if (type === undefined) return undefined;
  return { type: type === "restored" ? type : "deactivated", number: Number(number) };
}
