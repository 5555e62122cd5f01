import { expect, it } from "vitest";
import type { KeyNotice } from "../../functions/notices/key-notice.ts";
import type { Templates } from "../../functions/notices/load-templates.ts";
import { renderDigest } from "../../functions/notices/render-digest.ts";
import { renderNoticeMail } from "../../functions/notices/render-notice-mail.ts";
import { digest, digestKey } from "../functions/notices/digest-fixture.ts";
import { frame, mailOf, notice } from "../functions/notices/notice-fixture.ts";
import { readDoc, tableBelow } from "../support/markdown.ts";

const rows = tableBelow(readDoc("deploying.md"), "The words of the mails");

/** The values that the page lists for a place. An example in brackets begins with a digit. */
function documented(place: string): string[] {
  const values = rows.find(([first]) => first === place)?.[1] ?? "";
  return [...values.matchAll(/`([a-z][\w.]*)`/gi)].map(([, name = ""]) => name).toSorted();
}

/** The values that each template gets, by its name. */
function given(...notices: KeyNotice[]): Map<string, Readonly<Record<string, unknown>>> {
  const values = new Map<string, Readonly<Record<string, unknown>>>();
  const keep = (name: string, some: Readonly<Record<string, unknown>>) => {
    values.set(name, some);
    return "";
  };
  const templates: Templates = {
    names: [],
    render: keep,
    renderNotice: (field, _of, some) => keep(field, some),
  };
  renderNoticeMail(templates, mailOf(...notices), frame);
  renderDigest(templates, digest({ keys: { awaitingApproval: { rows: [digestKey()], more: 1 } } }));
  return values;
}

/** The names of values. */
function namesIn(values: unknown): string[] {
  return Object.keys(values ?? {}).toSorted();
}

function firstOf(list: unknown): unknown {
  return Array.isArray(list) ? list[0] : undefined;
}

const values = given(notice());

it("lists every value that a subject may use, and no other", () => {
  expect(documented("a subject")).toEqual(namesIn(values.get("subject")));
});

it("lists every value of headline and sentence, of their facts, tasks and steps", () => {
  const sentence = values.get("sentence");
  const task = firstOf(sentence?.tasks);
  const step = firstOf(entryOf(task, "steps"));
  const command = firstOf(entryOf(step, "commands"));
  const word = firstOf(entryOf(command, "words"));

  expect(namesIn(values.get("headline"))).toEqual(namesIn(sentence));
  expect(new Set([...documented("a subject"), ...documented("a headline or sentence")])).toEqual(
    new Set([...namesIn(sentence), ...namesIn(firstOf(sentence?.facts))]),
  );
  expect(documented("`tasks`")).toEqual(
    [task, step, command, word].flatMap((values) => namesIn(values)).toSorted(),
  );
});

it("lists every value of text and HTML, and of the mail around them", () => {
  expect(namesIn(values.get("html"))).toEqual(namesIn(values.get("text")));
  expect(new Set([...namesIn(values.get("sentence")), ...documented("a text or HTML")])).toEqual(
    new Set(namesIn(values.get("text"))),
  );
  expect(documented("a subject about several keys")).toEqual(
    namesIn(given(notice(), notice()).get("several.subject")),
  );
  expect(new Set([...documented("a subject about several keys"), ...documented("`layout.*`")])).toEqual(
    new Set(namesIn(values.get("layout.html"))),
  );
});

it("lists every value of the digest, of its sections and of their rows", () => {
  const mail = values.get("digest.html");
  const figure = firstOf(mail?.figures);
  const section = firstOf(mail?.toActOn);
  const row = firstOf(entryOf(section, "rows"));

  const command = firstOf(entryOf(section, "commands"));

  expect(documented("`digest.*`")).toEqual(namesIn(mail));
  expect(documented("`digest.*`, inside `figures`")).toEqual(namesIn(figure));
  expect(documented("`digest.*`, inside `toActOn`")).toEqual(
    [section, row, command].flatMap((values) => namesIn(values)).toSorted(),
  );
});

function entryOf(holder: unknown, wanted: string): unknown {
  return Object.entries(holder ?? {}).find(([name]) => name === wanted)?.[1];
}
