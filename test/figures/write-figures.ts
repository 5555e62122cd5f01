import { writeFileSync } from "node:fs";
import { slowShare } from "../slow-share.ts";

/**
 * Keeps what a suite came to, to stand in docs/proof.md, and prints it. Nothing that differs from run to run
 * on the same code is kept, a duration least of all.
 * @param besides printed only, because it differs: how many calls were made, how random inputs fared
 */
export function writeFigures(suite: string, figures: object, besides: object = {}): void {
  console.error(`${suite}: ${JSON.stringify({ ...besides, ...figures }, null, 2)}`);
  // A run over part of the cases, or over changed code, must not pass for the whole one.
  if (process.env.KEEP_FIGURES === "no" || slowShare > 1) return;
  writeFileSync(new URL(`./${suite}.json`, import.meta.url), `${JSON.stringify(figures, null, 2)}\n`);
}
