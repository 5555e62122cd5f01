import { expect, it } from "vitest";
import * as z from "zod/mini";
import { deactivatedResult, planOf, reporter } from "../functions/report/report-fixture.ts";
import { account, accountResult, dueKey, keyResult, sentNotice } from "../functions/report/result-fixture.ts";
import { readDoc, tableBelow } from "../support/markdown.ts";

const page = readDoc("events.md");
const types = [
  "Access Key Deactivated",
  "Notice Sent",
  "Final Warning Sent",
  "Run Awaiting Approval",
] as const;

/** The events of a day that has every kind of event, as the report function puts them. */
async function eventsOfADay() {
  const first = account(1).id;
  const due = dueKey(1);
  const deactivated = sentNotice(1, { id: { type: "deactivated", number: 1 } });
  const warned = keyResult(
    2,
    { age: 120, state: "onHold", reason: { code: "notWarned" } },
    { notices: [sentNotice(2, { id: { type: "finalWarning", round: 0, number: 1 }, names: "2026-12-03" })] },
  );
  const acting = reporter({
    results: [accountResult(1, { results: [due, warned] })],
    plan: planOf([due], "deactivate", first),
    deactivated: {
      [first]: [deactivatedResult(due, { notices: [{ ...deactivated, names: "2026-11-23" }] })],
    },
  });
  const waiting = reporter({
    results: [accountResult(1, { results: [due] })],
    plan: { ...planOf([due], "awaitsApproval", first), state: "awaitingApproval" },
  });
  await acting.reportRun();
  await waiting.reportRun();
  return [...acting.events, ...waiting.events];
}

it("names each field of each event, and no other", async () => {
  const rows = tableBelow(page, "Detail").map(([field = "", where = ""]) => ({
    field: field.replaceAll("`", ""),
    where,
  }));
  const events = await eventsOfADay();

  expect([...new Set(events.map(({ type }) => type))].toSorted()).toEqual(types.toSorted());
  for (const { type, detail } of events) {
    const isAboutKey = type !== "Run Awaiting Approval";
    const documented = rows.filter(
      ({ where }) =>
        where === "all" || (where === "all about a key" && isAboutKey) || where.includes(`\`${type}\``),
    );
    expect(documented.map(({ field }) => field).toSorted(), type).toEqual(Object.keys(detail).toSorted());
  }
});

const patternSchema = z.strictObject({
  source: z.tuple([z.literal("curfew")]),
  "detail-type": z.array(z.string()),
  detail: z.optional(z.record(z.string(), z.array(z.string()))),
});

it("shows rules that match the events that Curfew puts", async () => {
  const patterns = [...page.matchAll(/^```json\n(.*?)^```/gms)].map(([, text = ""]) =>
    patternSchema.parse(JSON.parse(text)),
  );
  const events = await eventsOfADay();

  expect(patterns).toHaveLength(2);
  for (const { "detail-type": wanted, detail = {} } of patterns)
    for (const type of wanted) {
      const event = events.find((one) => one.type === type);
      expect(Object.keys(event?.detail ?? {}), type).toEqual(expect.arrayContaining(Object.keys(detail)));
    }
});
