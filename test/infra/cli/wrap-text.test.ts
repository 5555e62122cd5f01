import { expect, it } from "vitest";
import { besideLabel, wrapLines, wrapText } from "../../../infra/cli/shared/wrap-text.ts";

it("breaks a text at spaces and indents the next lines", () => {
  expect(wrapText("one two three four", 2, 9)).toBe("one two\n  three\n  four");
});

it("fills a line to its last column", () => {
  expect(wrapText("123456789 1", 0, 9)).toBe("123456789\n1");
  expect(wrapText("1234567 9", 0, 9)).toBe("1234567 9");
});

it("does not break a word that is longer than a line, so that it can be copied", () => {
  expect(wrapText("see s3://bucket/key now", 2, 10)).toBe("see\n  s3://bucket/key\n  now");
});

it("keeps the text's own margin on every line", () => {
  expect(wrapText("    one two three", 2, 11)).toBe("    one two\n      three");
});

it("wraps each line of a text separately", () => {
  const lines = `${"one ".repeat(15).trim()}\n  ${"two ".repeat(15).trim()}`;

  expect(wrapLines(lines, 2)).toBe(lines);
  expect(wrapLines(`${lines}\n${"three ".repeat(14).trim()}`, 2)).toBe(
    `${lines}\n${"three ".repeat(13).trim()}\n  three`,
  );
});

it("puts a text beside its label, and styles do not change the width", () => {
  const red = (label: string) => `<${label}>`;

  expect(besideLabel("ok", "a ".repeat(40).trim(), 4, red).split("\n")).toEqual([
    `<ok  >${"a ".repeat(38).trim()}`,
    "    a a",
  ]);
});
