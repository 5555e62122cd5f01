import { type NoticeRecord, sameNotice } from "../domain/notice.ts";
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
 * A claim keeps other workers away for this long: longer than a worker takes from claiming a notice to the end of
 * its SendEmail, shorter than the pause before the state machine retries on `NoticesInFlight`.
 */
export const claimLeaseMilliseconds = 90_000;

/** How old a claim may be when its mail is sent: SendEmail ends within 23 seconds, and then the claim still holds. */
export const oldestClaimMilliseconds = 60_000;

type NoticeWrites = Pick<Ledger, "claimNotice" | "confirmNotice" | "releaseNotice" | "refuseNotice">;

/**
 * The writes about notices. A claim belongs to a claim ID, not to a worker: an SDK that repeats a claim after a lost
 * answer finds its own, while a worker that tries the same notice again later does not.
 * @param outdated the attributes of a key that its next claim removes
 */
export function noticeWrites(
  place: LedgerPlace,
  outdated: (accessKeyId: string) => readonly string[],
): NoticeWrites {
  const { writer } = place;
  const record = (notice: NoticeRef, state: "claimed" | "sent" | "refused") => {
    const { as, claimId, names, noticeDays, audience, round } = notice;
    const { run, invocation } = writer;
    const claimedAt = writer.now().getTime();
    const on = dayOfWriting(writer);
    return { state, as, on, run, invocation, claimedAt, claimId, round, names, noticeDays, audience };
  };
  /** Only a claim that is still ours: if another worker has taken it over, it is no longer ours to settle. */
  const ownClaim = (notice: NoticeRef) => ({
    condition: "#notice.#claimId = :claimId AND #notice.#state = :claimed",
    names: { "#notice": noticeAttribute(notice), "#claimId": "claimId", "#state": "state" },
    values: { ":claimId": notice.claimId, ":claimed": "claimed" },
  });

  /** The claims that this worker took over, by attribute, as they were. Their mails may have left. */
  const takenOver = new Map<string, Omit<NoticeRecord, "id" | "to" | "delivery">>();
  const attributeOf = ({ accessKeyId, ...name }: NoticeRef) => `${accessKeyId} ${noticeAttribute(name)}`;

  /** Writes a claim, if the key is as it was evaluated and the record of the notice, if any, is as `held` says. */
  const writeClaim = (
    notice: NoticeRef,
    held: Pick<LedgerWrite, "names" | "values"> & { readonly conditions: readonly string[] },
  ) => {
    const attribute = noticeAttribute(notice);
    const { condition, names, values } = inRound(notice.round);
    return writeEntry(place, notice, {
      set: { [attribute]: record(notice, "claimed") },
      also: ["#claims = if_not_exists(#claims, :none) + :one"],
      remove: outdated(notice.accessKeyId).filter((name) => name !== attribute),
      // One level of parentheses: the sandbox's parser takes some eight times as long for each further one.
      condition: [
        condition,
        "(attribute_not_exists(#deactivation) OR #deactivation.#state <> :intended)",
        ...held.conditions,
      ].join(" AND "),
      names: {
        ...names,
        ...held.names,
        "#notice": attribute,
        "#state": "state",
        "#claimId": "claimId",
        "#claims": "claims",
        "#deactivation": "deactivation",
      },
      values: {
        ...values,
        ...held.values,
        ":none": 0,
        ":one": 1,
        ":claimed": "claimed",
        ":intended": "intended",
        ":claimId": notice.claimId,
      },
    });
  };

  /** Claims a notice of which another worker's claim is stale. That worker's mail may have left. */
  const takeOver = async (notice: NoticeRef, held: NoticeRecord): Promise<boolean> => {
    const notEarlier = namingNoEarlierDay(notice);
    const isTaken = await writeClaim(notice, {
      conditions: [
        "#notice.#state = :claimed",
        "(#notice.#claimId = :claimId OR #notice.#claimId = :held)",
        "(#notice.#claimId = :claimId OR #notice.#claimedAt < :stale)",
        `(#notice.#claimId = :claimId OR ${notEarlier.condition})`,
      ],
      names: { "#claimedAt": "claimedAt", ...notEarlier.names },
      values: {
        ":held": held.claimId,
        ":stale": writer.now().getTime() - claimLeaseMilliseconds,
        ...notEarlier.values,
      },
    });
    const { id: _id, to: _to, delivery: _delivery, ...before } = held;
    if (isTaken && held.claimId !== notice.claimId) takenOver.set(attributeOf(notice), before);
    return isTaken;
  };

  return {
    async claimNotice(notice) {
      const isClaimed = await writeClaim(notice, {
        conditions: [
          "(attribute_not_exists(#notice) OR #notice.#state = :claimed)",
          "(attribute_not_exists(#notice) OR #notice.#claimId = :claimId)",
        ],
      });
      if (isClaimed) return "claimed";
      const { round, deactivation, notices } = await readEntry(place, notice.accessKeyId);
      if (round !== notice.round || deactivation?.state === "intended") return "overtaken";
      const held = notices.find(({ id, to }) => to === notice.to && sameNotice(id, notice.id));
      if (held?.state !== "claimed") return "held";
      return (await takeOver(notice, held)) ? "claimed" : "held";
    },

    // The mail has left, whoever holds the claim by now. Only a claim that names a later day stays: that day binds.
    async confirmNotice(notice, messageId) {
      const sent = { ...record(notice, "sent"), messageId };
      const attribute = noticeAttribute(notice);
      const { condition, names, values } = namingNoEarlierDay(notice);
      await writeEntry(place, notice, {
        set: { [attribute]: sent },
        condition: `attribute_not_exists(#notice) OR #notice.#claimId = :claimId OR ${condition}`,
        names: { "#notice": attribute, "#claimId": "claimId", ...names },
        values: { ":claimId": notice.claimId, ...values },
      });
    },

    // The mail whose claim was taken over may have left: its record comes back, so that the day that it named stays and
    // SES's report about it is found. It is stale at once.
    async releaseNotice(notice) {
      const before = takenOver.get(attributeOf(notice));
      const attribute = noticeAttribute(notice);
      await writeEntry(place, notice, {
        ...(before === undefined
          ? { remove: [attribute] }
          : { set: { [attribute]: { ...before, claimedAt: 0 } } }),
        ...ownClaim(notice),
      });
    },

    // SES rejects an address for what it is, so it has rejected an earlier mail as well.
    async refuseNotice(notice) {
      const refused = record(notice, "refused");
      await writeEntry(place, notice, { set: { [noticeAttribute(notice)]: refused }, ...ownClaim(notice) });
    },
  };
}

/**
 * The condition, for use with OR, that the record in `#notice` names no later day. Its mail may have left, and no second
 * mail about the same notice may make that day earlier; whoever evaluates the key again names it too.
 */
function namingNoEarlierDay({
  names,
}: NoticeRef): Required<Pick<LedgerWrite, "condition" | "names" | "values">> {
  if (names === undefined) return { condition: "attribute_exists(#notice)", names: {}, values: {} };
  return {
    condition: "attribute_not_exists(#notice.#names) OR #notice.#names <= :names",
    names: { "#names": "names" },
    values: { ":names": names },
  };
}
