/** `1 key`, `2 keys`; the plural is given where it is not the noun with an s. */
export function count(number: number, noun: string, plural = `${noun}s`): string {
  return `${number} ${number === 1 ? noun : plural}`;
}

/** `less than an hour ago`, `5 hours ago`, `3 days ago`. */
export function ago(hours: number): string {
  if (hours < 1) return "less than an hour ago";
  return hours < 48
    ? `${count(Math.floor(hours), "hour")} ago`
    : `${count(Math.floor(hours / 24), "day")} ago`;
}

/** How long something took: `4 s`, `12 min`, `3.7 h`. */
export function duration(milliseconds: number): string {
  const seconds = Math.max(1, Math.round(milliseconds / 1000));
  if (seconds < 120) return `${seconds} s`;
  const minutes = Math.round(seconds / 60);
  return minutes < 120 ? `${minutes} min` : `${(seconds / 3600).toFixed(1)} h`;
}

/** An OU path as people write it: `Workloads / Production`; IDs where there are no names, `root` for the root. */
export function ouName(path: readonly string[], names: Readonly<Record<string, string>>): string {
  const ous = path.filter((id) => id.startsWith("ou-"));
  return ous.length === 0 ? "root" : ous.map((id) => names[id] ?? id).join(" / ");
}

/** What every prediction of `timelineOf` assumes. */
export const predictionAssumes =
  "Assumes that keys, tags and settings do not change, that every notice is delivered, that every account is evaluated daily, and that neither pace nor approval delays a deactivation.";
