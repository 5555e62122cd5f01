import { maskedKeyId } from "../../../functions/domain/access-key.ts";
import { typeOf } from "../replay/possible-steps.ts";
import type { KeyStory } from "./key-story.ts";

/** One key of `curfew explain --json`, as docs/cli.md describes it. */
export function storyAnswer(story: KeyStory) {
  const { accessKeyId, userName, accountId, accountName, createdOn, judged, history, users, steps } = story;
  const readable = "unreadable" in history ? undefined : history;
  return {
    key: maskedKeyId(accessKeyId),
    userName,
    accountId,
    accountName,
    createdOn,
    ...(judged === undefined
      ? {}
      : {
          age: judged.result.decision.age,
          judgedBy: { run: judged.run.id, day: judged.run.day, mode: judged.mode },
          decision: {
            verdict: judged.result.decision.verdict,
            withheld: judged.result.decision.withheld,
            reason: judged.result.decision.reason,
            next: judged.result.decision.next,
          },
          done: { notices: judged.result.notices, deactivation: judged.result.deactivation },
        }),
    ...(users === undefined ? {} : { tags: tagsOf(users) }),
    ledger:
      readable === undefined
        ? history
        : {
            notices: readable.notices,
            refused: readable.refused ?? [],
            deactivation: readable.deactivation,
            restore: readable.restore,
          },
    toCome: steps.map(({ onlyIf, ...step }) => ({ ...step, onlyIfUserType: onlyIf })),
  };
}

/** What the tags can have said; more than one user type where the decision does not tell yet. */
function tagsOf(users: NonNullable<KeyStory["users"]>) {
  const readable = users.flatMap((user) => (user.tags === "readable" ? [user] : []));
  return {
    userTypes: [...new Set(users.map(typeOf))],
    recipients: readable[0]?.recipients ?? [],
    exemption: readable[0]?.exemptTag,
  };
}
