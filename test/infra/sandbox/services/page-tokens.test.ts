import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { PageTokens } from "../../../../infra/sandbox/services/page-tokens.ts";

describe("page tokens", () => {
  const tokens = new PageTokens();

  it("open to the position they were sealed with, whatever it holds", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), (position) => {
        expect(tokens.open("users", tokens.seal("users", position))).toBe(position.toWellFormed());
      }),
    );
  });

  it("do not open for another listing, and not in another service", () => {
    const token = tokens.seal("users of a", "jane");
    expect(tokens.open("users of b", token)).toBeUndefined();
    expect(new PageTokens().open("users of a", token)).toBeUndefined();
  });

  it("do not open once any character is changed, cut off or made up", () => {
    const token = tokens.seal("users", "jane");
    for (let at = 0; at < token.length; at += 1) {
      const other = token[at] === "A" ? "B" : "A";
      expect(tokens.open("users", token.slice(0, at) + other + token.slice(at + 1))).toBeUndefined();
      expect(tokens.open("users", token.slice(0, at))).toBeUndefined();
    }
    expect(tokens.open("users", "jane")).toBeUndefined();
  });
});
