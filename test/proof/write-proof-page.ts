import { readFileSync, writeFileSync } from "node:fs";
import { readProofFigures } from "./proof-figures.ts";
import { proofPage } from "./proof-page.ts";

const page = new URL("../../docs/proof.md", import.meta.url);
const figures = readProofFigures();

writeFileSync(page, proofPage(readFileSync(page, "utf8"), figures));
const missing = Object.entries(figures).filter(([, found]) => found === undefined);
if (missing.length > 0) {
  console.error(
    `not measured yet: ${missing.map(([suite]) => suite).join(", ")} (npm run test:slow, npm run mutations)`,
  );
  process.exitCode = 1;
}
