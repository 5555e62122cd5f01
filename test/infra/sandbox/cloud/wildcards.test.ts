import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { actionMatches, fillVariables, wildcardPattern } from "../../../../infra/sandbox/cloud/wildcards.ts";

const noVariable = (name: string): string => {
  throw new Error(name);
};
const matches = (pattern: string, text: string) => wildcardPattern(pattern, noVariable).test(text);
/** Text without the special characters of a pattern. */
const plain = fc.string({ unit: fc.constantFrom(..."ab.:/+-()[]^|{}\\é🔑") });

describe("patterns", () => {
  test("a text without wildcards matches itself only", () => {
    fc.assert(fc.property(plain, plain, (one, other) => matches(one, other) === (one === other)));
  });

  test("a star matches any text between two others, also none", () => {
    fc.assert(
      fc.property(plain, plain, plain, (start, middle, end) => {
        expect(matches(`${start}*${end}`, start + middle + end)).toBe(true);
        expect(matches(`${start}x*${end}`, start + middle + end)).toBe(false);
      }),
    );
  });

  test("a question mark matches exactly one character", () => {
    expect(matches("a?c", "abc")).toBe(true);
    expect(matches("a?c", "a🔑c")).toBe(true);
    expect(matches("a?c", "ac")).toBe(false);
    expect(matches("a?c", "abbc")).toBe(false);
  });

  test("resources are compared with case, across slashes, colons and line feeds", () => {
    expect(matches("arn:aws:iam::*:role/x", "arn:aws:iam::111122223333:role/x")).toBe(true);
    expect(matches("runs/*", "runs/a/b:c\nd")).toBe(true);
    expect(matches("runs/*", "Runs/a")).toBe(false);
    expect(matches("runs/*", "old/runs/a")).toBe(false);
  });

  test("the value of a variable is matched literally, whatever it contains", () => {
    const pattern = wildcardPattern(`user/\${aws:username}/*`, () => "a*");
    expect(pattern.test("user/a*/x")).toBe(true);
    expect(pattern.test("user/ab/x")).toBe(false);
  });

  test("a policy can write the special characters themselves", () => {
    expect(matches(`a\${*}b`, "a*b")).toBe(true);
    expect(matches(`a\${*}b`, "axb")).toBe(false);
    expect(fillVariables(`\${$}{\${?}\${aws:x}}`, (name) => `<${name}>`)).toBe(`\${?<aws:x>}`);
  });
});

test("actions are compared without case", () => {
  expect(actionMatches("IAM:list*", "iam:ListUsers")).toBe(true);
  expect(actionMatches("iam:List", "iam:ListUsers")).toBe(false);
  expect(actionMatches("*", "iam:ListUsers")).toBe(true);
  expect(() => actionMatches(`iam:\${aws:x}`, "iam:ListUsers")).toThrow("may not stand in an action");
});
