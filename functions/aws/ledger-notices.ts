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

  return {
    async claimNotice(notice) {
      const attribute = noticeAttribute(notice);
      const { condition, names, values } = inRound(notice.round);
      const notEarlier = namingNoEarlierDay(notice);
      const claimed = await writeEntry(place, notice, {
        set: { [attribute]: record(notice, "claimed") },
        also: ["#claims = if_not_exists(#claims, :none) + :one"],
        remove: outdated(notice.accessKeyId).filter((name) => name !== attribute),
        // One level of parentheses: the sandbox's parser takes some eight times as long for each further one.
        condition: [
          condition,
          "(attribute_not_exists(#deactivation) OR #deactivation.#state <> :intended)",
          "(attribute_not_exists(#notice) OR #notice.#state = :claimed)",
          "(attribute_not_exists(#notice) OR #notice.#claimId = :claimId OR #notice.#claimedAt < :stale)",
          `(attribute_not_exists(#notice) OR #notice.#claimId = :claimId OR ${notEarlier.condition})`,
        ].join(" AND "),
        names: {
          ...names,
          "#notice": attribute,
          "#state": "state",
          "#claimedAt": "claimedAt",
          "#claimId": "claimId",
          "#claims": "claims",
          "#deactivation": "deactivation",
          ...notEarlier.names,
        },
        values: {
          ...values,
          ...notEarlier.values,
          ":none": 0,
          ":one": 1,
          ":claimed": "claimed",
          ":intended": "intended",
          ":stale": writer.now().getTime() - claimLeaseMilliseconds,
          ":claimId": notice.claimId,
        },
      });
      if (claimed) return "claimed";
      const { round, deactivation } = await readEntry(place, notice.accessKeyId);
      return round === notice.round && deactivation?.state !== "intended" ? "held" : "overtaken";
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

    async releaseNotice(notice) {
      await writeEntry(place, notice, { remove: [noticeAttribute(notice)], ...ownClaim(notice) });
    },

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
