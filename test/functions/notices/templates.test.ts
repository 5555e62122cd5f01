import { readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import Mustache, { type TemplateSpans } from "mustache";
import { describe, expect, it } from "vitest";
import { loadTemplates } from "../../../functions/notices/load-templates.ts";
import { renderNoticeMail } from "../../../functions/notices/render-notice-mail.ts";
import { casesOfName } from "../../../functions/notices/template-names.ts";
import { tryTemplates } from "../../../functions/notices/try-templates.ts";
import { policy } from "../domain/policy-fixture.ts";
import { frame, mailOf, notice } from "./notice-fixture.ts";
import { builtIn, builtInPath, ownTemplates, templatesWith } from "./template-fixture.ts";

const values = {
  help: "IT",
  nothing: null,
  totals: { accounts: { listed: 3 } },
  notices: [{ key: "…MPLE" }],
};

/** The text that a template of that name renders from the values. */
const rendered = (name: "notice.html" | "notice.text", source: string, more = {}) =>
  templatesWith({ [name]: source }).render(name, { ...values, ...more });

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
])("refuses %j because a name is not among the values, at any depth", (source, name) => {
  expect(() => rendered("notice.text", source)).toThrow(`notice.text.mustache: undefined variable: ${name}`);
});

it("finds a name in the values around a section, and by its path", () => {
  const source =
    "{{#notices}}{{key}}, {{help}}, {{totals.accounts.listed}}{{#help}}, {{.}}{{/help}}{{/notices}}";

  expect(rendered("notice.text", source)).toBe("…MPLE, IT, 3, IT");
});

it("prints nothing for a value that is null, nor its section", () => {
  const source = "[{{nothing}}{{#nothing}}something{{/nothing}}{{^nothing}}none{{/nothing}}]";

  expect(rendered("notice.text", source)).toBe("[none]");
});

it.each([
  ["{{{help}}}", "no value is printed unescaped", "{{/only}}"],
  ["{{&help}}", "no value is printed unescaped", "{{/only}}"],
  ["{{ & help }}", "no value is printed unescaped", "{{/only}}"],
  ["{{{notices}}}", "no value is printed unescaped", "{{/only}}"],
  ["{{> head}}", "no template includes another", "{{/only}}"],
  ["{{=<% %>=}}", "the delimiters stay {{ and }}", "<%/only%>"],
])("refuses to load a template that has %j, because %s, in sections too", (tag, reason, close) => {
  for (const name of ["notice.html", "notice.text", "warning.employee.80.html"])
    for (const source of [`Day ${tag}`, `{{#a}}{{/a}}{{^only}}{{help}}${tag}${close}`])
      expect(() => templatesWith({ [name]: source })).toThrow(
        `${name}.mustache: ${tag} is refused: ${reason}`,
      );
});

it("lets a layout print the rendered notices unescaped, and nothing else", () => {
  expect(() => templatesWith({ "layout.html": "{{{notices}}}" })).not.toThrow();
  expect(() => templatesWith({ "layout.html": "{{{notices}}}{{{title}}}" })).toThrow(
    "{{{title}}} is refused",
  );
});

it.each([
  ["{{#only}}{{/first}}", 'Unclosed section "only"'],
  ["{{#notices}}{{#only}}{{/notices}}{{/only}}", 'Unclosed section "only"'],
  ["{{#only}}", 'Unclosed section "only"'],
  ["{{/only}}", 'Unopened section "only"'],
  ["{{only", "Unclosed tag"],
])("refuses to load a template whose tags do not close, %j, and says which it is", (source, reason) => {
  expect(() => templatesWith({ "notice.text": source })).toThrow(`notice.text.mustache: ${reason}`);
});

it("escapes values in HTML, also in attributes, and does not change them in text", () => {
  const help = `<b>"IT" & 'us'</b>`;
  const source = '<p title="{{help}}">{{help}}</p>';
  const escaped = "&lt;b&gt;&quot;IT&quot; &amp; &#39;us&#39;&lt;&#x2F;b&gt;";

  expect(rendered("notice.html", source, { help })).toBe(`<p title="${escaped}">${escaped}</p>`);
  expect(rendered("notice.text", source, { help })).toBe(`<p title="${help}">${help}</p>`);
});

describe("a deployer's directory", () => {
  const names = ["warning.employee.70.", "warning.employee.", "warning.70.", "warning."];

  it.each(["subject", "headline", "sentence", "text", "html"] as const)(
    "replaces the %s that its name says, the most specific name first",
    (field) => {
      for (let first = 0; first < names.length; first += 1) {
        const own = names.slice(first).map((name) => [`${name}${field}`, `Own ${name}`]);
        const mail = renderNoticeMail(templatesWith(Object.fromEntries(own)), mailOf(notice()), frame);

        const everything = `${mail.subject}\n${mail.text}\n${mail.html}`;
        expect(everything).toContain(`Own ${names[first]}`);
        for (const other of names.slice(first + 1)) expect(everything).not.toContain(`Own ${other}\n`);
      }
    },
  );

  it("does not change any other mail", () => {
    const own = templatesWith({
      "warning.employee.70.subject": "Day 70",
      "warning.employee.70.text": "Bitte",
    });
    const usual = loadTemplates(builtIn);

    for (const other of [
      notice({ userType: "machine" }),
      notice({ userType: undefined }),
      notice({ id: { type: "stage", day: 80, outlook: "deactivation" } }),
      notice({ id: { type: "stage", day: 70, outlook: "staysActive" }, names: undefined }),
    ])
      expect(renderNoticeMail(own, mailOf(other), frame)).toEqual(
        renderNoticeMail(usual, mailOf(other), frame),
      );
    expect(renderNoticeMail(own, mailOf(notice()), frame).html).toBe(
      renderNoticeMail(usual, mailOf(notice()), frame).html.replace(
        /<title>.*<\/title>/,
        "<title>Day 70</title>",
      ),
    );
  });

  it("offers a subject no text of a tag, a user or an account", () => {
    for (const value of ["userName", "description", "facts", "why", "accountName", "tasks"])
      expect(() =>
        renderNoticeMail(templatesWith({ "warning.subject": `{{${value}}}` }), mailOf(notice()), frame),
      ).toThrow(`warning.subject.mustache: undefined variable: ${value}`);
  });

  it("renders a subject as one line, even if its template has two", () => {
    const own = templatesWith({ "warning.subject": "Curfew\r\nBcc: everyone@evil.test" });

    expect(renderNoticeMail(own, mailOf(notice()), frame).subject).toBe("Curfew Bcc: everyone@evil.test");
  });
});

it.each([
  ["warning.employee.80.html", { shared: false, kind: "warning", userType: "employee", stageDay: 80 }],
  ["warning.80.subject", { shared: false, kind: "warning", stageDay: 80 }],
  ["deactivated.employee.text", { shared: false, kind: "deactivated", userType: "employee" }],
  ["layout.html", { shared: true }],
  ["finalWarning.90.subject", undefined],
  ["warming.subject", undefined],
  ["warning", undefined],
  ["warning.subjekt", undefined],
  ["layout.employee.html", undefined],
])("reads from the name %j what a template is for", (name, expected) => {
  expect(casesOfName(name)).toEqual(expected);
});

describe("before a deployment", () => {
  const check = (sources: Readonly<Record<string, string>>) => () =>
    tryTemplates([builtIn, ownTemplates(sources)], policy());

  it("accepts the built-in templates, with every stage of the policy and its overrides", () => {
    const stages = [{ day: 30, actions: { employee: "notify", machine: "notify" } as const }];

    expect(check({})).not.toThrow();
    expect(() =>
      tryTemplates(
        [builtIn, ownTemplates({ "staysActive.30.subject": "Day 30" })],
        policy({ overrides: [{ accounts: [], organizationalUnits: [], stages }] }),
      ),
    ).not.toThrow();
  });

  it.each([
    ["warning.sentence", "Day {{agge}}", "warning.sentence.mustache: undefined variable: agge"],
    [
      "warning.employee.80.text",
      "Day {{agge}}",
      "warning.employee.80.text.mustache: undefined variable: agge",
    ],
    [
      "staysActive.machine.120.html",
      "{{hue}}",
      "staysActive.machine.120.html.mustache: undefined variable: hue",
    ],
    [
      "finalWarning.machine.subject",
      "{{hue}}",
      "finalWarning.machine.subject.mustache: undefined variable: hue",
    ],
    ["deactivated.sentence", "{{#age}}", 'deactivated.sentence.mustache: Unclosed section "age"'],
    ["notice.html", "{{#facts}}{{hue}}{{/facts}}", "notice.html.mustache: undefined variable: hue"],
    ["several.subject", "{{hue}}", "several.subject.mustache: undefined variable: hue"],
    ["restored.sentence", "{{^activeUntil}}{{hue}}{{/activeUntil}}", "undefined variable: hue"],
    ["notice.text", "{{#isSecurity}}{{hue}}{{/isSecurity}}", "notice.text.mustache: undefined variable: hue"],
    ["digest.text", "{{totals.keyz}}", "digest.text.mustache: undefined variable: totals.keyz"],
    ["warming.subject", "Day", "no mail uses the template warming.subject"],
    ["finalWarning.90.subject", "Day", "no mail uses the template finalWarning.90.subject"],
    ["warning.employe.subject", "Day", "no mail uses the template warning.employe.subject"],
    ["warning.71.subject", "Day", "no mail uses the template warning.71.subject"],
  ])("refuses %s that says %j", (name, source, message) => {
    expect(check({ [name]: source })).toThrow(message);
  });

  const withoutDay = { "warning.headline": "Replace {{key}}.", "warning.sentence": "Please." };
  const unnamed = (kind: string, form: string) =>
    `a mail of kind ${kind} does not name the day of deactivation in its ${form}`;

  it.each([
    [withoutDay, unnamed("warning", "text")],
    [{ "finalWarning.employee.text": "{{key}}, {{daysLeft}}" }, unnamed("finalWarning", "text")],
    [{ "finalWarning.html": "<p>{{key}} stops soon</p>" }, unnamed("finalWarning", "HTML")],
    [
      { "restored.headline": "{{key}} works", "restored.employee.sentence": "Until {{activeUntil}}" },
      unnamed("restored", "text"),
    ],
    [
      { "warning.headline": "{{#isOwner}}{{key}} stops on {{deactivationDay}}{{/isOwner}}" },
      unnamed("warning", "text"),
    ],
    [{ "layout.text": "Look at the HTML part." }, unnamed("warning", "text")],
  ])("refuses %j, because a warning must name its day", (sources, message) => {
    expect(check(sources)).toThrow(message);
  });

  it("refuses a mail about a restore without a day for each user type that has a deactivation stage", () => {
    const { userTypes, stages } = policy();
    const more = policy({
      userTypes: { ...userTypes, contractor: { tagValues: ["contractor"] } },
      stages: stages.map((stage) => ({ ...stage, actions: { ...stage.actions, contractor: "deactivate" } })),
    });
    const own = { "restored.contractor.headline": "{{key}}", "restored.contractor.sentence": "It works." };

    expect(() => tryTemplates([builtIn, ownTemplates(own)], more)).toThrow(unnamed("restored", "text"));
  });

  it("accepts warnings that name their day in the short form", () => {
    const headline = "{{key}} stops on {{deactivationDayShort}}";

    expect(check({ ...withoutDay, "warning.headline": headline })).not.toThrow();
  });

  it.each(readdirSync(builtInPath))("finds every misspelt tag of the built-in %s", (file) => {
    const source = readFileSync(join(builtInPath, file), "utf8");

    const misspelt = misspeltIn(source, Mustache.parse(source));

    expect(misspelt).not.toEqual([]);
    for (const wrong of misspelt)
      expect(check({ [basename(file, ".mustache")]: wrong }), wrong).toThrow(
        `${file}: undefined variable: miss`,
      );
  });
});

/** The template once for each of its tags, with that tag misspelt. */
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
