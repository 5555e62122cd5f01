import { expect, it } from "vitest";
import { kindOf, type NoticeId, sameNotice } from "../../../functions/domain/notice.ts";

/** Each differs from every other in one field at least. */
const ids: readonly NoticeId[] = [
  { type: "stage", day: 80, outlook: "deactivation" },
  { type: "stage", day: 80, outlook: "staysActive" },
  { type: "stage", day: 70, outlook: "deactivation" },
  { type: "finalWarning", round: 0, number: 1 },
  { type: "finalWarning", round: 0, number: 2 },
  { type: "finalWarning", round: 1, number: 1 },
  { type: "exemptionUnreadable", day: 80 },
  { type: "exemptionUnreadable", day: 70 },
  { type: "deactivated", number: 1 },
  { type: "deactivated", number: 2 },
  { type: "restored", number: 1 },
  { type: "restored", number: 2 },
];

it.each(ids)("a notice is the same as itself and as no other: $type", (id) => {
  expect(ids.filter((other) => sameNotice(id, { ...other }))).toEqual([id]);
});

it.each<{ id: NoticeId; kind: string }>([
  { id: { type: "stage", day: 80, outlook: "deactivation" }, kind: "warning" },
  { id: { type: "stage", day: 80, outlook: "staysActive" }, kind: "staysActive" },
  { id: { type: "restored", number: 1 }, kind: "restored" },
])("a notice of type $id.type is sent as the mail $kind", ({ id, kind }) => {
  expect(kindOf(id)).toBe(kind);
});
