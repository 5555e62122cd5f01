import { expect, it } from "vitest";
import type { Templates } from "../../functions/notices/load-templates.ts";
import { renderDigest } from "../../functions/notices/render-digest.ts";
import { renderNoticeMail } from "../../functions/notices/render-notice-mail.ts";
import { digest, digestKey } from "../functions/notices/digest-fixture.ts";
import { frame, mailOf, notice } from "../functions/notices/notice-fixture.ts";
import { readDoc, tableBelow } from "../support/markdown.ts";

const rows = tableBelow(readDoc("deploying.md"), "The words of the mails");

/** The values that the page says there are in a place; an example in brackets begins with a digit. */
function documented(place: string): string[] {
  const values = rows.find(([first]) => first === place)?.[1] ?? "";
  return [...values.matchAll(/`([a-z][\w.]*)`/gi)].map(([, name = ""]) => name).toSorted();
}

/** What each template is given, by its name. */
function given(): Map<string, Readonly<Record<string, unknown>>> {
  const values = new Map<string, Readonly<Record<string, unknown>>>();
  const templates: Templates = {
    render: (name, some) => {
      values.set(name, some);
      return "";
    },
    sentence: (_kind, _stageDay, some) => {
      values.set("a sentence", some);
      return "";
    },
  };
  renderNoticeMail(templates, mailOf(notice()), frame);
  renderDigest(templates, digest({ withheld: { rows: [digestKey()], more: 1 } }));
  return values;
}

/** The names of values; of those that hold others, as totals do, the names of these by their path. */
function namesIn(values: unknown, holders: readonly string[] = []): string[] {
  return Object.entries(values ?? {})
    .flatMap(([name, value]) =>
      holders.includes(name) ? namesIn(value, holders).map((inner) => `${name}.${inner}`) : [name],
    )
    .toSorted();
}

function firstOf(list: unknown): unknown {
  return Array.isArray(list) ? list[0] : undefined;
}

it("lists every value that a sentence may use, and no other", () => {
  expect(documented("a sentence")).toEqual(namesIn(given().get("a sentence")));
});

it("lists every value of the mail around the sentences, and of each notice in it", () => {
  const mail = given().get("notice.html");
  const inside = [...documented("a sentence"), ...documented("`notice.*`, inside `notices` or `only`")];

  expect(documented("`notice.*`")).toEqual(namesIn(mail));
  for (const one of [firstOf(mail?.notices), mail?.only])
    expect(new Set([...namesIn(one), "help"])).toEqual(new Set(inside));
});

it("lists every value of the digest, of its sections and of their rows", () => {
  const mail = given().get("digest.html");
  const section = firstOf(mail?.sections);
  const row = firstOf(Object.entries(section ?? {}).find(([name]) => name === "rows")?.[1]);

  expect(documented("`digest.*`")).toEqual(
    namesIn(mail, ["totals", "accounts", "deactivatedKeys", "rootKeys"]),
  );
  expect(documented("`digest.*`, inside `sections`")).toEqual(
    [...namesIn(section), ...namesIn(row)].toSorted(),
  );
});
