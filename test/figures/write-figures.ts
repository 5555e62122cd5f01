import { writeFileSync } from "node:fs";
import { slowShare } from "../slow-share.ts";

/**
 * Keeps what a suite measured, to stand in docs/proof.md, and prints it. Nothing that differs from run to run
 * on the same code belongs in there, a duration least of all.
 */
export function writeFigures(suite: string, figures: object): void {
  const json = JSON.stringify(figures, null, 2);
  console.error(`${suite}: ${json}`);
  // A run over part of the cases, or over changed code, must not pass for the whole one.
  if (process.env.KEEP_FIGURES === "no" || slowShare > 1) return;
  writeFileSync(new URL(`./${suite}.json`, import.meta.url), `${json}\n`);
}
