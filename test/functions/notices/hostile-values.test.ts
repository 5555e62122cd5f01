import { describe, expect, it } from "vitest";
import { evaluateKey } from "../../../functions/domain/evaluate-key.ts";
import { emptyHistory } from "../../../functions/domain/key-history.ts";
import type { KeyNotice } from "../../../functions/notices/key-notice.ts";
import { plain } from "../../../functions/notices/plain.ts";
import { renderNoticeMail } from "../../../functions/notices/render-notice-mail.ts";
import { rules } from "../domain/policy-fixture.ts";
import { frame, mailOf, notice, templates } from "./notice-fixture.ts";

/** What a stranger may write into a tag, a name, or any other value from AWS. */
const hostile: Record<string, string> = {
  "an HTML element": '<a href="https://evil.test">Click</a>',
  "an attribute's end": `"' onmouseover='alert(1)`,
  "an HTML entity": "&lt;script&gt;",
  "a line break and a header": "old key\r\nBcc: everyone@evil.test",
  "a Unicode line separator": "old\u2028Bcc: everyone@evil.test\u2029key",
  "a right-to-left override": "key \u202egpj.exe",
  "invisible characters": "pay\u200bpal\u2066\u00ad",
  "a terminal sequence": "\u001b[31mred\u009b0m",
  "a template's own tags": "{{help}}{{{help}}}{{#notices}}{{> x}}{{=<% %>=}}",
  "256 wide characters": "𝒳".repeat(256),
  "a spreadsheet formula": '=HYPERLINK("https://evil.test")',
  "a link": "URGENT confirm your sign-in at https://evil.test/login",
  "a bare domain": "go to www.evil.test now",
  "an address": "write to boss@evil.test",
};

/** Every place in a mail where text of strangers appears. */
const places: Record<string, (value: string) => { notice: KeyNotice; accountName?: string }> = {
  "the key's tag": (value) => ({ notice: notice({ description: value }) }),
  "the account's name": (value) => ({ notice: notice(), accountName: value }),
  "the user's name": (value) => ({ notice: notice({ userName: value }) }),
  "the exemption tag": (value) => ({
    notice: notice({
      id: { type: "exemptionUnreadable", day: 90 },
      names: undefined,
      reason: { code: "exemptionUnreadable", found: value, problem: "malformed" },
    }),
  }),
  "the user type tag": (value) => ({
    notice: notice({ userType: undefined, reason: { code: "unknownUserType", found: value } }),
  }),
  "the email tag": (value) => ({
    notice: notice({
      as: "fallback",
      because: [
        { code: "malformedAddress", found: value },
        { code: "outsideAllowedDomains", found: value },
        { code: "ownersUnreachable", addresses: [value] },
      ],
    }),
  }),
  "the reason of a restore": (value) => ({
    notice: notice({ id: { type: "restored", number: 1 }, restoreReason: value }),
  }),
};

function mailWith(place: string, value: string) {
  const { notice: about, accountName = "Payments" } = places[place]?.(value) ?? { notice: notice() };
  const mail = mailOf(about);
  return renderNoticeMail(templates, { ...mail, account: { ...mail.account, name: accountName } }, frame);
}

describe.each(Object.keys(places))("in %s", (place) => {
  it.each(Object.entries(hostile))("%s changes only the words of its own value", (_what, value) => {
    const usual = mailWith(place, "a b");
    const mail = mailWith(place, value);

    // Only the elements are compared, so one more or less is a difference. A name of another
    // length breaks in other places.
    const elements = (html: string) => html.match(/<(?!wbr)[^>]*>/g);
    expect(elements(mail.html)).toEqual(elements(usual.html));
    expect(mail.text.split("\n").length).toBe(usual.text.split("\n").length);
    expect(mail.subject).toBe(usual.subject);
    // The joiner inside a key's name is Curfew's own.
    const text = mail.text.replace(/(?<=…)\u2060(?=\w{4})/g, "");
    for (const part of [text, mail.html]) expect(part).not.toMatch(/[\p{Zl}\p{Zp}\p{Cf}]|[^\P{Cc}\n]/u);
  });

  it.each(Object.entries(hostile))("%s becomes no link and no address", (_what, value) => {
    const { text, html } = mailWith(place, value);

    for (const part of [text, html.replace(/<[^>]*>/g, "")])
      expect(part).not.toMatch(/:\/\/|[:/]&#x2F;&#x2F;|www\.|@evil|evil\.test|exe\.|\.exe/i);
  });
});

it("does not obey template tags in a value", () => {
  expect(mailWith("the key's tag", "{{help}}{{! away }}{{=<% %>=}}").text).toContain(
    "“{{help}}{{! away }}{{=<% %>=}}”",
  );
});

it("shows 256 characters of a key's tag, no half of a wide one, and cuts an account's name", () => {
  expect(mailWith("the key's tag", "𝒳".repeat(257)).text).toContain(`“${"𝒳".repeat(255)}…”`);
  expect(mailWith("the account's name", "𝒳".repeat(257)).text).toContain(
    `100000000004, named “${"𝒳".repeat(49)}…”`,
  );
});

it("keeps the characters of an ordinary value", () => {
  for (const value of [
    "Größe & Höhe",
    "日本語のキー",
    "o'neil+aws@example.com",
    "a b:c/d=e@f-g_h",
    "🔑 für CI",
  ])
    expect(plain(value)).toBe(value);
});

it.each([
  "jane@other-company.test",
  "jane@evil-example.com",
  "jane@example.com.evil.test",
  "jane@example.com,boss@evil.test",
  "<jane@example.com>",
  '"jane"@example.com',
  "jane@example.com\r\nBcc:boss@evil.test",
  "jane@exаmple.com",
  "jané@example.com",
  "jane@[10.0.0.1]",
  "=cmd@evil.test",
  `${"x".repeat(65)}@example.com`,
])("no notice goes where the email tag %j points outside the company", (email) => {
  const decision = evaluateKey({
    key: { accessKeyId: "AKIAEXAMPLE", userName: "jane", status: "Active", createdOn: "2026-09-14" },
    tags: { email, userType: "employee" },
    history: emptyHistory,
    rules: rules(),
    today: frame.today,
    spreadOverDays: 1,
  });

  const to = decision.notice?.to.map(({ address }) => address) ?? [];
  expect(to).toContain("cloud-team@example.com");
  for (const address of to) expect(["jane@example.com", "cloud-team@example.com"]).toContain(address);
});
