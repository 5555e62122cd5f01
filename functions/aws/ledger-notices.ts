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
 * A claim excludes other workers for this long: longer than a worker takes from claiming a notice to the end of
 * its SendEmail, shorter than the pause before the state machine retries on `NoticesInFlight`.
 */
export const claimLeaseMilliseconds = 90_000;

/** How old a claim may be when its mail is sent. SendEmail ends within 23 seconds, while the claim is still valid. */
export const oldestClaimMilliseconds = 60_000;

type NoticeWrites = Pick<Ledger, "claimNotice" | "confirmNotice" | "releaseNotice" | "refuseNotice">;

/**
 * The writes about notices. A claim belongs to a claim ID, not to a worker. An SDK that repeats a claim after a lost
 * answer finds its own claim. A worker that tries the same notice again later does not.
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
  /** Only a claim that is still ours. If another worker has taken it over, that worker settles it. */
  const ownClaim = (notice: NoticeRef) => ({
    condition: "#notice.#claimId = :claimId AND #notice.#state = :claimed",
    names: { "#notice": noticeAttribute(notice), "#claimId": "claimId", "#state": "state" },
    values: { ":claimId": notice.claimId, ":claimed": "claimed" },
  });

  /** The claims that this worker took over, by attribute, in their earlier state. Their mails may have left. */
  const takenOver = new Map<string, Omit<NoticeRecord, "id" | "to" | "delivery">>();
  const attributeOf = ({ accessKeyId, ...name }: NoticeRef) => `${accessKeyId} ${noticeAttribute(name)}`;

  /** Writes a claim, if the key is as it was evaluated and the record of the notice meets `required`. */
  const writeClaim = (
    notice: NoticeRef,
    required: Pick<LedgerWrite, "names" | "values"> & { readonly conditions: readonly string[] },
  ) => {
    const attribute = noticeAttribute(notice);
    const { condition, names, values } = inRound(notice.round);
    return writeEntry(place, notice, {
      set: { [attribute]: record(notice, "claimed") },
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
  const takeOver = async (notice: NoticeRef, stale: NoticeRecord): Promise<boolean> => {
    const notEarlier = namingNoEarlierDay(notice);
    const isTaken = await writeClaim(notice, {
      conditions: [
        "#notice.#state = :claimed",
        "(#notice.#claimId = :claimId OR #notice.#claimId = :taken)",
        "(#notice.#claimId = :claimId OR #notice.#claimedAt < :stale)",
        `(#notice.#claimId = :claimId OR ${notEarlier.condition})`,
      ],
      names: { "#claimedAt": "claimedAt", ...notEarlier.names },
      values: {
        ":taken": stale.claimId,
        ":stale": writer.now().getTime() - claimLeaseMilliseconds,
        ...notEarlier.values,
      },
    });
    const { id: _id, to: _to, delivery: _delivery, ...before } = stale;
    if (isTaken && stale.claimId !== notice.claimId) takenOver.set(attributeOf(notice), before);
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
      const existing = notices.find(({ id, to }) => to === notice.to && sameNotice(id, notice.id));
      if (existing?.state !== "claimed") return "held";
      return (await takeOver(notice, existing)) ? "claimed" : "held";
    },

    // The mail has left, whoever has the claim now. Only a claim that names a later day stays: that day binds.
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

    // The mail whose claim was taken over may have left. Its record is restored, so that the day that it named stays
    // and SES's report about it is found. It is stale at once.
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

    // SES rejects the address itself, so it has rejected an earlier mail too.
    async refuseNotice(notice) {
      const refused = record(notice, "refused");
      await writeEntry(place, notice, { set: { [noticeAttribute(notice)]: refused }, ...ownClaim(notice) });
    },
  };
}

/**
 * The condition, for use with OR, that the record in `#notice` names no later day. Its mail may have left, and a second
 * mail about the same notice must not make that day earlier. A new evaluation of the key names that day too.
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
