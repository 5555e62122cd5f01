import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import Mustache, { type TemplateSpans } from "mustache";
import { expect, it } from "vitest";
import { loadTemplates } from "../../../functions/notices/load-templates.ts";
import { checkTemplates } from "../../../infra/cdk/check-templates.ts";
import { settingsWith } from "../../support/deployment-fixture.ts";
import { deployed, templatesWith } from "./template-fixture.ts";

const values = {
  help: "IT",
  nothing: null,
  totals: { accounts: { listed: 3 } },
  notices: [{ key: "…MPLE" }],
};

/** What a template of that name makes of the values. */
const rendered = (name: "notice.html" | "notice.text", source: string, more = {}) =>
  loadTemplates(templatesWith(name, source)).render(name, { ...values, ...more });

it.each([
  ["{{hue}}", "hue"],
  ["{{#hue}}red{{/hue}}", "hue"],
  ["{{^hue}}no hue{{/hue}}", "hue"],
  ["{{#notices}}{{hue}}{{/notices}}", "hue"],
  ["{{#notices}}{{#help}}{{^key}}{{/key}}{{#hue}}{{/hue}}{{/help}}{{/notices}}", "hue"],
  ["{{^nothing}}{{hue}}{{/nothing}}", "hue"],
  ["{{#totals}}{{#accounts}}{{lost}}{{/accounts}}{{/totals}}", "lost"],
  ["{{totals.accounts.lost}}", "totals.accounts.lost"],
  ["{{#notices}}{{totals.lost.listed}}{{/notices}}", "totals.lost.listed"],
  ["{{nothing.key}}", "nothing.key"],
  ["{{constructor}}", "constructor"],
  ["{{notices.toString}}", "notices.toString"],
  ["{{help | upcase}}", "help | upcase"],
])("refuses %j for a name that is not among the values, at whatever depth", (source, name) => {
  expect(() => rendered("notice.text", source)).toThrow(`notice.text.mustache: undefined variable: ${name}`);
});

it("finds a name in the values around a section, and by its path", () => {
  const source =
    "{{#notices}}{{key}}, {{help}}, {{totals.accounts.listed}}{{#help}}, {{.}}{{/help}}{{/notices}}";

  expect(rendered("notice.text", source)).toBe("…MPLE, IT, 3, IT");
});

it("prints nothing for a value that is null, and no section that is for it", () => {
  const source = "[{{nothing}}{{#nothing}}something{{/nothing}}{{^nothing}}none{{/nothing}}]";

  expect(rendered("notice.text", source)).toBe("[none]");
});

it.each([
  ["{{{help}}}", "no value is printed unescaped", "{{/only}}"],
  ["{{&help}}", "no value is printed unescaped", "{{/only}}"],
  ["{{ & help }}", "no value is printed unescaped", "{{/only}}"],
  ["{{> head}}", "no template includes another", "{{/only}}"],
  ["{{=<% %>=}}", "the delimiters stay {{ and }}", "<%/only%>"],
])("refuses to load a template that has %j, because %s, in sections too", (tag, reason, close) => {
  for (const name of ["notice.html", "notice.text", "warning.day-80"])
    for (const source of [`Day ${tag}`, `{{#a}}{{/a}}{{^only}}{{help}}${tag}${close}`])
      expect(() => loadTemplates(templatesWith(name, source))).toThrow(
        `${name}.mustache: ${tag} is refused: ${reason}`,
      );
});

it.each([
  ["{{#only}}{{/first}}", 'Unclosed section "only"'],
  ["{{#notices}}{{#only}}{{/notices}}{{/only}}", 'Unclosed section "only"'],
  ["{{#only}}", 'Unclosed section "only"'],
  ["{{/only}}", 'Unopened section "only"'],
  ["{{only", "Unclosed tag"],
])("refuses to load a template whose tags do not close, %j, and says which it is", (source, reason) => {
  expect(() => loadTemplates(templatesWith("notice.text", source))).toThrow(
    `notice.text.mustache: ${reason}`,
  );
});

it("escapes values in HTML, in attributes too, and leaves them as they are in text", () => {
  const help = `<b>"IT" & 'us'</b>`;
  const source = '<p title="{{help}}">{{help}}</p>';
  const escaped = "&lt;b&gt;&quot;IT&quot; &amp; &#39;us&#39;&lt;&#x2F;b&gt;";

  expect(rendered("notice.html", source, { help })).toBe(`<p title="${escaped}">${escaped}</p>`);
  expect(rendered("notice.text", source, { help })).toBe(`<p title="${help}">${help}</p>`);
});

/** A template once for each of its tags, with that one misspelt. */
function misspeltIn(source: string, spans: TemplateSpans): string[] {
  return spans.flatMap((span) => {
    const [type, name, start, end] = span;
    if (type === "name") return [`${source.slice(0, start)}{{miss${name}}}${source.slice(end)}`];
    if (span.length !== 6) return [];
    const [, , , , inside, close] = span;
    const body = source.slice(end, close);
    const rest = source.slice(close).replace(name, `miss${name}`);
    const opened = `${source.slice(0, start)}{{${type}miss${name}}}${body}${rest}`;
    return [opened, ...misspeltIn(source, inside)];
  });
}

it.each(readdirSync(deployed))(
  "finds any tag of the deployed %s that is misspelt, before a deployment",
  (file) => {
    const source = readFileSync(join(deployed, file), "utf8");
    const name = basename(file, ".mustache");
    const directory = templatesWith(name, source);
    const misspelt = misspeltIn(source, Mustache.parse(source));

    expect(misspelt).not.toEqual([]);
    for (const wrong of misspelt) {
      writeFileSync(new URL(file, directory), wrong);
      expect(() => checkTemplates(settingsWith(), directory), wrong).toThrow(
        `${file}: undefined variable: miss`,
      );
    }
  },
);
