import { maskedKeyId } from "../domain/access-key.ts";
import type {
  Alternative,
  Holder,
  KeySituation,
  RotatedKey,
  RotationAdvice,
  RotationStep,
} from "../domain/rotation-advice.ts";
import type { UserCommands } from "./cli-commands.ts";
import { writtenDay } from "./english.ts";

/** One thing to do, with the AWS CLI command for it; null where there is none. */
export interface Step {
  readonly text: string;
  readonly command: string | null;
}

/** How to replace a key, in words. */
export interface RotationText {
  /** How things stand, before the steps. */
  readonly intro: readonly Step[];
  readonly steps: readonly Step[];
  /** After the steps. */
  readonly hints: readonly Step[];
}

/** Writes the advice for a key. `key` is the one that the mail is about. */
export function rotationText(
  { situation, steps, alternatives }: RotationAdvice,
  key: RotatedKey,
  commands: UserCommands,
): RotationText {
  const others = alternatives.filter(({ code }) => code !== "notNeeded");
  const notNeeded = alternatives.filter(({ code }) => code === "notNeeded");
  const standing = situationText(situation, key);
  return {
    intro: [
      ...(standing === undefined ? [] : [{ text: standing, command: null }]),
      ...notNeeded.flatMap((alternative) => alternativeSteps(alternative, commands)),
      ...(notNeeded.length === 0 ? [] : [{ text: "Still needed? Then replace it:", command: null }]),
    ],
    steps: steps.map((step) => stepText(step, commands)),
    hints: others.flatMap((alternative) => alternativeSteps(alternative, commands)),
  };
}

const twoKeys = "The user already has two keys, and IAM allows no third.";

function situationText(situation: KeySituation, key: RotatedKey): string | undefined {
  if (situation.code === "onlyKey") return undefined;
  const { other } = situation;
  const name = maskedKeyId(other.accessKeyId);
  const created = writtenDay(other.createdOn);
  switch (situation.code) {
    case "newerKeyInUse":
      return `The user has a newer key, ${name}: created on ${created}, ${useOf(other)}. This key, ${maskedKeyId(key.accessKeyId)}, ${useOf(key, "was ")}.`;
    case "newerKeyUnused":
      return `The user has a newer key, ${name}: created on ${created}, not used yet.`;
    case "otherKeyInactive":
      return `${twoKeys} The other key, ${name}, is inactive: delete it first.`;
    case "bothOld": {
      const [first, second] = situation.first === "this" ? [key, other] : [other, key];
      const names = [first, second].map(({ accessKeyId }) => maskedKeyId(accessKeyId));
      return key.isActive
        ? `${twoKeys} Delete ${names[0]} first: it ${useOf(first, "was ")}, and ${names[1]} ${useOf(second, "was ")}.`
        : `${twoKeys} The other key, ${name}, is active and ${useOf(other, "was ")}.`;
    }
  }
}

/** `last used on 5 November 2026`, `never used`. */
function useOf({ lastUsed }: RotatedKey, verb = ""): string {
  if (lastUsed.state === "used") return `${verb}last used on ${writtenDay(lastUsed.on)}`;
  return lastUsed.state === "never" ? `${verb}never used` : "has an unknown last use";
}

function stepText(step: RotationStep, commands: UserCommands): Step {
  const name = (key: RotatedKey) => maskedKeyId(key.accessKeyId);
  switch (step.code) {
    case "createKey":
      return { text: "Create a new key.", command: commands.createKey };
    case "useNewKey": {
      const text = `Put the new key wherever ${name(step.insteadOf)} is used, and check that it works.`;
      return { text, command: null };
    }
    case "useOtherKey": {
      const text = `Put ${name(step.key)} wherever ${name(step.insteadOf)} is still used, and check that it works.`;
      return { text, command: null };
    }
    case "deactivateKey": {
      const text = `Deactivate ${name(step.key)}. If something breaks, you can activate it again.`;
      return { text, command: commands.deactivateKey(step.key.accessKeyId) };
    }
    case "deleteAfterWait": {
      const text = `Wait a few days. If nothing broke, delete ${name(step.key)}.`;
      return { text, command: commands.deleteKey(step.key.accessKeyId) };
    }
    case "deleteKey": {
      const because = { neverUsed: "it was never used", inactive: "it is inactive" }[step.because];
      const text = `Delete ${name(step.key)}: ${because}.`;
      return { text, command: commands.deleteKey(step.key.accessKeyId) };
    }
    case "replaceToo":
      return { text: `Then replace ${name(step.key)} too: it is old as well.`, command: null };
  }
}

const noKeyNeeded: Readonly<Record<Holder, string>> = {
  console: "No key at all is safer: sign in with “aws login” or IAM Identity Center.",
  person: "No key at all is safer: people can sign in with IAM Identity Center.",
  machine:
    "No key at all is safer: on AWS use an IAM role, elsewhere OIDC (GitHub, GitLab) or IAM Roles Anywhere.",
  unknown: "No key at all is safer: people use IAM Identity Center, programs use IAM roles or OIDC.",
};

function alternativeSteps(alternative: Alternative, commands: UserCommands): Step[] {
  switch (alternative.code) {
    case "notNeeded": {
      const { key } = alternative;
      const name = maskedKeyId(key.accessKeyId);
      if (key.lastUsed.state === "never" || !key.isActive) {
        const text = `Not needed? Delete ${name} and you are done: it ${useOf(key, "was ")}.`;
        return [{ text, command: commands.deleteKey(key.accessKeyId) }];
      }
      const text = `Not needed? ${name} ${useOf(key, "was ")}. Deactivate it now, delete it in a few days, and you are done.`;
      return [{ text, command: commands.deactivateKey(key.accessKeyId) }];
    }
    case "noKeyNeeded":
      return [{ text: noKeyNeeded[alternative.holder], command: null }];
    case "lostSecret": {
      const name = maskedKeyId(alternative.key.accessKeyId);
      const text = `Lost the secret of ${name}? AWS shows it only once. Delete ${name}; then the user has room for another key.`;
      return [{ text, command: commands.deleteKey(alternative.key.accessKeyId) }];
    }
  }
}
