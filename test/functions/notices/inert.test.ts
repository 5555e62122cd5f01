import { expect, it } from "vitest";
import { breakable, inert, quoted } from "../../../functions/notices/inert.ts";

it.each([
  ["see https://evil.test/x?y=1", "see evil[.]test/x?y=1"],
  ["HTTPS://EVIL.TEST", "EVIL[.]TEST"],
  ["www.evil.test", "www[.]evil[.]test"],
  ["evil.test", "evil[.]test"],
  ["ftp://10.0.0.1/x", "10.0.0.1/x"],
  ["//evil.test", "/evil[.]test"],
  ["mailto:boss@evil.test", "mailto: boss[at]evil[.]test"],
  ["javascript:alert(1)", "javascript: alert(1)"],
  ["hxhttps://ttps://evil.test", "evil[.]test"],
  ["evil。test＠x．test", "evil[.]test[at]x[.]test"],
  ["line\r\nBcc: a@b.test", "line Bcc: a[at]b[.]test"],
  ["pay\u200bpal\u202e", "paypal"],
])("makes a link or address in %j unusable", (text, expected) => {
  expect(inert(text)).toBe(expected);
});

it.each([
  "deployment of the shop",
  "version 1.2.3",
  "2027-01-31 moving to roles",
  "日本語のキー",
  "Größe & Höhe",
])("does not change %j", (text) => {
  expect(inert(text)).toBe(text);
});

it("cuts a long text, and no character in half", () => {
  expect(inert("𝒳".repeat(300), 10)).toBe(`${"𝒳".repeat(9)}…`);
});

it("keeps a text inside its quotes", () => {
  expect(quoted('a" b” “c')).toBe("“a' b' 'c”");
});

it("breaks a name before dots and at signs, and loses nothing of it", () => {
  expect(breakable("anna.berg@example.com")).toEqual(["anna", ".berg", "@example", ".com"]);
});
