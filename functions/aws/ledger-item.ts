import type { AttributeValue } from "@aws-sdk/client-dynamodb";
import { unmarshall } from "@aws-sdk/util-dynamodb";
import * as z from "zod/mini";
import { isDay } from "../domain/calendar-day.ts";
import type { KeyHistory } from "../domain/key-history.ts";
import type { Delivery, NoticeRecord } from "../domain/notice.ts";
import { InvalidInput, parse } from "../runtime/parse.ts";
import { isNoticeAttribute, readNoticeAttribute } from "./ledger-names.ts";

/** A day that exists. Arithmetic with any other text would fail later, in another place. */
const daySchema = z.string().check(z.refine(isDay, "expected a day that exists, as YYYY-MM-DD"));

/** A day whose year stays at four digits when days are added. */
const lastDaySchema = z
  .string()
  .check(z.refine((text) => isDay(text) && text <= "2299-12-31", "expected a day up to 2299-12-31"));

const noticeSchema = z.object({
  state: z.enum(["claimed", "sent", "refused"]),
  as: z.enum(["owner", "fallback", "previousOwner", "security"]),
  on: daySchema,
  run: z.string(),
  claimId: z.string(),
  round: z.int(),
  userType: z.optional(z.string()),
  names: z.optional(daySchema),
  noticeDays: z.optional(z.int()),
  audience: z.enum(["current", "everyone"]),
});

const deactivationSchema = z.object({
  state: z.enum(["intended", "done"]),
  number: z.int().check(z.minimum(1)),
  on: daySchema,
  run: z.string(),
  begunBy: z.optional(z.string()),
});

const itemSchema = z.object({
  accessKeyId: z.string(),
  userName: z.optional(z.string()),
  createdOn: z.optional(daySchema),
  round: z._default(z.int().check(z.minimum(0)), 0),
  claims: z._default(z.int().check(z.minimum(0)), 0),
  restarts: z._default(z.int().check(z.minimum(0)), 0),
  revocations: z._default(
    z.array(
      z.object({
        round: z.int(),
        by: z.enum([
          "staysActiveNotice",
          "exemptionBegun",
          "exemptionEnded",
          "exemptionUnreadable",
          "restore",
          "deactivation",
        ]),
        on: daySchema,
        run: z.string(),
      }),
    ),
    [],
  ),
  deactivation: z.optional(deactivationSchema),
  restore: z.optional(
    z.object({
      state: z.enum(["intended", "done"]),
      number: z.int(),
      on: daySchema,
      until: lastDaySchema,
      run: z.string(),
      reason: z.string(),
      deactivation: z.int(),
    }),
  ),
  waiting: z.optional(z.object({ round: z.int(), days: z.int(), last: daySchema })),
});

const deliverySchema = z.object({
  deliveredOn: z.optional(daySchema),
  bouncedOn: z.optional(daySchema),
  bounceCause: z.optional(z.string()),
});

/** What SES reported about a mail, or why that cannot be read. */
export type ReadDelivery = Delivery | { readonly unreadable: string };

/**
 * Reads what curfew-delivery wrote about one mail. A permanent bounce counts whatever else was reported and in
 * whatever order: SES reports a delivery when the receiving server accepts the mail, which may still return it.
 * @throws {InvalidInput} if the item is not one that Curfew writes
 */
export function readDeliveryItem(attributes: Record<string, AttributeValue>): Delivery {
  const { deliveredOn, bouncedOn, bounceCause } = parse(
    deliverySchema,
    unmarshall(attributes),
    "delivery item",
  );
  if (bouncedOn !== undefined) return { state: "bounced", on: bouncedOn, cause: bounceCause ?? "unknown" };
  return deliveredOn === undefined ? { state: "unknown" } : { state: "delivered", on: deliveredOn };
}

/**
 * Reads the item of one access key.
 * @param deliveries by claim ID
 * @throws {InvalidInput} if the item is not one that Curfew writes
 */
export function readKeyItem(
  attributes: Record<string, AttributeValue>,
  deliveries: ReadonlyMap<string, ReadDelivery>,
): KeyHistory {
  const raw = unmarshall(attributes);
  const { accessKeyId: _id, userName, createdOn, ...rest } = parse(itemSchema, raw, "ledger item");
  const notices = Object.entries(raw)
    .filter(([name]) => isNoticeAttribute(name))
    .map(([name, value]) => readNotice(name, value, deliveries));
  const key = userName === undefined || createdOn === undefined ? undefined : { userName, createdOn };
  return { ...rest, notices, key };
}

function readNotice(
  attribute: string,
  value: unknown,
  deliveries: ReadonlyMap<string, ReadDelivery>,
): NoticeRecord {
  const name = readNoticeAttribute(attribute);
  // The address stays out of the message: it ends in logs.
  const [, which] = attribute.split(" ");
  if (name === undefined)
    throw new InvalidInput("ledger item", [`notice ${which}: expected a name that Curfew writes`]);
  const record = parse(noticeSchema, value, `ledger item, notice ${which}`);
  const delivery = deliveries.get(record.claimId) ?? { state: "unknown" };
  if ("unreadable" in delivery)
    throw new InvalidInput("ledger item", [`notice ${which}: ${delivery.unreadable}`]);
  return { ...name, ...record, state: stateOf(record.state, delivery), delivery };
}

/** A claim that SES reports about is a mail that was sent: only the confirmation was lost. */
function stateOf(state: NoticeRecord["state"], delivery: Delivery): NoticeRecord["state"] {
  return state === "claimed" && delivery.state !== "unknown" ? "sent" : state;
}
