import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { Page } from "playwright-core";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/**
 * Accessibility problems of a page, found by axe-core with the rules of WCAG 2.2 A and AA and its own best
 * practices: contrast, names, roles, headings, landmarks, sizes of buttons. Frames are pages of their
 * own.
 * @param exceptFor rules that do not apply to this page
 */
export async function barriersOf(page: Page, exceptFor: readonly string[] = []): Promise<string[]> {
  const off = exceptFor.map((rule) => [rule, { enabled: false }]);
  const rules = Object.fromEntries([["target-size", { enabled: true }], ...off]);
  await page.evaluate(axe);
  return page.evaluate<string[]>(`axe.run(document, { rules: ${JSON.stringify(rules)}, iframes: false }).then(
    ({ violations }) => violations.flatMap(({ id, nodes }) =>
      nodes.map(({ target, failureSummary }) => id + " at " + target.join(" ") + ": " + failureSummary)))`);
}
