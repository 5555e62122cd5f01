import { standingNotices } from "../domain/key-history.ts";
import { type NoticeRecord, sameNotice, saysStaysActive } from "../domain/notice.ts";
import { Interrupted } from "../runtime/errors.ts";
import type { Ledger, NoticeRef } from "./ledger.ts";
import { noticeAttribute } from "./ledger-names.ts";
import {
  dayOfWriting,
  inRound,
  type LedgerPlace,
  type LedgerWrite,
  readEntry,
  writeEntry,
} from "./ledger-writes.ts";

/**
 * A claim excludes other workers for this long: longer than a worker takes from claiming a notice to the end of
 * its SendEmail, shorter than the pause before the state machine retries on `NoticesInFlight`.
 */
export const claimLeaseMilliseconds = 90_000;

/** How old a claim may be when its mail is sent. SendEmail ends within 23 seconds, while the claim is still valid. */
export const oldestClaimMilliseconds = 60_000;

/** A try fails only if another mail about the key was claimed meanwhile: at most the mails of some workers at once. */
const mostTries = 20;

/** Claiming notices, and what the claims that were taken over were before. */
export interface Claims {
  readonly claimNotice: Ledger["claimNotice"];
  /** The earlier state of a claim that this worker took over. Its mail may have left. */
  takenOver(notice: NoticeRef): Omit<NoticeRecord, "id" | "to" | "delivery"> | undefined;
}

/**
 * The claims of notices. A claim belongs to a claim ID, not to a worker. An SDK that repeats a claim after a lost
 * answer finds its own claim. A worker that tries the same notice again later does not.
 * @param outdated the attributes of a key that its next claim removes
 */
export function claimsOf(place: LedgerPlace, outdated: (accessKeyId: string) => readonly string[]): Claims {
  const { writer } = place;
  /** The claims that this worker took over, by attribute, in their earlier state. Their mails may have left. */
  const takenOver = new Map<string, Omit<NoticeRecord, "id" | "to" | "delivery">>();
  const attributeOf = ({ accessKeyId, ...name }: NoticeRef) => `${accessKeyId} ${noticeAttribute(name)}`;

  /** Writes a claim, if the key is as it was evaluated and the record of the notice meets `required`. */
  const writeClaim = (notice: NoticeRef, required: ClaimCondition) => {
    const attribute = noticeAttribute(notice);
    const { condition, names, values } = inRound(notice.round);
    return writeEntry(place, notice, {
      set: { [attribute]: noticeRecord(place, notice, "claimed") },
      also: ["#claims = if_not_exists(#claims, :none) + :one"],
      remove: outdated(notice.accessKeyId).filter((name) => name !== attribute),
      // One level of parentheses: for each further level the sandbox's parser takes about eight times as long.
      condition: [
        condition,
        "(attribute_not_exists(#deactivation) OR #deactivation.#state <> :intended)",
        ...required.conditions,
      ].join(" AND "),
      names: {
        ...names,
        ...required.names,
        "#notice": attribute,
        "#state": "state",
        "#claimId": "claimId",
        "#claims": "claims",
        "#deactivation": "deactivation",
      },
      values: {
        ...values,
        ...required.values,
        ":none": 0,
        ":one": 1,
        ":claimed": "claimed",
        ":intended": "intended",
        ":claimId": notice.claimId,
      },
    });
  };

  /** Takes over another worker's stale claim of a notice. That worker's mail may have left. */
  const takeOver = async (
    notice: NoticeRef,
    stale: NoticeRecord,
    required: ClaimCondition,
  ): Promise<boolean> => {
    const notEarlier = namingNoEarlierDay(notice);
    const isTaken = await writeClaim(notice, {
      conditions: [
        ...required.conditions,
        "#notice.#state = :claimed",
        "(#notice.#claimId = :claimId OR #notice.#claimId = :taken)",
        "(#notice.#claimId = :claimId OR #notice.#claimedAt < :stale)",
        `(#notice.#claimId = :claimId OR ${notEarlier.condition})`,
      ],
      names: { "#claimedAt": "claimedAt", ...notEarlier.names, ...required.names },
      values: {
        ...required.values,
        ":taken": stale.claimId,
        ":stale": writer.now().getTime() - claimLeaseMilliseconds,
        ...notEarlier.values,
      },
    });
    const { id: _id, to: _to, delivery: _delivery, ...before } = stale;
    if (isTaken && stale.claimId !== notice.claimId) takenOver.set(attributeOf(notice), before);
    return isTaken;
  };

  const claim = async (notice: NoticeRef, required: ClaimCondition) => {
    const isClaimed = await writeClaim(notice, {
      ...required,
      conditions: [
        ...required.conditions,
        "(attribute_not_exists(#notice) OR #notice.#state = :claimed)",
        "(attribute_not_exists(#notice) OR #notice.#claimId = :claimId)",
      ],
    });
    if (isClaimed) return "claimed";
    const { round, deactivation, notices } = await readEntry(place, notice.accessKeyId);
    if (round !== notice.round || deactivation?.state === "intended") return "overtaken";
    const existing = notices.find(({ id, to }) => to === notice.to && sameNotice(id, notice.id));
    if (existing?.state !== "claimed") return "held";
    return (await takeOver(notice, existing, required)) ? "claimed" : "held";
  };

  /**
   * Claims a notice that says that the key stays active. Another run may have warned the owner since the key was
   * evaluated. That warning counts, so the last mail to the owner must not contradict it.
   */
  const claimUnlessWarned = async (notice: NoticeRef) => {
    const { accessKeyId, round } = notice;
    for (let tries = 0; tries < mostTries; tries += 1) {
      const { notices, claims } = await readEntry(place, accessKeyId);
      if (standingNotices({ notices, round }).length > 0) return "overtaken";
      const answer = await claim(notice, noClaimSince(claims));
      if (answer !== "held" || (await readEntry(place, accessKeyId)).claims === claims) return answer;
    }
    throw new Interrupted(`other mails about a key were claimed ${mostTries} times`);
  };

  return {
    claimNotice: (notice) =>
      notice.names === undefined && saysStaysActive(notice.id)
        ? claimUnlessWarned(notice)
        : claim(notice, { conditions: [] }),
    takenOver: (notice) => takenOver.get(attributeOf(notice)),
  };
}

/** The record of a notice in its entry. */
export function noticeRecord(
  { writer }: LedgerPlace,
  { as, claimId, userType, names, noticeDays, audience, round }: NoticeRef,
  state: "claimed" | "sent" | "refused",
) {
  const { run, invocation } = writer;
  const claimedAt = writer.now().getTime();
  const on = dayOfWriting(writer);
  const sent = { run, invocation, claimedAt, claimId, round };
  return { state, as, on, ...sent, userType, names, noticeDays, audience };
}

/** What a claim requires besides the round of the key. */
type ClaimCondition = Pick<LedgerWrite, "names" | "values"> & { readonly conditions: readonly string[] };

/** The condition that no notice about the key was claimed since its entry was read. */
function noClaimSince(claims: number): ClaimCondition {
  return claims === 0
    ? { conditions: ["attribute_not_exists(#claims)"] }
    : { conditions: ["#claims = :seenClaims"], values: { ":seenClaims": claims } };
}

/**
 * The condition, for use with OR, that the record in `#notice` names no later day. Its mail may have left, and a second
 * mail about the same notice must not make that day earlier. A new evaluation of the key names that day too.
 */
export function namingNoEarlierDay({
  names,
}: NoticeRef): Required<Pick<LedgerWrite, "condition" | "names" | "values">> {
  if (names === undefined) return { condition: "attribute_exists(#notice)", names: {}, values: {} };
  return {
    condition: "attribute_not_exists(#notice.#names) OR #notice.#names <= :names",
    names: { "#names": "names" },
    values: { ":names": names },
  };
}
