/** What we do not write, and what to write instead. Only phrases that are never right; see CONTRIBUTING.md, "How we write". */
const phrases: readonly (readonly [RegExp, string])[] = [
  // One word for one thing.
  [/\bverdicts?\b/i, "decision"],
  [/\bjudg(e|es|ed|ing)\b/i, "evaluate"],
  [/\btold\b/i, "notified; of a person who reads something: the text says"],
  [/\bannounc/i, "deactivation notice"],
  [/\bswitch(ed|es)? (it |them |a key |the key |keys )?off\b/i, "deactivate"],
  [/\bswitch(ed|es)? (it |them |a key |the key |keys )?on again\b/i, "reactivate, restore"],
  [/\bkeys? (go|goes|went) off\b|\bcut off unwarned\b/i, "is deactivated"],
  [/\bwith-?h[eo]ld/i, "on hold"],
  [/\binTime\b(?=["'`])/, "compliant"],
  [/\bunreached\b|\bnot reached: |\bout of reach\b/i, "unreachable"],
  [/\bleft[ _-]?out\b|\blooked into\b/i, "skipped, omitted"],
  [/\bbrak(e|es|ed|ing)\b/i, "plan, pace, approval, pause"],
  [/\brehears/i, "simulate"],
  [
    /\bNotEverybodyTold\b|\bTellMissing|\bKeepTheLedger|\bAskWhether|\bTellTheBus/,
    "the name that it has now",
  ],
  // Sentences that have to be read twice.
  [/\bso many (days|runs|hours|minutes|seconds|calls|more)\b|\bso-manieth\b/i, "this many, nth"],
  [/\bwhom\b|\bof which\b/i, "that, who"],
  [/\b(go|goes|going|gone|went) by\b/i, "use, depend on"],
  [/\b(is|are) to be\b|\bnothing is done\b/i, "who does what, in the active voice"],
  [/\bfor want of\b/i, "because … is missing"],
  [/(?<!(many|few|two) )\bany more\b/i, "no longer"],
  [/\bbefall/i, "happen to"],
  [/\bmend(s|ed|ing)?\b/i, "fix"],
  [/\bis remembered\b/i, "Curfew records"],
  [/\bno notice goes to nobody\b/i, "every notice has at least one recipient"],
  [/\bstands alone\b|\balready stands for\b/i, "cannot be combined, is already"],
  [/\d not found out\b|\bto look at, /i, "unknown, warning"],
  [/\bTo come, if nothing changes\b/i, "Next, if nothing changes"],
  [/\bwas over before\b/i, "the timeout was near"],
];

/** The first of our phrases in a text, and what to write instead; absent if there is none. */
export function firstPhrase(text: string): { readonly found: string; readonly write: string } | undefined {
  for (const [phrase, write] of phrases) {
    const [found] = phrase.exec(text) ?? [];
    if (found !== undefined) return { found, write };
  }
  return undefined;
}

/** Every phrase in a file, line by line: `docs/cli.md:12: "verdict", write: decision`. */
export function phrasesIn(file: string, text: string): string[] {
  return text.split("\n").flatMap((line, index) => {
    const { found, write } = firstPhrase(line) ?? {};
    return found === undefined ? [] : [`${file}:${index + 1}: "${found}", write: ${write}`];
  });
}
