import { withTables } from "../bench/performance-page.ts";
import type { ProofFigures } from "./proof-figures.ts";
import { proofTables } from "./proof-tables.ts";

/** docs/proof.md with the figures in its tables. */
export function proofPage(page: string, figures: ProofFigures): string {
  return withTables(page, proofTables(figures), "figures");
}
