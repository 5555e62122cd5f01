import { expect, it } from "vitest";
import { plain } from "../../../functions/notices/plain.ts";
import { capturedLog } from "../../support/captured-log.ts";
import { keyIdOf, worldOf } from "../worker/world.ts";
import { postedBy } from "./posted-mail.ts";

const log = capturedLog();
const jane = keyIdOf("jane");

/** What a stranger may write into a tag, a name, or whatever else comes from AWS. */
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
};

/** Jane's mail, with the value as her key's description, as her account's name and as her exemption. */
async function mailWith(value: string) {
  const world = worldOf({ jane: { moreTags: { [jane]: value }, exempt: value, keys: [{ age: 70 }] } });
  const [mail] = await postedBy(world, { account: { name: value } });
  if (mail === undefined) throw new Error("no mail");
  return mail;
}

const innocent = "Deploy key";

it.each(Object.entries(hostile))(
  "%s changes nothing in a mail but the words it stands for",
  async (_what, value) => {
    const usual = await mailWith(innocent);
    const mail = await mailWith(value);

    // Tags are counted without what stands between them, so an element more or less is a difference.
    expect(mail.html.match(/<[^>]*>/g)).toEqual(usual.html.match(/<[^>]*>/g));
    expect(mail.text.split("\n").length).toBe(usual.text.split("\n").length);
    expect(mail.subject).not.toMatch(/[\p{Cc}\p{Zl}\p{Zp}\p{Cf}]/u);
    for (const part of [mail.text, mail.html]) expect(part).not.toMatch(/[\p{Zl}\p{Zp}\p{Cf}]|[^\P{Cc}\n]/u);
    expect(mail.to).toEqual(["jane@example.com"]);
    expect(mail.from).toBe("curfew@example.com");
  },
);

it("does not obey template tags in a value", async () => {
  const mail = await mailWith("{{help}}{{! away }}{{=<% %>=}}");

  expect(mail.text).toContain("({{help}}{{! away }}{{=<% %>=}})");
});

it("shows 256 characters of a description, no half of a wide one, and cuts an account's name", async () => {
  const mail = await mailWith("𝒳".repeat(257));

  expect(mail.text).toContain(`(${"𝒳".repeat(255)}…)`);
  expect(mail.text).toContain(` ${"𝒳".repeat(59)}… (111122223333)`);
  expect(mail.subject.isWellFormed()).toBe(true);
});

it("keeps what an honest value holds", () => {
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
])("no mail goes where the email tag %j points outside the company", async (email) => {
  const world = worldOf({ jane: { email, keys: [{ age: 70 }] } });

  const mails = await postedBy(world);

  const allowed = ["jane@example.com", "cloud-team@example.com"];
  for (const { to } of mails) expect(allowed).toContain(to.join());
  expect(mails.map(({ to }) => to.join())).toContain("cloud-team@example.com");
  for (const { subject, text, html } of mails)
    for (const part of [subject, text, html]) expect(part).not.toContain("evil.test");
});

it.each(Object.entries(hostile))("%s in a tag never reaches the log", async (_what, value) => {
  await mailWith(value);

  expect(log.length).toBeGreaterThan(0);
  for (const line of log) {
    expect(line).not.toMatch(/[^\P{Cc}\n]|[\p{Cf}\p{Zl}\p{Zp}]/u);
    expect(line.trimEnd().split("\n")).toHaveLength(1);
    expect(line).not.toContain("evil");
  }
});
