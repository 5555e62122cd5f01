import type { FigureTable } from "../bench/figure-table.ts";
import { motoLacks } from "../integration/moto/moto-lacks.ts";
import type { FaultFigures, ProofFigures } from "./proof-figures.ts";

/** The tables of docs/proof.md. */
export function proofTables({
  callSites,
  adHoc,
  bundles,
  soak,
  fuzz,
  mutations,
}: ProofFigures): FigureTable[] {
  const daily = added(callSites);
  return [
    {
      name: "faults",
      title: "Faults",
      head: ["run", "call sites", "kinds of fault", "days lived", "promises broken"],
      rows: [
        ["daily, functions in the test's process", ...faultCells(daily)],
        ["ad hoc, accounts without `Paths`", ...faultCells(adHoc)],
        ["daily, the synthesized bundles in processes of their own", ...faultCells(bundles)],
      ],
    },
    {
      name: "kinds",
      title: "Kinds of fault",
      head: ["what goes wrong", "days lived"],
      rows: Object.entries(added([daily, adHoc, bundles]).kinds)
        .sort(([one], [other]) => (one < other ? -1 : 1))
        .map(([kind, cases]) => [kind, figure(cases)]),
    },
    {
      name: "soak",
      title: "Soak",
      head: [
        "days",
        "accounts",
        "notices due",
        "deactivations due",
        "lost or too many",
        "duplicates beyond the admitted",
        "secrets in the log",
      ],
      rows: [
        [
          soak.days,
          soak.accounts,
          soak.notices,
          soak.deactivations,
          soak.differences,
          soak.duplicatesBeyondAdmitted,
          soak.leaks,
        ].map(figure),
      ],
    },
    {
      name: "fuzz",
      title: "Fuzz",
      head: ["what is fuzzed", "inputs"],
      rows: [
        ...Object.entries(fuzz.inputs).map(([subject, inputs]) => [subject, figure(inputs)]),
        ["together", figure(sum(Object.values(fuzz.inputs)))],
      ],
    },
    {
      name: "mutations",
      title: "Mutations",
      head: ["what the broken code does", "where", "caught by"],
      rows: mutations.caught.map(({ breaks, file, by }) => [
        breaks,
        `\`${file}\``,
        by.map(({ suite, test }) => `\`${suite.replace(/^test\//, "")}\`: ${cell(test)}`).join("<br>"),
      ]),
    },
    {
      name: "mutation-count",
      title: "Mutations caught",
      head: ["mutations", "caught by every suite that must", "suites that noticed one"],
      rows: [
        [
          figure(mutations.caught.length),
          figure(mutations.caught.filter(({ by }) => by.every(({ test }) => test !== "")).length),
          figure(new Set(mutations.caught.flatMap(({ by }) => by.map(({ suite }) => suite))).size),
        ],
      ],
    },
    {
      name: "lacks",
      title: "Where moto is looser",
      head: ["AWS and the embedded cloud have", "moto"],
      rows: Object.entries(motoLacks).map(([lack, reason]) => [lack, cell(reason)]),
    },
  ];
}

function faultCells({ callSites, cases, kinds, broken }: FaultFigures): string[] {
  return [callSites, Object.keys(kinds).length, cases, broken].map(figure);
}

/** Suites that share their call sites, as one. */
function added(suites: readonly FaultFigures[]): FaultFigures {
  const kinds = new Map<string, number>();
  for (const [kind, cases] of suites.flatMap((suite) => Object.entries(suite.kinds)))
    kinds.set(kind, (kinds.get(kind) ?? 0) + cases);
  return {
    callSites: Math.max(...suites.map(({ callSites }) => callSites)),
    cases: sum(suites.map(({ cases }) => cases)),
    kinds: Object.fromEntries(kinds),
    broken: sum(suites.map(({ broken }) => broken)),
  };
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}

function figure(number: number): string {
  return number.toLocaleString("en-US");
}

/** A text that stays in its cell. */
function cell(text: string): string {
  return text.replaceAll("|", "\\|");
}
