import type { ReportHead } from "../../../statemachine/run-report.ts";
import { actionLines } from "./action-lines.ts";
import { element, placeOf } from "./element.ts";

/** What needs a decision or an action; says so where that is nothing. */
export function showActions(head: ReportHead): void {
  const lines = actionLines(head);
  const items = lines.map(({ text, command, href }) =>
    element(
      "li",
      {},
      element("a", { href }, text),
      ...(command === "" ? [] : [" ", element("code", {}, command)]),
    ),
  );
  placeOf("actions").append(
    lines.length === 0
      ? element("p", {}, "Nothing needs a decision or an action.")
      : element("ul", { class: "actions" }, ...items),
  );
}
