import { expect, it } from "vitest";
import { recipientsOf } from "../../../functions/domain/recipients.ts";

const fallback = "Cloud-Team@example.com";
const team = "cloud-team@example.com";
const none = "it has no email tag";
const malformed = "an address in its email tag is malformed";
const outside = "an address in its email tag is outside the allowed domains";

function recipients(tag: string | undefined, allowed = ["example.com"]) {
  return recipientsOf(tag, fallback, allowed);
}

it.each([
  { tag: "jane@example.com", to: ["jane@example.com"] },
  { tag: "Jane@Example.COM", to: ["jane@example.com"] },
  { tag: " jane@example.com  joe@example.com ", to: ["jane@example.com", "joe@example.com"] },
  { tag: "jane@example.com:joe@example.com", to: ["jane@example.com", "joe@example.com"] },
  { tag: "jane@example.com JANE@example.com", to: ["jane@example.com"] },
  { tag: "jane@sub.example.com", to: ["jane@sub.example.com"] },
  { tag: "jane\u00a0@example.com", to: [team], fallbackReason: malformed },
])("$tag goes to $to", ({ tag, ...expected }) => {
  expect(recipients(tag)).toEqual(expected);
});

it.each([
  { tag: undefined, why: none },
  { tag: "", why: none },
  { tag: " : ", why: none },
  { tag: "jane", why: malformed },
  { tag: "jane@example", why: malformed },
  { tag: "jane@example.com,joe@example.com", why: malformed },
  { tag: "jane@notexample.com", why: outside },
  { tag: "jane@example.com.evil.test", why: outside },
  { tag: "jane@evil.test\u2028joe@evil.test", why: outside },
  { tag: "nobody jane@evil.test", why: `${malformed}; ${outside}` },
])("$tag goes to the fallback contact, because $why", ({ tag, why }) => {
  expect(recipients(tag)).toEqual({ to: [team], fallbackReason: why });
});

it("goes to the good address and, because of the bad one, to the fallback contact too", () => {
  expect(recipients("jane@example.com nobody")).toEqual({
    to: ["jane@example.com", team],
    fallbackReason: malformed,
  });
});

it("goes once to an owner who is the fallback contact", () => {
  expect(recipients("CLOUD-TEAM@example.com nobody").to).toEqual([team]);
});

it("goes anywhere where no domain is named, but never to something that is no address", () => {
  expect(recipients("jane@evil.test", [])).toEqual({ to: ["jane@evil.test"] });
  expect(recipients("jane@evil.test\u0000", []).to).toEqual([team]);
});

it.each([
  { local: 64, domain: 100, ok: true },
  { local: 65, domain: 100, ok: false },
  { local: 64, domain: 189, ok: true },
  { local: 64, domain: 190, ok: false },
])(
  "an address of $local characters before the @ and $domain after it is good: $ok",
  ({ local, domain, ok }) => {
    const end = domain % 2 === 0 ? "aa" : "aaa";
    const address = `${"x".repeat(local)}@${"a.".repeat((domain - end.length) / 2)}${end}`;

    expect(address).toHaveLength(local + 1 + domain);
    expect(recipients(address, []).fallbackReason).toBe(ok ? undefined : malformed);
  },
);
