import type { ReportHead } from "../../../statemachine/run-report.ts";
import { actionLines } from "./action-lines.ts";
import { element, placeOf } from "./element.ts";

/** What needs a decision or an action, or a sentence that nothing does. */
export function showActions(head: ReportHead): void {
  const lines = actionLines(head);
  const items = lines.map(({ text, command, href, show }) =>
    element(
      "li",
      {},
      linkTo(href, text, show),
      ...(command === "" ? [] : [" ", element("code", {}, command)]),
    ),
  );
  placeOf("actions").append(
    lines.length === 0
      ? element("p", {}, "Nothing needs a decision or an action.")
      : element("ul", { class: "actions" }, ...items),
  );
}

/** A link that also filters the keys that it is about. */
function linkTo(href: string, text: string, show: string): HTMLElement {
  const link = element("a", { href }, text);
  if (show !== "")
    link.addEventListener("click", () => {
      for (const select of document.querySelectorAll<HTMLSelectElement>("#keys select"))
        for (const option of select.options)
          if (option.text.startsWith(`${show} (`)) {
            select.selectedIndex = option.index;
            select.dispatchEvent(new Event("change"));
          }
    });
  return link;
}
