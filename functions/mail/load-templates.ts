import { readdirSync, readFileSync } from "node:fs";
import { Liquid, type Template } from "liquidjs";
import type { KeyNotice } from "../domain/notice-mail.ts";

const names = [
  "warning",
  "finalWarning",
  "deactivated",
  "reminder",
  "restored",
  "notice.subject",
  "notice.text",
  "notice.html",
  "digest.subject",
  "digest.text",
  "digest.html",
] as const;

/** The name of a template; its file is `<name>.liquid`. */
export type TemplateName = (typeof names)[number];

/** All templates, ready to render. */
export interface Templates {
  /** @throws an error naming the template, where it uses a variable that is not there */
  render(name: TemplateName, values: Readonly<Record<string, unknown>>): string;
  /**
   * The sentence of a notice: in the words for its stage, `warning.day-80.liquid`, where somebody wrote some.
   * @throws as `render` does
   */
  sentence(
    kind: KeyNotice["kind"],
    stageDay: number | null,
    values: Readonly<Record<string, unknown>>,
  ): string;
}

/** The words of one stage's notice, which a deployer may add; other notices belong to no stage. */
const ofStage = /^(warning|reminder)\.day-[1-9]\d*$/;

/**
 * Loads the templates of one directory. Liquid, because deployers replace these texts: it is made for
 * templates by other people, can do nothing but print, and escapes HTML by itself (liquidjs: MIT, released
 * monthly, no dependency at run time). A misspelt variable is an error and not an empty place in a mail.
 * @throws where a template is missing, cannot be parsed, or has a name that is never asked for
 */
export function loadTemplates(directory: URL): Templates {
  const strict = { strictVariables: true, strictFilters: true, lenientIf: true, dynamicPartials: false };
  const text = new Liquid(strict);
  const html = new Liquid({ ...strict, outputEscape: "escape" });
  const parsed = new Map<string, { engine: Liquid; template: Template[] }>();
  for (const name of [...names, ...addedTemplates(directory)]) {
    const engine = name.endsWith(".html") ? html : text;
    const source = readFileSync(new URL(`${name}.liquid`, directory), "utf8");
    parsed.set(name, { engine, template: engine.parse(source, name) });
  }
  const render = (name: string, values: Readonly<Record<string, unknown>>) => {
    const found = parsed.get(name);
    if (found === undefined) throw new Error(`no template ${name}`);
    try {
      return String(found.engine.renderSync(found.template, values)).trim();
    } catch (error) {
      throw new Error(`${name}.liquid: ${firstLineOf(error)}`, { cause: error });
    }
  };
  return {
    render,
    sentence(kind, stageDay, values) {
      const own = `${kind}.day-${stageDay}`;
      return render(parsed.has(own) ? own : kind, values);
    },
  };
}

/** What liquidjs says; the lines below it are the template's source. */
function firstLineOf(error: unknown): string {
  return error instanceof Error ? (error.message.split("\n", 1)[0] ?? "") : String(error);
}

/** The templates of single stages. A file of another name would be a text that somebody wrote and nobody reads. */
function addedTemplates(directory: URL): string[] {
  const known = new Set<string>(names);
  const added = readdirSync(directory)
    .filter((file) => file.endsWith(".liquid"))
    .map((file) => file.slice(0, -".liquid".length))
    .filter((name) => !known.has(name));
  const unknown = added.filter((name) => !ofStage.test(name));
  if (unknown.length > 0) throw new Error(`no mail uses the template ${unknown.join(", ")}`);
  return added;
}
