import type { RunReport } from "../../statemachine/run-report.ts";
import { jsonInPieces } from "./json-in-pieces.ts";

/** Where the report's data goes; the page's own script reads it there. */
const opening = '<script type="application/json" id="run-report">';
const closing = "</script>";

/**
 * The run report as one HTML file, in pieces.
 * @param page the page that `infra/cdk/build-report-page.ts` makes, without data
 * @throws where the page has no place for the data, or two
 */
export async function* renderPage(page: string, report: RunReport): AsyncGenerator<string> {
  const [before, after, ...more] = page.split(opening + closing);
  if (before === undefined || after === undefined || more.length > 0)
    throw new Error("the report page has no one place for the report's data");
  yield before + opening;
  yield* jsonInPieces(report, harmless);
  yield closing + after;
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
