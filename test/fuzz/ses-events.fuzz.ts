import * as fc from "fast-check";
import { expect } from "vitest";
import { readSesEvent } from "../../functions/delivery/read-ses-event.ts";
import { isDay } from "../../functions/domain/calendar-day.ts";
import { clearOrRight, type Fared } from "./clear-or-right.ts";
import { mutated } from "./mutated.ts";

const timestamp = "2026-11-23T08:00:00.000Z";
const mail = {
  timestamp,
  destination: ["jane@example.com"],
  tags: { claim: ["claim-1"], account: ["111122223333"], run: ["daily-1"] },
};

/** Events that do not say that a mail was delivered. */
const others = [
  { eventType: "Bounce", mail, bounce: { timestamp, bounceType: "Permanent", bounceSubType: "NoEmail" } },
  { eventType: "Bounce", mail, bounce: { timestamp, bounceType: "Transient", bounceSubType: "General" } },
  { eventType: "Complaint", mail, complaint: { timestamp } },
  { eventType: "DeliveryDelay", mail, deliveryDelay: { timestamp } },
  { eventType: "Reject", mail, reject: { reason: "Bad content" } },
  { eventType: "Send", mail, send: {} },
];
const delivery = { eventType: "Delivery", mail, delivery: { timestamp } };

/** SES events: a changed event is refused, is about another mail, or has the same effect. None becomes a delivery. */
export function fuzzSesEvents(): Promise<Fared> {
  const event = (detail: object) => mutated({ source: "aws.ses", detail });
  const inputs = fc.oneof(
    fc.tuple(fc.constant(true), event(delivery)),
    ...others.map((other) => fc.tuple(fc.constant(false), event(other))),
  );
  return clearOrRight(inputs, "SES event", ([isDelivery, input]) => {
    const read = readSesEvent(input);
    if (read === undefined) return;
    expect(read.accountId).toMatch(/^\d{12}$/);
    expect(read.claimId).toMatch(/^[A-Za-z0-9_-]{1,128}$/);
    expect(isDay(read.on)).toBe(true);
    if (!isDelivery) expect(read.what).not.toBe("delivered");
  });
}
