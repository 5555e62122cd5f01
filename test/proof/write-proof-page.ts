import { readFileSync, writeFileSync } from "node:fs";
import { readProofFigures } from "./proof-figures.ts";
import { proofPage } from "./proof-page.ts";

const page = new URL("../../docs/proof.md", import.meta.url);

writeFileSync(page, proofPage(readFileSync(page, "utf8"), readProofFigures()));
