import type { Ledger, NoticeRef } from "./ledger.ts";
import { claimsOf, namingNoEarlierDay, noticeRecord } from "./ledger-claims.ts";
import { noticeAttribute } from "./ledger-names.ts";
import { type LedgerPlace, writeEntry } from "./ledger-writes.ts";

type NoticeWrites = Pick<Ledger, "claimNotice" | "confirmNotice" | "releaseNotice" | "refuseNotice">;

/**
 * The writes about notices: claims, and what became of them.
 * @param outdated the attributes of a key that its next claim removes
 */
export function noticeWrites(
  place: LedgerPlace,
  outdated: (accessKeyId: string) => readonly string[],
): NoticeWrites {
  const { claimNotice, takenOver } = claimsOf(place, outdated);
  /** Only a claim that is still ours. If another worker has taken it over, that worker settles it. */
  const ownClaim = (notice: NoticeRef) => ({
    condition: "#notice.#claimId = :claimId AND #notice.#state = :claimed",
    names: { "#notice": noticeAttribute(notice), "#claimId": "claimId", "#state": "state" },
    values: { ":claimId": notice.claimId, ":claimed": "claimed" },
  });

  return {
    claimNotice,

    // The mail has left, whoever has the claim now. Only a claim that names a later day stays: that day binds.
    async confirmNotice(notice, messageId) {
      const sent = { ...noticeRecord(place, notice, "sent"), messageId };
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
      const before = takenOver(notice);
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
      const refused = noticeRecord(place, notice, "refused");
      await writeEntry(place, notice, { set: { [noticeAttribute(notice)]: refused }, ...ownClaim(notice) });
    },
  };
}
