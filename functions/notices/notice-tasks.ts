import { maskedKeyId } from "../domain/access-key.ts";
import { addDays } from "../domain/calendar-day.ts";
import { holderOf, type RotatedKey, rotatedKey, rotationAdvice } from "../domain/rotation-advice.ts";
import { firstStageDay } from "../domain/stages.ts";
import { commandsFor, idPlaceholder, type UserCommands } from "./cli-commands.ts";
import { listed, writtenDay } from "./english.ts";
import type { KeyNotice } from "./key-notice.ts";
import type { NoticeMailFrame } from "./mail-frame.ts";
import { rotationText, type Step } from "./rotation-text.ts";

/** Something to do, under a heading of its own. */
export interface Task {
  readonly title: string;
  readonly intro: readonly Step[];
  readonly steps: readonly Step[];
  readonly hints: readonly Step[];
}

/** What the recipient of a notice can do, the first thing first. */
export function tasksFor(notice: KeyNotice, frame: NoticeMailFrame): Task[] {
  if (notice.as === "security") return [];
  const commands = commandsFor(notice.userName);
  const first = firstTask(notice, frame, commands);
  const repair = notice.kind === "deactivated" ? [restoreTask(notice, frame)] : [];
  const rotation = rotationTask(notice, frame, commands);
  return [...repair, ...(first === undefined ? [] : [first]), rotation];
}

/** What has to be done beside replacing the key. */
function firstTask(notice: KeyNotice, frame: NoticeMailFrame, commands: UserCommands): Task | undefined {
  const { reason, as, kind } = notice;
  if (as === "fallback") return findOwner(notice, frame, commands);
  if (as === "previousOwner") return stillYours(notice, frame);
  if (kind === "exemptionUnreadable") return fixExemption(frame, commands);
  return reason?.code === "unknownUserType" ? setUserType(frame, commands) : undefined;
}

function findOwner(
  { because = [], kind, reason }: KeyNotice,
  frame: NoticeMailFrame,
  commands: UserCommands,
): Task {
  const { email } = frame.rules.tagNames;
  const address = `OWNER@${frame.rules.allowedDomains[0] ?? "example.com"}`;
  const find = because.some(({ code }) => code === "ownersChangeOften")
    ? "Agree with them who owns the key now."
    : "Find out who uses the key. “Last used” above helps.";
  return tasked("What to do first: find the owner", [
    { text: find, command: null },
    {
      text: `Write the owner's address into the tag “${email}”. The next notice then goes to the owner.`,
      command: commands.setTag(email, address),
    },
    { text: "Forward this mail to the owner.", command: null },
    ...(kind === "exemptionUnreadable" ? fixExemption(frame, commands).steps : []),
    ...(reason?.code === "unknownUserType" ? setUserType(frame, commands).steps : []),
  ]);
}

function stillYours({ accessKeyId }: KeyNotice, { rules }: NoticeMailFrame): Task {
  const key = maskedKeyId(accessKeyId);
  return tasked("What to do first: say whose key it is", [
    {
      text: `${key} is yours? Replace it, and ask ${rules.contacts.help} to correct the tag.`,
      command: null,
    },
    { text: `${key} is not yours? You do not need to do anything.`, command: null },
  ]);
}

function fixExemption({ rules, today }: NoticeMailFrame, commands: UserCommands): Task {
  const { exempt } = rules.tagNames;
  const day = addDays(today, Math.min(rules.maxExemptionDays, 60));
  const latest = writtenDay(addDays(today, rules.maxExemptionDays));
  return tasked("What to do first: correct the exemption", [
    {
      text: `You still need the exemption? Write into the tag “${exempt}”: last day, mail address, reason. The last day is ${latest} at the latest.`,
      command: commands.setTag(exempt, `${day} YOUR_ADDRESS YOUR_REASON`),
    },
    { text: "You do not need it? Remove the tag.", command: commands.removeTag(exempt) },
  ]);
}

function setUserType({ rules }: NoticeMailFrame, commands: UserCommands): Task {
  const { userType } = rules.tagNames;
  const values = Object.values(rules.userTypes).flatMap(({ tagValues }) => tagValues);
  const choice = listed(
    values.map((value) => `“${value}”`),
    "or",
  );
  return tasked("What to do first: set the user type", [
    {
      text: `Set the tag “${userType}” to ${choice}.`,
      command: commands.setTag(userType, "USER_TYPE"),
    },
  ]);
}

function restoreTask({ accessKeyId }: KeyNotice, { rules }: NoticeMailFrame): Task {
  const key = maskedKeyId(accessKeyId);
  const text = `Ask ${rules.contacts.help} to restore ${key}. It is deactivated, not deleted: it can be activated again at any time.`;
  return { title: "Something broke?", intro: [{ text, command: null }], steps: [], hints: [] };
}

function rotationTask(notice: KeyNotice, frame: NoticeMailFrame, commands: UserCommands): Task {
  const { accessKeyId, createdOn, lastUsed = { state: "unknown" }, otherKey, as } = notice;
  const key: RotatedKey = { accessKeyId, createdOn, lastUsed, isActive: notice.kind !== "deactivated" };
  const advice = rotationAdvice({
    key,
    otherKey: otherKey === undefined ? undefined : rotatedKey(otherKey),
    holder: holderOf(notice.userType, notice.hasPassword),
    firstStageDay: firstStageDay(frame.rules),
    today: frame.today,
  });
  const { intro, steps, hints } = rotationText(advice, key, commands);
  const written = [...intro, ...steps, ...hints].map(({ command }) => command ?? "").join("\n");
  const notes = idNotes(notice, written, commands);
  return { title: rotationTitle(notice, as), intro, steps, hints: [...hints, ...notes] };
}

function rotationTitle({ accessKeyId, kind }: KeyNotice, as: KeyNotice["as"]): string {
  const key = maskedKeyId(accessKeyId);
  if (as === "fallback") return `What the owner has to do: replace ${key}`;
  return kind === "warning" || kind === "finalWarning" ? `What to do: replace ${key}` : `Replace ${key}`;
}

/** Mails show the last four characters of a key ID only, and commands need all of it. */
function idNotes({ accessKeyId, otherKey }: KeyNotice, written: string, { listKeys }: UserCommands): Step[] {
  const ids = [accessKeyId, ...(otherKey === undefined ? [] : [otherKey.accessKeyId])];
  const named = ids.filter((id) => written.includes(idPlaceholder(id)));
  if (named.length === 0) return [];
  const text = `${listed(named.map(idPlaceholder))} ${named.length === 1 ? "stands for the full key ID" : "stand for full key IDs"}. This command shows the IDs:`;
  return [{ text, command: listKeys }];
}

function tasked(title: string, steps: readonly Step[]): Task {
  return { title, intro: [], steps, hints: [] };
}
