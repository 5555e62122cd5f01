import type { FigureTable } from "../bench/figure-table.ts";
import { motoLacks } from "../integration/moto/moto-lacks.ts";
import { faultTables } from "./fault-tables.ts";
import { figure, notMeasured } from "./figure-cells.ts";
import { mutationTables } from "./mutation-tables.ts";
import type { ProofFigures } from "./proof-figures.ts";

/** The tables of docs/proof.md. */
export function proofTables(figures: ProofFigures): FigureTable[] {
  return [
    ...faultTables(figures),
    soakTable(figures),
    fuzzTable(figures),
    ...mutationTables(figures),
    {
      name: "lacks",
      title: "Where moto is looser",
      head: ["AWS and the embedded cloud have", "moto"],
      rows: Object.entries(motoLacks).map(([lack, reason]) => [lack, reason]),
    },
  ];
}

function soakTable({ soak }: ProofFigures): FigureTable {
  const head = [
    "days",
    "accounts",
    "notices due",
    "deactivations due",
    "lost or too many",
    "duplicates beyond the admitted",
    "secrets in the log",
  ];
  if (soak === undefined) return { name: "soak", title: "Soak", head, rows: [notMeasured(head)] };
  const { days, accounts, notices, deactivations, differences, duplicatesBeyondAdmitted, leaks } = soak;
  const row = [days, accounts, notices, deactivations, differences, duplicatesBeyondAdmitted, leaks];
  return { name: "soak", title: "Soak", head, rows: [row.map(figure)] };
}

function fuzzTable({ fuzz }: ProofFigures): FigureTable {
  const head = ["what is fuzzed", "inputs"];
  if (fuzz === undefined) return { name: "fuzz", title: "Fuzz", head, rows: [notMeasured(head)] };
  const all = Object.values(fuzz.inputs).reduce((sum, inputs) => sum + inputs, 0);
  const rows = Object.entries(fuzz.inputs).map(([subject, inputs]) => [subject, figure(inputs)]);
  return { name: "fuzz", title: "Fuzz", head, rows: [...rows, ["together", figure(all)]] };
}
