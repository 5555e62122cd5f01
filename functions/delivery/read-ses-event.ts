import * as z from "zod/mini";
import { accountIdSchema } from "../../statemachine/policy.ts";
import type { DeliveryEvent } from "../aws/deliveries.ts";
import { dayOf } from "../domain/calendar-day.ts";
import { parseUnshown } from "../runtime/parse.ts";

const instant = z.iso.datetime({ offset: true });
const code = z.string().check(z.regex(/^[A-Za-z]{1,50}$/, "expected a code of letters"));

/** SES puts the values of each message tag in a list (SES developer guide, "Examples of event data"). */
const onlyValue = <Value extends z.ZodMiniType<string>>(value: Value) =>
  z.pipe(
    z.array(value).check(z.length(1, "expected one value")),
    z.transform(([only = ""]) => only),
  );

/** Whether the mail is one of Curfew's notices: only those have the tag. */
const taggedSchema = z.object({
  detail: z.object({ mail: z.object({ tags: z.object({ claim: z.unknown() }) }) }),
});

const mail = z.object({
  timestamp: instant,
  tags: z.object({
    claim: onlyValue(z.string().check(z.regex(/^[A-Za-z0-9_-]{1,128}$/, "expected a claim ID"))),
    account: onlyValue(accountIdSchema),
  }),
});
const timed = z.object({ timestamp: instant });

/** SES accepted the mail and did not try to send it (SES API v2 reference, Complaint). */
const suppressed = "OnAccountSuppressionList";

/** What Curfew reads of each kind of event. Addresses, subject, headers and diagnostic texts are not part of it. */
const detailSchema = z.discriminatedUnion("eventType", [
  z.object({ eventType: z.literal("Delivery"), mail, delivery: timed }),
  z.object({
    eventType: z.literal("Bounce"),
    mail,
    // A subtype that is no code may hold an address. The bounce counts all the same.
    bounce: z.object({ timestamp: instant, bounceType: code, bounceSubType: z.catch(code, "unknown") }),
  }),
  z.object({
    eventType: z.literal("Complaint"),
    mail,
    complaint: z.object({ timestamp: instant, complaintSubType: z.optional(z.nullable(z.string())) }),
  }),
  z.object({ eventType: z.literal("DeliveryDelay"), mail, deliveryDelay: timed }),
  /** SES accepted the mail and found a virus in it. The event has no time of its own. */
  z.object({ eventType: z.literal("Reject"), mail }),
]);
type Detail = z.infer<typeof detailSchema>;

const recordedTypes = new Set(["Delivery", "Bounce", "Complaint", "DeliveryDelay", "Reject"]);
const typeSchema = z.object({ detail: z.object({ eventType: z.string() }) });

/**
 * What an event of SES says about a notice; `undefined` if it is about another mail, or does not matter: a
 * transient bounce, or a kind of event that Curfew does not subscribe to.
 * @throws {InvalidInput} the event is about a notice and does not have SES's documented form; no value is shown
 */
export function readSesEvent(event: unknown): DeliveryEvent | undefined {
  const tagged = taggedSchema.safeParse(event);
  if (!tagged.success || tagged.data.detail.mail.tags.claim === undefined) return undefined;
  const { detail } = parseUnshown(typeSchema, event, "SES event");
  if (!recordedTypes.has(detail.eventType)) return undefined;
  return deliveryIn(parseUnshown(z.object({ detail: detailSchema }), event, "SES event").detail);
}

function deliveryIn(detail: Detail): DeliveryEvent | undefined {
  const { account: accountId, claim: claimId } = detail.mail.tags;
  const on = (timestamp: string) => dayOf(new Date(timestamp));
  switch (detail.eventType) {
    case "Delivery":
      return { accountId, claimId, what: "delivered", on: on(detail.delivery.timestamp) };
    case "Bounce": {
      const { timestamp, bounceType, bounceSubType } = detail.bounce;
      // Out-of-office replies and full mailboxes are transient; the mail may have been delivered.
      if (bounceType !== "Permanent") return undefined;
      const cause = `${bounceType}/${bounceSubType}`;
      return { accountId, claimId, what: "bounced", on: on(timestamp), cause };
    }
    case "Complaint": {
      const { timestamp, complaintSubType } = detail.complaint;
      if (complaintSubType !== suppressed)
        return { accountId, claimId, what: "complained", on: on(timestamp) };
      return { accountId, claimId, what: "bounced", on: on(timestamp), cause: `Complaint/${suppressed}` };
    }
    case "DeliveryDelay":
      return { accountId, claimId, what: "delayed", on: on(detail.deliveryDelay.timestamp) };
    case "Reject":
      return { accountId, claimId, what: "bounced", on: on(detail.mail.timestamp), cause: "Reject" };
  }
}
