import { expect, it } from "vitest";
import { renderInbox } from "../../../../infra/sandbox/inbox/render-inbox.ts";

const mail = (to: string) => ({ to, subject: `"Key" of ${to}`, html: `<p class='x'>for ${to}</p>` });

/** The text of a page between two other texts. */
function between(page: string, start: string, end: string): string[] {
  return page
    .split(start)
    .slice(1)
    .map((rest) => rest.slice(0, rest.indexOf(end)));
}

it("shows each mail by recipient and subject, the first one opened, and its HTML in a frame only", () => {
  const page = renderInbox([mail("<b>anna"), mail("bo")], "it&co");

  expect(between(page, "<details", "\n")).toEqual([" open>", ">"]);
  expect(between(page, '<span class="to">', "</span>")).toEqual(["&lt;b&gt;anna", "bo"]);
  const subjects = ["&quot;Key&quot; of &lt;b&gt;anna", "&quot;Key&quot; of bo"];
  expect(between(page, '<span class="subject">', "</span>")).toEqual(subjects);
  expect(between(page, ' title="', '"')).toEqual(subjects);
  expect(between(page, ' srcdoc="', '"')).toEqual([
    "&lt;p class&#x3D;&#39;x&#39;&gt;for &lt;b&gt;anna&lt;&#x2F;p&gt;",
    "&lt;p class&#x3D;&#39;x&#39;&gt;for bo&lt;&#x2F;p&gt;",
  ]);
});

it.each([
  { mails: [], says: "0 mails from it&amp;co." },
  { mails: [mail("anna")], says: "1 mail from it&amp;co." },
  { mails: [mail("anna"), mail("bo")], says: "2 mails from it&amp;co." },
])("says how many there are, and who sent them: $says", ({ mails, says }) => {
  expect(between(renderInbox(mails, "it&co"), "<p>", "</p>")).toEqual([says]);
});
