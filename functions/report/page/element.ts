/** What an element may hold; text stays text, whatever it says. */
export type Child = Node | string;

/** Makes an HTML element. There is no way to give it markup: names and tags in the report are hostile. */
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

/** A text by a stranger, which may be in a script that runs the other way: it turns nothing beside it round. */
export function isolated(...text: readonly Child[]): HTMLElement {
  return element("bdi", {}, ...text);
}

/** An address that may be broken before its `@`, and not in the middle of a word. */
export function breakableAddress(address: string): Child[] {
  return address.split(/(?=@)/).flatMap((part, index) => (index === 0 ? [part] : [element("wbr"), part]));
}

/** A text whose days are kept on one line each. */
export function withDays(text: string): Child[] {
  return text
    .split(/(\d{4}-\d{2}-\d{2})/)
    .map((part, index) => (index % 2 === 1 ? element("time", { datetime: part }, part) : part));
}

/**
 * The element of the page with an id.
 * @throws where page and script do not fit together
 */
export function placeOf(id: string): HTMLElement {
  const found = document.getElementById(id);
  if (found === null) throw new Error(`the page has no element #${id}`);
  return found;
}
