/**
 * A value from AWS as one plain line. Removed are control characters (CR and LF among them, which could add
 * a header), line and paragraph separators, and invisible format characters, which could turn the reading
 * direction or hide a part of an address (Unicode UAX #9, bidirectional formatting characters).
 * @param longest in characters; what is longer ends with an ellipsis
 */
export function plain(value: string, longest = 200): string {
  const line = value
    .replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, " ")
    .replace(/\p{Cf}+/gu, "")
    .trim();
  const characters = [...line];
  return characters.length <= longest ? line : `${characters.slice(0, longest - 1).join("")}…`;
}
