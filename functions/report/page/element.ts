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
export function isolated(text: string): HTMLElement {
  return element("bdi", {}, text);
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
