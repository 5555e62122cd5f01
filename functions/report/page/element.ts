/** What an element may contain. Text stays text, whatever it is. */
export type Child = Node | string;

/** Creates an HTML element. It never parses markup, because names and tags in the report may be hostile. */
export function element<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  attributes: Readonly<Record<string, string>> = {},
  ...children: readonly Child[]
): HTMLElementTagNameMap[Tag] {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...children);
  return made;
}

/**
 * A text by a stranger. It may be in a right-to-left script, but does not change the direction of the text around it.
 */
export function isolated(...text: readonly Child[]): HTMLElement {
  return element("bdi", {}, ...text);
}

/** An address that may break before its `@`, but not in the middle of a word. */
export function breakableAddress(address: string): Child[] {
  return address.split(/(?=@)/).flatMap((part, index) => (index === 0 ? [part] : [element("wbr"), part]));
}

/** A text in which no day breaks across lines. */
export function withDays(text: string): Child[] {
  return text
    .split(/(\d{4}-\d{2}-\d{2})/)
    .map((part, index) => (index % 2 === 1 ? element("time", { datetime: part }, part) : part));
}

/**
 * The element of the page with an id.
 * @throws if page and script do not match
 */
export function placeOf(id: string): HTMLElement {
  const found = document.getElementById(id);
  if (found === null) throw new Error(`the page has no element #${id}`);
  return found;
}
