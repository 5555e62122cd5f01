import { expect, it } from "vitest";
import * as z from "zod/mini";
import { reporter } from "../functions/report/report-fixture.ts";
import { account, accountResult, keyResult } from "../functions/report/result-fixture.ts";
import { readDoc, tableBelow } from "../support/markdown.ts";

const page = readDoc("events.md");

/** The events of a key that was switched off and told about, as the report function makes them. */
async function eventsOfADay() {
  const notice = { id: "day-90", kind: "deactivated" as const, to: ["anna@example.com"] };
  const off = keyResult(
    { verdict: "deactivate", age: 90, notice },
    { deactivation: { outcome: "deactivated" }, notices: [{ to: "anna@example.com", outcome: "sent" }] },
  );
  const { summarize, events } = await reporter({
    accounts: [account(1)],
    results: [accountResult(1, { results: [off] })],
  });
  await summarize();
  return events;
}

it("names each field of each event, and no other", async () => {
  const rows = tableBelow(page, "Detail").map(([field = "", where = ""]) => ({
    field: field.replaceAll("`", ""),
    where: where.replaceAll("`", ""),
  }));
  const events = await eventsOfADay();

  expect(events.map(({ type }) => type).toSorted()).toEqual(["Access Key Deactivated", "Notice Sent"]);
  for (const { type, detail } of events) {
    const told = rows.filter(({ where }) => where === "both" || where === type).map(({ field }) => field);
    expect(told.toSorted(), type).toEqual(Object.keys(detail).toSorted());
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
  for (const { "detail-type": types, detail = {} } of patterns)
    for (const type of types) {
      const event = events.find((one) => one.type === type);
      expect(Object.keys(event?.detail ?? {}), type).toEqual(expect.arrayContaining(Object.keys(detail)));
    }
});
