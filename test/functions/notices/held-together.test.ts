import { expect, it } from "vitest";
import { heldTogether, joinedTogether } from "../../../functions/notices/held-together.ts";
import { mailAbout, notice, otherKey } from "./notice-fixture.ts";

const held = (words: string) => `<span style="white-space:nowrap">${words}</span>`;

it("lets no line of an HTML mail end inside a key's name, a day or a Region", () => {
  expect(heldTogether("<p>Key …JJA3 stops on 9 December 2026.</p>")).toBe(
    `<p>Key ${held("…JJA3")} stops on ${held("9 December 2026")}.</p>`,
  );
  expect(heldTogether("<td>Region us-gov-east-1</td>")).toBe(`<td>Region ${held("us-gov-east-1")}</td>`);
});

it("changes no element, no attribute, and no other text", () => {
  for (const html of ['<p title="…JJA3">a</p>', "<p>“a long note…”</p>", "<p>…JJA34</p>", "<p>90 days</p>"])
    expect(heldTogether(html)).toBe(html);
});

it("joins the ellipsis of a key's name to it in text, and no other ellipsis", () => {
  expect(joinedTogether("Key …JJA3, “a note…”")).toBe("Key …\u2060JJA3, “a note…”");
});

it("does both for every key of a mail", () => {
  const { text, html } = mailAbout(notice({ otherKey }));

  expect(text).not.toMatch(/…(?=MPLE|ERXY)/);
  const body = html.slice(html.indexOf("<body>"));
  expect(body.split(/…(?:MPLE|ERXY)/).length).toBe(
    body.split(/<span style="white-space:nowrap">…(?:MPLE|ERXY)<\/span>/).length,
  );
});
