import type { PageData } from "../page-data.ts";

/**
 * Reads the report out of the page: gzip in base64. The report function has parsed it by its schema before it put it
 * there, in the version of this very page; parsing 200,000 keys once more would only keep the reader waiting.
 * @throws where the browser has no DecompressionStream (before 2023), or the page was cut off
 */
export async function readData(text: string): Promise<PageData> {
  const binary = atob(text.trim());
  const bytes = new Uint8Array(binary.length);
  for (let place = 0; place < binary.length; place += 1) bytes[place] = binary.charCodeAt(place);
  const unpacked = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  return JSON.parse(await new Response(unpacked).text());
}
