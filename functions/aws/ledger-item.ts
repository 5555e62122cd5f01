import type { AttributeValue } from "@aws-sdk/client-dynamodb";
import { unmarshall } from "@aws-sdk/util-dynamodb";
import * as z from "zod/mini";
import { isDay } from "../domain/calendar-day.ts";
import type { KeyHistory } from "../domain/key-history.ts";
import { parse } from "../runtime/parse.ts";

/**
 * One ledger item, the memory of one access key. Each notice to each recipient is an attribute of its own,
 * so that a claim is one conditional write: `notice day-70 jane@example.com`.
 */
export function noticeAttribute(noticeId: string, to: string): string {
  return `notice ${noticeId} ${to}`;
}

const noticeName = /^notice (\S+) (\S+)$/;

/** A calendar day: counting from what is none would end the whole account and not only this key. */
const daySchema = z.string().check(z.refine(isDay, "expected a day that exists, as YYYY-MM-DD"));

/** A day after which there is another of four digits: what follows it is counted from it. */
const lastDaySchema = z
  .string()
  .check(z.refine((text) => isDay(text) && text <= "2299-12-31", "expected a day up to 2299-12-31"));

const noticeSchema = z.object({
  state: z.enum(["claimed", "sent", "refused"]),
  on: daySchema,
  run: z.string(),
  /** Milliseconds since 1970. */
  claimedAt: z.number(),
});

const itemSchema = z.object({
  accountId: z.string(),
  accessKeyId: z.string(),
  userName: z.optional(z.string()),
  createdOn: z.optional(daySchema),
  deactivation: z.optional(
    z.object({ state: z.enum(["intended", "done"]), on: daySchema, run: z.string(), count: z.int() }),
  ),
  restore: z.optional(
    z.object({
      state: z.enum(["intended", "done"]),
      on: daySchema,
      until: lastDaySchema,
      run: z.string(),
      reason: z.string(),
    }),
  ),
});

/** An item as the ledger table gives it. */
export interface LedgerItem {
  readonly accessKeyId: string;
  readonly history: KeyHistory;
}

/**
 * Reads a ledger item.
 * @throws {InvalidInput} where the item is not one that Curfew writes
 */
export function readLedgerItem(attributes: Record<string, AttributeValue>): LedgerItem {
  const raw = unmarshall(attributes);
  const item = parse(itemSchema, raw, "ledger item");
  const entries = Object.entries(raw).flatMap(([name, value]) => {
    const [, id, to] = noticeName.exec(name) ?? [];
    if (id === undefined || to === undefined) return [];
    const { state, on, run } = parse(noticeSchema, value, `ledger item, ${id}`);
    return [{ state, notice: { id, to, on, run } }];
  });
  const inState = (wanted: string) =>
    entries.flatMap(({ state, notice }) => (state === wanted ? [notice] : []));
  const { accessKeyId, userName, createdOn, deactivation, restore } = item;
  return {
    accessKeyId,
    history: {
      notices: inState("sent"),
      refused: inState("refused"),
      deactivation,
      restore,
      key: userName === undefined || createdOn === undefined ? undefined : { userName, createdOn },
    },
  };
}
