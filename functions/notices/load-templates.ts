import { readdirSync, readFileSync } from "node:fs";
import Mustache from "mustache";
import { refusedTagOf } from "./refused-tag.ts";
import { StrictContext } from "./strict-context.ts";
import {
  builtInNames,
  candidatesFor,
  casesOfName,
  type NoticeField,
  type SharedName,
  type TemplateCase,
} from "./template-names.ts";

type Values = Readonly<Record<string, unknown>>;

/** All templates, ready to render. */
export interface Templates {
  /** The names that were found, without `.mustache`. */
  readonly names: readonly string[];
  /** @throws an error that names the template, if it uses an undefined variable */
  render(name: SharedName, values: Values): string;
  /**
   * Renders a field of a notice with the template that fits best: `warning.employee.70.subject`, then
   * `warning.employee.subject`, `warning.70.subject`, `warning.subject`; for text and HTML finally `notice.text`.
   * @throws like `render`
   */
  renderNotice(field: NoticeField, of: TemplateCase, values: Values): string;
}

/**
 * Loads templates from directories; a later directory replaces single templates of an earlier one and may add more
 * specific ones. Mustache, because deployers replace these texts: it can do nothing but print, escapes HTML by itself,
 * and its language is learnt from one page (mustache: MIT, since 2010, 6.5 KiB of each bundle, no dependency). A
 * misspelt variable is an error and not an empty place in a mail.
 * @throws if a template is missing, cannot be parsed, has a refused tag, or a name that no mail uses
 */
export function loadTemplates(...directories: readonly URL[]): Templates {
  const writer = new Mustache.Writer();
  const sources = new Map(directories.flatMap(sourcesIn));
  for (const [name, source] of sources)
    naming(name, () => {
      const refused = refusedTagOf(writer.parse(source), source, slotOf(name));
      if (refused !== undefined) throw new Error(`${refused.tag} is refused: ${refused.reason}`);
    });
  const missing = builtInNames.filter((name) => !sources.has(name));
  if (missing.length > 0) throw new Error(`templates are missing: ${missing.join(", ")}`);
  const render = (name: string, values: Values) => {
    const source = sources.get(name);
    if (source === undefined) throw new Error(`no template ${name}`);
    const options = { escape: name.endsWith(".html") ? Mustache.escape : String };
    // The writer caches what it parsed above.
    return naming(name, () => writer.render(source, new StrictContext(values), undefined, options).trim());
  };
  return {
    names: [...sources.keys()],
    render,
    renderNotice(field, of, values) {
      const candidates = candidatesFor(field, of);
      return render(candidates.find((name) => sources.has(name)) ?? candidates[0] ?? field, values);
    },
  };
}

/** A layout prints the notices as they were rendered: their values are escaped already. */
function slotOf(name: string): string | undefined {
  return name.startsWith("layout.") ? "notices" : undefined;
}

/** Does something with a template. An error names the template. */
function naming<Result>(name: string, use: () => Result): Result {
  try {
    return use();
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(`${name}.mustache: ${reason}`, { cause: error });
  }
}

/** The templates of one directory. A file with another name is an error, because no mail would use it. */
function sourcesIn(directory: URL): [name: string, source: string][] {
  const names = readdirSync(directory)
    .filter((file) => file.endsWith(".mustache"))
    .map((file) => file.slice(0, -".mustache".length));
  const unknown = names.filter((name) => casesOfName(name) === undefined);
  if (unknown.length > 0) throw new Error(`no mail uses the template ${unknown.join(", ")}`);
  return names.map((name) => [name, readFileSync(new URL(`${name}.mustache`, directory), "utf8")]);
}
