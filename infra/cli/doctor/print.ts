import type { Look, Terminal } from "../shared/terminal.ts";
import { count } from "../shared/words.ts";
import { besideLabel, wrapText } from "../shared/wrap-text.ts";
import type { Finding } from "./finding.ts";

const looks: Readonly<Record<Finding["state"], Look>> = {
  ok: "green",
  warning: "yellow",
  problem: "red",
  unknown: "dim",
};

/** The column in which the text begins, beside the state. */
const margin = 9;

/** `curfew doctor`, as a terminal shows it: each finding, and below it what to do. A command stays on one line. */
export function doctorPage(findings: readonly Finding[], { look }: Pick<Terminal, "look">): string {
  const indent = " ".repeat(margin);
  const lines = findings.flatMap(({ check, state, finding, advice, command }) => [
    besideLabel(state, `${check}: ${finding}`, margin, (label) => look(looks[state], label)),
    ...(advice === undefined ? [] : [wrapText(`${indent}> ${advice}`, 2)]),
    ...(command === undefined ? [] : [`${indent}$ ${command}`]),
  ]);
  return [...lines, "", summary(findings)].join("\n");
}

function summary(findings: readonly Finding[]): string {
  const counted = (state: Finding["state"]) => findings.filter((finding) => finding.state === state).length;
  return `${[count(counted("problem"), "problem"), count(counted("warning"), "warning"), `${counted("unknown")} unknown`].join(", ")}.`;
}
