import { readdirSync, readFileSync } from "node:fs";
import Mustache from "mustache";
import type { NoticeKind } from "../domain/notice.ts";
import { refusedTagOf } from "./refused-tag.ts";
import { StrictContext } from "./strict-context.ts";

const names = [
  "warning",
  "finalWarning",
  "deactivated",
  "staysActive",
  "exemptionUnreadable",
  "restored",
  "notice.subject",
  "notice.text",
  "notice.html",
  "digest.subject",
  "digest.text",
  "digest.html",
] as const;

/** The name of a template; its file is `<name>.mustache`. */
export type TemplateName = (typeof names)[number];

/** All templates, ready to render. */
export interface Templates {
  /** @throws an error naming the template, where it uses a variable that is not there */
  render(name: TemplateName, values: Readonly<Record<string, unknown>>): string;
  /**
   * The sentence of a notice: in the words for its stage, `warning.day-80.mustache`, where somebody wrote some.
   * @throws as `render` does
   */
  sentence(kind: NoticeKind, stageDay: number | null, values: Readonly<Record<string, unknown>>): string;
}

/** The words of one stage's notice, which a deployer may add; other notices belong to no stage. */
const ofStage = /^(warning|staysActive)\.day-[1-9]\d*$/;

/**
 * Loads the templates of one directory. Mustache, because deployers replace these texts: it can do nothing but
 * print, escapes HTML by itself, and its language is learnt from one page (mustache: MIT, since 2010, 6.5 KiB
 * of each bundle, no dependency). A misspelt variable is an error and not an empty place in a mail.
 * @throws where a template is missing, cannot be parsed, has a refused tag, or a name that is never asked for
 */
export function loadTemplates(directory: URL): Templates {
  const writer = new Mustache.Writer();
  const sources = new Map<string, string>();
  for (const name of [...names, ...addedTemplates(directory)]) {
    const source = readFileSync(new URL(`${name}.mustache`, directory), "utf8");
    naming(name, () => {
      const refused = refusedTagOf(writer.parse(source), source);
      if (refused !== undefined) throw new Error(`${refused.tag} is refused: ${refused.reason}`);
    });
    sources.set(name, source);
  }
  const render = (name: string, values: Readonly<Record<string, unknown>>) => {
    const source = sources.get(name);
    if (source === undefined) throw new Error(`no template ${name}`);
    const options = { escape: name.endsWith(".html") ? Mustache.escape : String };
    // The writer remembers what it parsed above.
    return naming(name, () => writer.render(source, new StrictContext(values), undefined, options).trim());
  };
  return {
    render,
    sentence(kind, stageDay, values) {
      const own = `${kind}.day-${stageDay}`;
      return render(sources.has(own) ? own : kind, values);
    },
  };
}

/** Does something with a template; an error says with which. */
function naming<Result>(name: string, use: () => Result): Result {
  try {
    return use();
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(`${name}.mustache: ${reason}`, { cause: error });
  }
}

/** The templates of single stages. A file of another name would be a text that somebody wrote and nobody reads. */
function addedTemplates(directory: URL): string[] {
  const known = new Set<string>(names);
  const added = readdirSync(directory)
    .filter((file) => file.endsWith(".mustache"))
    .map((file) => file.slice(0, -".mustache".length))
    .filter((name) => !known.has(name));
  const unknown = added.filter((name) => !ofStage.test(name));
  if (unknown.length > 0) throw new Error(`no mail uses the template ${unknown.join(", ")}`);
  return added;
}
