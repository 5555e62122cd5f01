import { expect, it } from "vitest";
import { recipientsOf } from "../../../functions/domain/recipients.ts";

const team = "cloud-team@example.com";
const malformed = (found: string) => ({ code: "malformedAddress", found });
const outside = (found: string) => ({ code: "outsideAllowedDomains", found });

function recipients(tag: string | undefined, allowed = ["example.com"]) {
  return recipientsOf(tag, "Cloud-Team@example.com", allowed);
}

it.each([
  { tag: "jane@example.com", owners: ["jane@example.com"] },
  { tag: "Jane@Example.COM", owners: ["jane@example.com"] },
  { tag: " jane@example.com  joe@example.com ", owners: ["jane@example.com", "joe@example.com"] },
  { tag: "jane@example.com:joe@example.com", owners: ["jane@example.com", "joe@example.com"] },
  { tag: "jane@example.com JANE@example.com", owners: ["jane@example.com"] },
  { tag: "jane@sub.example.com", owners: ["jane@sub.example.com"] },
])("$tag goes to $owners and not to the fallback contact", ({ tag, owners }) => {
  expect(recipients(tag)).toEqual({ owners, fallback: team, fallbackReasons: [] });
});

it.each([
  { tag: undefined, reasons: [{ code: "noEmailTag" }] },
  { tag: "", reasons: [{ code: "noEmailTag" }] },
  { tag: " : ", reasons: [{ code: "noEmailTag" }] },
  { tag: "jane", reasons: [malformed("jane")] },
  { tag: "jane@example", reasons: [malformed("jane@example")] },
  { tag: "jane@example.com,joe@example.com", reasons: [malformed("jane@example.com,joe@example.com")] },
  { tag: "jane@notexample.com", reasons: [outside("jane@notexample.com")] },
  { tag: "jane@example.com.evil.test", reasons: [outside("jane@example.com.evil.test")] },
  { tag: "nobody jane@evil.test", reasons: [malformed("nobody"), outside("jane@evil.test")] },
])("$tag goes to the fallback contact only, with the reason and the value found", ({ tag, reasons }) => {
  expect(recipients(tag)).toEqual({ owners: [], fallback: team, fallbackReasons: reasons });
});

it("a valid address next to a malformed one gets the notice, and so does the fallback contact", () => {
  expect(recipients("jane@example.com nobody")).toEqual({
    owners: ["jane@example.com"],
    fallback: team,
    fallbackReasons: [malformed("nobody")],
  });
});

it("only the first five addresses are used, and the fallback contact is notified once", () => {
  const addresses = Array.from({ length: 8 }, (_, index) => `owner${index}@example.com`);
  expect(recipients(addresses.join(" "))).toEqual({
    owners: addresses.slice(0, 5),
    fallback: team,
    fallbackReasons: [{ code: "tooManyAddresses", limit: 5 }],
  });
});

it("an address that is repeated after the fifth one is not one too many", () => {
  const addresses = Array.from({ length: 5 }, (_, index) => `owner${index}@example.com`);
  expect(recipients([...addresses, "OWNER0@example.com"].join(" ")).fallbackReasons).toEqual([]);
});

it("the fallback contact gets every reason: a malformed address and too many of them", () => {
  const addresses = Array.from({ length: 7 }, (_, index) => `owner${index}@example.com`);
  expect(recipients(`nobody ${addresses.join(" ")}`).fallbackReasons).toEqual([
    malformed("nobody"),
    { code: "tooManyAddresses", limit: 5 },
  ]);
});

it("an empty list of domains allows every domain", () => {
  expect(recipients("jane@elsewhere.test", []).owners).toEqual(["jane@elsewhere.test"]);
});
