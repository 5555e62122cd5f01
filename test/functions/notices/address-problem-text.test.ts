import { expect, it } from "vitest";
import type { AddressProblem } from "../../../functions/domain/address-problems.ts";
import { addressProblemText, everythingToDo } from "../../../functions/notices/address-problem-text.ts";
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
    const [toDo = ""] = everythingToDo({ code: "noStageDue" }, [problem]);
    expect(toDo).toMatch(/^[A-Z].*\.$/);
    expect(phrasesIn("address-problem-text.ts", toDo)).toEqual([]);
  }
  expect(texts.flatMap((text) => phrasesIn("address-problem-text.ts", text))).toEqual([]);
  expect(texts).toContain(
    'the tag “mail-to” of the IAM user is not a mail address (value found: "ask reception")',
  );
  expect(texts).toContain(
    "neither the owner nor the fallback contact can be reached (gone@example.com, cloud@example.com)",
  );
});

it("says nothing twice that somebody has to do", () => {
  const { malformedAddress, noEmailTag, ownersUnreachable } = problems;
  const unreachable = { code: "ownerUnreachable", addresses: ["gone@example.com"] } as const;

  expect(everythingToDo(unreachable, [ownersUnreachable, malformedAddress])).toEqual([
    "Correct the user's email tag.",
  ]);
  expect(everythingToDo({ code: "unknownUserType" }, [noEmailTag])).toEqual([
    "Set the user type tag to a value that settings.yaml knows.",
    "Set the user's email tag to the address of the key's owner.",
  ]);
});
