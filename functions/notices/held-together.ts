/** The end of a key ID as mails show it. A line may break after an ellipsis (Unicode UAX #14, class IN). */
const shownKey = /…(?=[A-Z\d]{4}\b)/gu;

/** The end of a key ID, a day as `writtenDay` writes it, a number of days, or the name of a Region. */
const whole =
  /…[A-Z\d]{4}\b|\b\d{1,2} [A-Z][a-z]+ \d{4}\b|\b\d+ days? (?:left|ago|old)\b|\b[a-z]{2}(?:-[a-z]{2,9}){1,3}-\d\b/gu;

/**
 * HTML in which no line ends inside a key's name, a day or a Region. Only text is changed, no element and no attribute.
 */
export function heldTogether(html: string): string {
  return html.replace(/(^|>)[^<]+/gu, (text) =>
    text.replace(whole, (words) => `<span style="white-space:nowrap">${words}</span>`),
  );
}

/** Text in which no line ends inside a key's name: U+2060 (word joiner) allows no break and has no width. */
export function joinedTogether(text: string): string {
  return text.replace(shownKey, "…\u2060");
}
