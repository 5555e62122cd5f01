import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { PageTokens } from "../../../../infra/sandbox/services/page-tokens.ts";

describe("page tokens", () => {
  const tokens = new PageTokens();

  it("return the position that they were created with, whatever it contains", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), (position) => {
        expect(tokens.open("users", tokens.seal("users", position))).toBe(position.toWellFormed());
      }),
    );
  });

  it("are not valid for another listing or another service", () => {
    const token = tokens.seal("users of a", "jane");
    expect(tokens.open("users of b", token)).toBeUndefined();
    expect(new PageTokens().open("users of a", token)).toBeUndefined();
  });

  it("are not valid if any character is changed, missing or added", () => {
    const token = tokens.seal("users", "jane");
    for (let at = 0; at < token.length; at += 1) {
      const other = token[at] === "A" ? "B" : "A";
      expect(tokens.open("users", token.slice(0, at) + other + token.slice(at + 1))).toBeUndefined();
      expect(tokens.open("users", token.slice(0, at))).toBeUndefined();
    }
    expect(tokens.open("users", "jane")).toBeUndefined();
  });
});
