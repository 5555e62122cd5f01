/** Properties that every template has and that change nothing about how the resource behaves. */
const harmless = new Set(["Tags", "Description"]);

/**
 * The properties of a resource that its schema did not keep, by their path: `RetryPolicy.MaximumEventAge`.
 * @param given the properties as the template holds them, resolved
 * @param kept what the schema kept of them
 */
export function droppedProperties(given: unknown, kept: unknown, path = ""): string[] {
  if (Array.isArray(given))
    return given.flatMap((item, index) =>
      droppedProperties(item, Array.isArray(kept) ? kept[index] : undefined, path),
    );
  if (typeof given !== "object" || given === null) return [];
  return Object.entries(given).flatMap(([name, value]) => {
    const at = path === "" ? name : `${path}.${name}`;
    if (harmless.has(at)) return [];
    if (typeof kept !== "object" || kept === null || !Object.hasOwn(kept, name)) return [at];
    return droppedProperties(value, Reflect.get(kept, name), at);
  });
}
