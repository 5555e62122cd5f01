import { readFileSync } from "node:fs";
import { Liquid, type Template } from "liquidjs";

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
  /** @throws a liquidjs error naming the template, where it uses a variable that is not there */
  render(name: TemplateName, values: Readonly<Record<string, unknown>>): string;
}

/**
 * Loads the templates of one directory. Liquid, because deployers replace these texts: it is made for
 * templates by other people, can do nothing but print, and escapes HTML by itself (liquidjs: MIT, released
 * monthly, no dependency at run time). A misspelt variable is an error and not an empty place in a mail.
 * @throws where a template is missing or cannot be parsed
 */
export function loadTemplates(directory: URL): Templates {
  const strict = { strictVariables: true, strictFilters: true, lenientIf: true, dynamicPartials: false };
  const text = new Liquid(strict);
  const html = new Liquid({ ...strict, outputEscape: "escape" });
  const parsed = new Map<TemplateName, { engine: Liquid; template: Template[] }>();
  for (const name of names) {
    const engine = name.endsWith(".html") ? html : text;
    const source = readFileSync(new URL(`${name}.liquid`, directory), "utf8");
    parsed.set(name, { engine, template: engine.parse(source, name) });
  }
  return {
    render(name, values) {
      const found = parsed.get(name);
      if (found === undefined) throw new Error(`no template ${name}`);
      return String(found.engine.renderSync(found.template, values)).trim();
    },
  };
}
