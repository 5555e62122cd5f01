import { expect, it } from "vitest";
import type { AddressProblem } from "../../../functions/domain/address-problems.ts";
import { addressProblemText, addressToDo } from "../../../functions/notices/address-problem-text.ts";
import { phrasesIn } from "../../docs/house-style.ts";

/** One of each code; the compiler knows if one is missing. */
const problems: {
  readonly [Code in AddressProblem["code"]]: Extract<AddressProblem, { readonly code: Code }>;
} = {
  noEmailTag: { code: "noEmailTag" },
  malformedAddress: { code: "malformedAddress", found: "ask reception" },
  outsideAllowedDomains: { code: "outsideAllowedDomains", found: "jane@elsewhere.net" },
  tooManyAddresses: { code: "tooManyAddresses", limit: 5 },
  tagsUnreadable: { code: "tagsUnreadable" },
  ownersUnreachable: { code: "ownersUnreachable", addresses: ["gone@example.com"] },
  ownersChangeOften: { code: "ownersChangeOften" },
  nobodyReached: { code: "nobodyReached", addresses: ["gone@example.com", "cloud@example.com"] },
};
const texts = Object.values(problems).map((problem) => addressProblemText(problem, "mail-to"));

it("has its own sentence for every problem, with the value found and what somebody has to do", () => {
  expect(new Set(texts).size).toBe(texts.length);
  for (const problem of Object.values(problems)) {
    expect(addressToDo(problem)).toMatch(/^[A-Z].*\.$/);
    expect(phrasesIn("address-problem-text.ts", addressToDo(problem) ?? "")).toEqual([]);
  }
  expect(texts.flatMap((text) => phrasesIn("address-problem-text.ts", text))).toEqual([]);
  expect(texts).toContain(
    'the tag “mail-to” of the IAM user is not a mail address (value found: "ask reception")',
  );
  expect(texts).toContain(
    "neither the owner nor the fallback contact can be reached (gone@example.com, cloud@example.com)",
  );
});
