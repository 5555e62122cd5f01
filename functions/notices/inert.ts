import { plain } from "./plain.ts";

/**
 * Text that somebody other than Curfew or its deployer wrote, as one plain line in which no mail program finds an
 * address or a link: `see https://evil.example/x` becomes `see evil[.]example/x`, and `a@b.example` becomes
 * `a[at]b[.]example`. Whoever may write a tag must not write links into Curfew's mails.
 * @param longest in characters; what is longer ends with an ellipsis
 */
export function inert(text: string, longest = 120): string {
  const line = plain(text, longest)
    .replace(/[a-z][a-z0-9+.-]*:\/\/+/giu, "")
    .replace(/\/\/+/gu, "/")
    .replace(/([a-z][a-z0-9+.-]*):(?=\S)/giu, "$1: ")
    .replace(/[@\uFF20\uFE6B]/gu, "[at]")
    .replace(/[.\u3002\uFF0E\uFF61\u2024](?=[\p{L}\p{N}\p{M}])/gu, "[.]");
  // Dots between digits only are versions, numbers and days, and no mail program links them without a scheme.
  return line.replace(/(?<=\d)\[\.\](?=\d)/gu, ".");
}

/** Text of somebody else, in quotes, so that nobody mistakes it for Curfew's own words. */
export function quoted(text: string, longest?: number): string {
  return `“${inert(text, longest).replace(/["“”]/gu, "'")}”`;
}

/**
 * Parts of a text, to write with an element between them in HTML: it stays the same for the reader and for
 * copying, and mail programs find no address in it.
 */
export function breakable(name: string): string[] {
  return name.split(/(?=[.@][\p{L}\p{N}])/u);
}
