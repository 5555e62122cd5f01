import type { PageData } from "../page-data.ts";

/**
 * Reads the report from the page: gzip in base64. The report function has parsed it with its schema before it put it
 * there, with the same version of the code. Parsing 200,000 keys again would only make the reader wait.
 * @throws if the browser has no DecompressionStream (before 2023), or if the page is incomplete
 */
export async function readData(text: string): Promise<PageData> {
  const binary = atob(text.trim());
  const bytes = new Uint8Array(binary.length);
  for (let place = 0; place < binary.length; place += 1) bytes[place] = binary.charCodeAt(place);
  const unpacked = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  return JSON.parse(await new Response(unpacked).text());
}
