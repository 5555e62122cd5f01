import type { Look, Terminal } from "../shared/terminal.ts";
import { besideLabel, wrapText } from "../shared/wrap-text.ts";
import type { Finding } from "./finding.ts";

const looks: Readonly<Record<Finding["state"], Look>> = {
  ok: "green",
  warning: "yellow",
  problem: "red",
  unknown: "dim",
};

/** Where the text begins, beside the state. */
const margin = 9;

/** `curfew doctor`, as a terminal shows it: a finding a paragraph, and below it what to do. */
export function doctorPage(findings: readonly Finding[], { look }: Terminal): string {
  const lines = findings.flatMap(({ check, state, finding, advice }) => [
    besideLabel(state, `${check}: ${finding}`, margin, (label) => look(looks[state], label)),
    ...(advice === undefined ? [] : [wrapText(`${" ".repeat(margin)}> ${advice}`, 2)]),
  ]);
  return [...lines, "", summary(findings)].join("\n");
}

function summary(findings: readonly Finding[]): string {
  const counted = (state: Finding["state"]) => findings.filter((finding) => finding.state === state).length;
  const problems = counted("problem");
  const rest = [
    ...(counted("warning") > 0 ? [`${counted("warning")} to look at`] : []),
    ...(counted("unknown") > 0 ? [`${counted("unknown")} not found out`] : []),
  ];
  const first = problems === 0 ? "No problem found" : `${problems} problem${problems === 1 ? "" : "s"} found`;
  return `${[first, ...rest].join(", ")}.`;
}
