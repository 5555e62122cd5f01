import { describe, expect, it } from "vitest";
import {
  isInDomains,
  isMailAddress,
  mailIdentitiesOf,
  withLowerCaseDomain,
} from "../../../functions/domain/mail-address.ts";

/** An address with this many characters, in labels of at most 63. */
function addressOf(length: number): string {
  const domain = `${"a".repeat(63)}.${"b".repeat(63)}.${"c".repeat(63)}`;
  const own = `jane@${domain}.`;
  return own + "d".repeat(length - own.length);
}

describe("a mail address", () => {
  it.each([
    "jane@example.com",
    "jane+aws@example.com",
    "o'neil_@example.com",
    "jane@x.example.com",
    "jane@example.x",
    `${"j".repeat(64)}@example.com`,
    addressOf(254),
  ])("can be %s", (address) => {
    expect(isMailAddress(address)).toBe(true);
  });

  it.each([
    "",
    "jane",
    "jane@",
    "@example.com",
    "jane@localhost",
    "jane@-example.com",
    "jane@example-.com",
    "jane@example.-com",
    "jane doe@example.com",
    "jane@example.com joe@example.com",
    "Jane <jane@example.com>",
    "jäne@example.com",
    `${"j".repeat(65)}@example.com`,
    `jane@${"a".repeat(64)}.com`,
    addressOf(255),
  ])("cannot be %j", (address) => {
    expect(isMailAddress(address)).toBe(false);
  });
});

it.each([
  { address: "jane@example.com", isIn: true },
  { address: "jane@eu.EXAMPLE.com", isIn: true },
  { address: "jane@example.org", isIn: true },
  { address: "jane@notexample.com", isIn: false },
  { address: "jane@example.com.evil.test", isIn: false },
])("$address is in one of two domains: $isIn", ({ address, isIn }) => {
  expect(isInDomains(address, ["Example.com", "example.org"])).toBe(isIn);
});

it("the domain of an address has no case, the part before the @ keeps it", () => {
  expect(withLowerCaseDomain("Jane.DOE@EU.Example.com")).toBe("Jane.DOE@eu.example.com");
});

it("SES may have verified an address itself, its domain, or a domain above that", () => {
  expect(mailIdentitiesOf("Jane@Mail.EU.Example.com")).toEqual([
    "Jane@mail.eu.example.com",
    "mail.eu.example.com",
    "eu.example.com",
    "example.com",
  ]);
});
