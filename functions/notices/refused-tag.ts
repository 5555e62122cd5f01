import type { TemplateSpans, TemplateSpanType } from "mustache";

/** A tag that a template may not have, as its author wrote it, and why. */
export interface RefusedTag {
  readonly tag: string;
  readonly reason: string;
}

/**
 * Features of Mustache that these templates may not use. With one brace too many, a stranger's tag value would
 * be HTML in a mail. They are refused in `.text` templates too, so that there is one rule for all.
 */
const reasons: Partial<Record<TemplateSpanType, string>> = {
  "&": "no value is printed unescaped",
  ">": "no template includes another",
  "=": "the delimiters stay {{ and }}",
};

/**
 * The first tag of a parsed template that is refused, in sections too.
 * @param slot the one value that the template may print unescaped, because Curfew itself rendered this HTML
 */
export function refusedTagOf(
  spans: TemplateSpans,
  source: string,
  slot: string | undefined,
): RefusedTag | undefined {
  for (const span of spans) {
    const [type, name, start, end] = span;
    const reason = type === "&" && name === slot ? undefined : reasons[type];
    if (reason !== undefined) return { tag: source.slice(start, end), reason };
    const inside = span.length === 6 ? refusedTagOf(span[4], source, slot) : undefined;
    if (inside !== undefined) return inside;
  }
  return undefined;
}
