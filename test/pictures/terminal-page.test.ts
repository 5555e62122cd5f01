import { styleText } from "node:util";
import { expect, it } from "vitest";
import { terminalPage } from "./terminal-page.ts";

const looking = (look: "red" | "dim" | "underline", text: string) =>
  styleText(look, text, { validateStream: false });

it("shows a command and its output with its colours, and escapes its text", () => {
  const page = terminalPage(
    "npm start",
    `1 < 2 & ${looking("red", "<b>")} then ${looking("dim", "quiet")}\n`,
  );

  expect(page).toContain("</span> npm start\n\n1 &lt; 2 &amp; <span");
  expect(page).toMatch(
    /<span style="color: #ff8a80">&lt;b><\/span> then <span style="[^"]+">quiet<\/span><\/pre>/,
  );
});

it("refuses a style that it cannot show", () => {
  expect(() => terminalPage("npm start", looking("underline", "text"))).toThrow("has no look");
});
