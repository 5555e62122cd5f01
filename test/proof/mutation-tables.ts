import type { FigureTable } from "../bench/figure-table.ts";
import { figure, notMeasured } from "./figure-cells.ts";
import type { ProofFigures } from "./proof-figures.ts";

/** What was broken on purpose, and who noticed. */
export function mutationTables({ mutations }: ProofFigures): FigureTable[] {
  const countHead = ["mutations", "caught by every suite that must", "suites that noticed one"];
  const head = ["what the broken code does", "where", "caught by"];
  const caught = mutations?.caught ?? [];
  const whole = caught.filter(({ by }) => by.every(({ test }) => test !== ""));
  const suites = new Set(caught.flatMap(({ by }) => by.map(({ suite }) => suite)));
  const counts = [caught.length, whole.length, suites.size].map(figure);
  return [
    {
      name: "mutation-count",
      title: "Mutations caught",
      head: countHead,
      rows: [mutations === undefined ? notMeasured(countHead) : counts],
    },
    {
      name: "mutations",
      title: "Mutations",
      head,
      rows:
        mutations === undefined
          ? [notMeasured(head)]
          : caught.map(({ breaks, file, by }) => [
              breaks,
              `\`${file}\``,
              by.map(({ suite, test }) => `\`${suite.replace(/^test\//, "")}\`: ${cell(test)}`).join("<br>"),
            ]),
    },
  ];
}

/** A test's name that stays in its cell. */
function cell(text: string): string {
  return text.replaceAll("|", "\\|").replaceAll("<", "&lt;");
}
