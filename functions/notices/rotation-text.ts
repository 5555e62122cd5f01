import { maskedKeyId } from "../domain/access-key.ts";
import { type Day, daysBetween } from "../domain/calendar-day.ts";
import type {
  Alternative,
  Holder,
  KeySituation,
  RotatedKey,
  RotationAdvice,
  RotationStep,
} from "../domain/rotation-advice.ts";
import type { UserCommands } from "./cli-commands.ts";
import { writtenDay, writtenDaysAgo } from "./english.ts";
import { type Step, stepOf, type Task, withCommand } from "./step.ts";

/** What the text of the advice depends on, besides the advice. */
export interface RotationTextFacts {
  /** The key that the mail is about. */
  readonly key: RotatedKey;
  readonly commands: UserCommands;
  readonly today: Day;
  /** The day that the mail names. Absent if it names none. */
  readonly names?: Day | undefined;
}

/** What the owner of a key should do, in a few words for a heading. */
export function rotationGoal({ situation, steps: [first] }: RotationAdvice, accessKeyId: string): string {
  const key = maskedKeyId(accessKeyId);
  if (situation.code === "onlyKey") return `replace ${key}`;
  const other = maskedKeyId(situation.other.accessKeyId);
  const isDeletion = first?.code === "deleteKey";
  switch (situation.code) {
    case "newerKeyInUse":
    case "newerKeyUnused":
      return isDeletion ? `delete ${key}` : `use ${other} instead of ${key}`;
    case "otherKeyInactive":
      return `delete ${other}, then replace ${key}`;
    case "bothOld":
      return situation.first === "other"
        ? `${isDeletion ? "delete" : "stop using"} ${other}, then replace ${key}`
        : `${isDeletion ? `delete ${key}` : `use ${other} instead of ${key}`}, then replace ${other}`;
  }
}

/** Writes the advice for a key: how to do without it, then how to replace it. */
export function rotationText(
  { situation, steps, alternatives }: RotationAdvice,
  facts: RotationTextFacts,
): Omit<Task, "title"> {
  const { commands } = facts;
  const ways = alternatives.flatMap((alternative) => alternativeSteps(alternative, commands));
  const lost = alternatives.find(({ code }) => code === "lostSecret");
  const standing = situationText(situation, facts);
  return {
    intro: [
      ...(standing === undefined ? [] : [stepOf(standing)]),
      ...ways,
      ...(ways.length === 0 ? [] : [stepOf("Still need a key? Then follow these steps:")]),
    ],
    steps: steps.map((step) => stepText(step, facts, lost !== undefined)),
  };
}

const twoKeys = "This IAM user already has two keys, and IAM allows no third.";

function situationText(situation: KeySituation, { key, today }: RotationTextFacts): string | undefined {
  if (situation.code === "onlyKey") return undefined;
  const { other } = situation;
  const name = maskedKeyId(other.accessKeyId);
  const self = maskedKeyId(key.accessKeyId);
  const made = `created on ${writtenDay(other.createdOn)} (${writtenDaysAgo(daysBetween(other.createdOn, today))})`;
  switch (situation.code) {
    case "newerKeyInUse":
      return `This IAM user has a newer key, ${name}: ${made}, ${useOf(other)}. This key, ${self}, ${useOf(key, "was ")}.`;
    case "newerKeyUnused": {
      const then = key.isActive && !isNever(key) ? `, then deactivate ${self}` : "";
      return `This IAM user has a newer key, ${name}: ${made}, not used yet. It is probably the replacement: switch to it${then}.`;
    }
    case "otherKeyInactive":
      return `${twoKeys} The other key, ${name}, was ${made} and ${useOf(other, "was ")}.`;
    case "bothOld": {
      const [first, second] = situation.first === "this" ? [key, other] : [other, key];
      // The step that deletes a key already says that it was never used.
      const use = first === other && isNever(other) ? "" : ` and ${useOf(other, "was ")}`;
      const order = key.isActive ? orderText(first, second) : "";
      return `${twoKeys} The other key, ${name}, was ${made}${use}.${order}`;
    }
  }
}

/** Which of two old keys to delete first, and why, if that is known. */
function orderText(first: RotatedKey, second: RotatedKey): string {
  if (isNever(first)) return "";
  const name = maskedKeyId(first.accessKeyId);
  const [use, later] = [first.lastUsed, second.lastUsed];
  return use.state === "used" && later.state === "used" && use.on < later.on
    ? ` ${name} was used less recently, so it goes first.`
    : ` Delete ${name} first.`;
}

function isNever({ lastUsed }: RotatedKey): boolean {
  return lastUsed.state === "never";
}

/** `last used on 5 November 2026`, `never used`. */
function useOf({ lastUsed }: RotatedKey, verb = ""): string {
  if (lastUsed.state === "used") return `${verb}last used on ${writtenDay(lastUsed.on)}`;
  return lastUsed.state === "never" ? `${verb}never used` : "has an unknown last use";
}

/**
 * Every deletion says so: a deactivated key comes back, a deleted one does not (IAM API reference, DeleteAccessKey).
 */
const noUndo = "You cannot undo this.";

function stepText(
  step: RotationStep,
  { key: about, commands, names }: RotationTextFacts,
  mayBeLost: boolean,
): Step {
  const name = (key: RotatedKey) => maskedKeyId(key.accessKeyId);
  switch (step.code) {
    case "createKey":
      return stepOf("Create a new key. AWS shows its secret only once: save it.", commands.createKey);
    case "useNewKey":
      return stepOf(`Put the new key wherever ${name(step.insteadOf)} is used, and check that it works.`);
    case "useOtherKey": {
      const other = name(step.key);
      const use = `Put ${other} wherever ${name(step.insteadOf)} is still used, and check that it works.`;
      const lost = ` Lost the secret of ${other}? AWS shows it only once: delete ${other} and create another key.`;
      return stepOf(`${use}${mayBeLost ? lost : ""}`);
    }
    case "deactivateKey": {
      const id = step.key.accessKeyId;
      const before =
        names === undefined || id !== about.accessKeyId
          ? ""
          : ` before ${writtenDay(names)}. Deleting it can wait`;
      const off = stepOf(`Deactivate ${name(step.key)}${before}.`, commands.deactivateKey(id));
      return withCommand(off, "If something breaks, activate it again:", commands.activateKey(id));
    }
    case "deleteAfterWait":
      return stepOf(
        `Wait a few days. If everything works, delete ${name(step.key)}. ${noUndo}`,
        commands.deleteKey(step.key.accessKeyId),
      );
    case "deleteKey": {
      const because = { neverUsed: "it was never used", inactive: "it is inactive" }[step.because];
      const use = step.because === "inactive" ? "activate it and use it" : "use it";
      const unless = step.mayBeReplacement
        ? ` Was it created to replace the other key? Then ${use} instead.`
        : "";
      return stepOf(
        `Delete ${name(step.key)}: ${because}. ${noUndo}${unless}`,
        commands.deleteKey(step.key.accessKeyId),
      );
    }
    case "replaceToo":
      return stepOf(`Then replace ${name(step.key)} too: it is old as well.`);
  }
}

const noKeyNeeded: Readonly<Record<Holder, string>> = {
  console: "Better: use no key at all. Sign in with “aws login” or IAM Identity Center.",
  person:
    "Better: use no key at all. People can sign in with IAM Identity Center, programs can use an IAM role.",
  machine:
    "Better: use no key at all. On AWS use an IAM role, elsewhere OIDC (GitHub, GitLab) or IAM Roles Anywhere.",
  unknown: "Better: use no key at all. People use IAM Identity Center, programs use IAM roles or OIDC.",
};

function alternativeSteps(alternative: Alternative, commands: UserCommands): Step[] {
  switch (alternative.code) {
    case "notNeeded": {
      const { key } = alternative;
      const name = maskedKeyId(key.accessKeyId);
      const was = `Not needed? ${name} ${useOf(key, "was ")}.`;
      return isNever(key) || !key.isActive
        ? [stepOf(`${was} Delete it and you are done. ${noUndo}`, commands.deleteKey(key.accessKeyId))]
        : [
            stepOf(
              `${was} Deactivate it now, delete it in a few days, and you are done.`,
              commands.deactivateKey(key.accessKeyId),
            ),
          ];
    }
    case "noKeyNeeded":
      return [stepOf(noKeyNeeded[alternative.holder])];
    // The step that puts the other key in place says this.
    case "lostSecret":
      return [];
  }
}
