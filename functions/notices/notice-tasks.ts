import { maskedKeyId } from "../domain/access-key.ts";
import { addDays } from "../domain/calendar-day.ts";
import { holderOf, rotatedKey, rotationAdvice } from "../domain/rotation-advice.ts";
import { firstStageDay } from "../domain/stages.ts";
import { commandsFor, type UserCommands } from "./cli-commands.ts";
import { listed, writtenDay } from "./english.ts";
import type { KeyNotice } from "./key-notice.ts";
import type { NoticeMailFrame } from "./mail-frame.ts";
import { rotationGoal, rotationText } from "./rotation-text.ts";
import { explainIds, type Step, stepOf, type Task } from "./step.ts";

/** What the recipient of a notice can do, the first thing first. */
export function tasksFor(notice: KeyNotice, frame: NoticeMailFrame): Task[] {
  if (notice.as === "security") return [];
  const commands = commandsFor(notice.userName);
  const first = firstTask(notice, frame, commands);
  const repair = notice.kind === "deactivated" ? [restoreTask(notice, frame, commands)] : [];
  const rotation = rotationTask(notice, frame, commands);
  return explainIds([...(first === undefined ? [] : [first]), ...repair, rotation], commands);
}

/** What to do besides replacing the key. */
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
  const forward = because.some(({ code }) => code === "ownersChangeOften")
    ? "Agree with the recipients of this mail who owns the key now."
    : "Forward this mail to the owner now. If nobody knows the owner, ask the people who work in this AWS account.";
  return tasked("What to do first: find the owner", [
    stepOf(forward),
    stepOf(
      `Write the owner's address into the tag “${email}”. Mails about this user then go to the owner.`,
      commands.setTag(email, address),
    ),
    ...(kind === "exemptionUnreadable" ? fixExemption(frame, commands).steps : []),
    ...(reason?.code === "unknownUserType" ? setUserType(frame, commands).steps : []),
  ]);
}

function stillYours({ accessKeyId }: KeyNotice, { rules }: NoticeMailFrame): Task {
  const key = maskedKeyId(accessKeyId);
  return tasked("What to do first: say whose key it is", [
    stepOf(`${key} is yours? Replace it, and ask ${rules.contacts.help} to correct the tag.`),
    stepOf(`${key} is not yours? You do not need to do anything.`),
  ]);
}

function fixExemption({ rules, today }: NoticeMailFrame, commands: UserCommands): Task {
  const { exempt } = rules.tagNames;
  const day = addDays(today, Math.min(rules.maxExemptionDays, 60));
  const latest = writtenDay(addDays(today, rules.maxExemptionDays));
  return tasked("What to do first: correct the exemption", [
    stepOf(
      `You still need the exemption? Write into the tag “${exempt}”: last day, mail address, reason. The last day is ${latest} at the latest.`,
      commands.setTag(exempt, `${day} YOUR_ADDRESS YOUR_REASON`),
    ),
    stepOf("You do not need it? Remove the tag.", commands.removeTag(exempt)),
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
    stepOf(`Set the tag “${userType}” to ${choice}.`, commands.setTag(userType, "USER_TYPE")),
  ]);
}

function restoreTask({ accessKeyId, as }: KeyNotice, frame: NoticeMailFrame, commands: UserCommands): Task {
  const key = maskedKeyId(accessKeyId);
  const { help } = frame.rules.contacts;
  const { displayName } = frame.style;
  const who = as === "owner" ? "You can" : "The owner can";
  const asked = stepOf(
    `${key} is deactivated, not deleted. Ask ${help} to restore it: they run “curfew restore”.`,
  );
  const self = stepOf(
    `${who} also activate it: in the AWS console, or with these commands and other AWS credentials. ${displayName} then sends a new warning, and deactivates the key ${frame.rules.minimumNoticeDays} or more days after that warning.`,
    commands.activateKey(accessKeyId),
  );
  return { title: "Something broke?", intro: [asked, self], steps: [] };
}

function rotationTask(notice: KeyNotice, frame: NoticeMailFrame, commands: UserCommands): Task {
  const { accessKeyId, createdOn, lastUsed = { state: "unknown" }, otherKey, as, names } = notice;
  const { today } = frame;
  const key = { accessKeyId, createdOn, lastUsed, isActive: notice.kind !== "deactivated" };
  const advice = rotationAdvice({
    key,
    otherKey: otherKey === undefined ? undefined : rotatedKey(otherKey),
    holder: holderOf(notice.userType, notice.hasPassword),
    firstStageDay: firstStageDay(frame.rules),
    today,
  });
  const { intro, steps } = rotationText(advice, { key, commands, today, names });
  return {
    title: rotationTitle(notice, rotationGoal(advice, accessKeyId)),
    intro: [...(as === "fallback" ? [forwardedStep()] : []), ...intro],
    steps,
  };
}

/** The fallback contact forwards the mail, and the owner must find what is meant for owners. */
function forwardedStep(): Step {
  return stepOf(
    "Was this mail forwarded to you? Then the sender thinks that you own the key. If you are not the owner, tell the sender.",
  );
}

function rotationTitle({ kind, as }: KeyNotice, goal: string): string {
  if (as === "fallback") return `For the owner: ${goal}`;
  if (as === "previousOwner") return `If it is yours: ${goal}`;
  if (kind === "warning" || kind === "finalWarning") return `What to do: ${goal}`;
  return `${goal.charAt(0).toUpperCase()}${goal.slice(1)}`;
}

function tasked(title: string, steps: readonly Step[]): Task {
  return { title, intro: [], steps };
}
