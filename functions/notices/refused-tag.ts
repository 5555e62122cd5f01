import type { TemplateSpans, TemplateSpanType } from "mustache";

/** A tag that a template may not have, as its author wrote it, and why. */
export interface RefusedTag {
  readonly tag: string;
  readonly reason: string;
}

/**
 * What Mustache knows and these templates may not use. By one brace too many a stranger's tag value would
 * stand in a mail as HTML; in `.text` templates it is refused too, so that there is one rule for all of them.
 */
const reasons: Partial<Record<TemplateSpanType, string>> = {
  "&": "no value is printed unescaped",
  ">": "no template includes another",
  "=": "the delimiters stay {{ and }}",
};

/** The first tag of a parsed template that is refused, in sections too. */
export function refusedTagOf(spans: TemplateSpans, source: string): RefusedTag | undefined {
  for (const span of spans) {
    const [type, , start, end] = span;
    const reason = reasons[type];
    if (reason !== undefined) return { tag: source.slice(start, end), reason };
    const inside = span.length === 6 ? refusedTagOf(span[4], source) : undefined;
    if (inside !== undefined) return inside;
  }
  return undefined;
}
