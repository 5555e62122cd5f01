import type { RunReport } from "../../statemachine/run-report.ts";

/** Where the report's data goes; the page's own script reads it there. */
const opening = '<script type="application/json" id="run-report">';
const closing = "</script>";

/**
 * The run report as one HTML file, in pieces: a report of 50,000 accounts is not held a second time as text.
 * @param page the page that `infra/build-report-page.ts` makes, without data
 * @throws where the page has no place for the data, or two
 */
export async function* renderPage(page: string, report: RunReport): AsyncGenerator<string> {
  const [before, after, ...more] = page.split(opening + closing);
  if (before === undefined || after === undefined || more.length > 0)
    throw new Error("the report page has no one place for the report's data");
  yield before + opening;
  yield* jsonInPieces(report);
  yield closing + after;
}

/** The JSON of a report, its lists entry by entry. */
function* jsonInPieces(report: RunReport): Generator<string> {
  let separator = "{";
  for (const [name, value] of Object.entries(report)) {
    if (value === undefined) continue;
    yield `${separator}${JSON.stringify(name)}:`;
    separator = ",";
    if (Array.isArray(value)) yield* listInPieces(value);
    else yield harmless(value);
  }
  yield "}";
}

function* listInPieces(list: readonly unknown[]): Generator<string> {
  yield "[";
  for (const [index, entry] of list.entries()) yield (index === 0 ? "" : ",") + harmless(entry);
  yield "]";
}

/**
 * JSON that cannot leave its script element, whatever a user or a tag is called. Only `<` could: it begins
 * `</script` and `<!--` (HTML standard, "Restrictions for contents of script elements"). The two separators
 * are JSON but were no JavaScript before ES2019, which some readers still go by.
 */
function harmless(value: unknown): string {
  return JSON.stringify(value).replace(
    /[<\u2028\u2029]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}
