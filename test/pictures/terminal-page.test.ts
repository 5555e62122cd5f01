import { styleText } from "node:util";
import { expect, it } from "vitest";
import { terminalPage } from "./terminal-page.ts";

const looking = (look: "red" | "dim" | "underline", text: string) =>
  styleText(look, text, { validateStream: false });

it("shows a command and what it wrote, in its colours, and its text as text", () => {
  const page = terminalPage(
    "npm start",
    `1 < 2 & ${looking("red", "<b>")} then ${looking("dim", "quiet")}\n`,
  );

  expect(page).toContain("</span> npm start\n\n1 &lt; 2 &amp; <span");
  expect(page).toMatch(
    /<span style="color: #ff8a80">&lt;b><\/span> then <span style="[^"]+">quiet<\/span><\/pre>/,
  );
});

it("refuses what it would show wrongly", () => {
  expect(() => terminalPage("npm start", looking("underline", "text"))).toThrow("has no look");
});
