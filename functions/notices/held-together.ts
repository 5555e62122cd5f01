/** The end of a key ID as mails show it. A line may break after an ellipsis (Unicode UAX #14, class IN). */
const shownKey = /…(?=[A-Z\d]{4}\b)/gu;

/** A day as `writtenDay` writes it, or the end of a key ID. */
const whole = /…[A-Z\d]{4}\b|\b\d{1,2} [A-Z][a-z]+ \d{4}\b/gu;

/** HTML in which no line ends inside a key's name or a day. Only text is changed, no element and no attribute. */
export function heldTogether(html: string): string {
  return html.replace(/(^|>)[^<]+/gu, (text) =>
    text.replace(whole, (words) => `<span style="white-space:nowrap">${words}</span>`),
  );
}

/** Text in which no line ends inside a key's name: U+2060 (word joiner) allows no break and has no width. */
export function joinedTogether(text: string): string {
  return text.replace(shownKey, "…\u2060");
}
