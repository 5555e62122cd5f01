import { expect, it } from "vitest";
import { shownPath } from "../../../../infra/cli/shared/shown-path.ts";

it("is relative for a file below the working directory, and absolute for any other", () => {
  expect(shownPath("/home/jane/curfew/.curfew/report.html", "/home/jane/curfew")).toBe(".curfew/report.html");
  expect(shownPath("/tmp/preview/index.html", "/home/jane/curfew")).toBe("/tmp/preview/index.html");
  expect(shownPath("/home/jane/curfew", "/home/jane/curfew")).toBe("/home/jane/curfew");
});
