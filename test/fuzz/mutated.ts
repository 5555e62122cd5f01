import * as fc from "fast-check";

/** Values that may replace another value. */
const junk: fc.Arbitrary<unknown> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.constantFrom(null, "", " ", 0, -1, 1.5, 1e21, true, [], {}, "__proto__", "x".repeat(300)),
  },
  { weight: 2, arbitrary: fc.string({ unit: "binary", maxLength: 20 }) },
  { weight: 1, arbitrary: fc.integer() },
  { weight: 1, arbitrary: fc.jsonValue({ maxDepth: 2 }) },
);

type Change = readonly [place: number, what: "replace" | "remove" | "add" | "repeat", junk: unknown];

/**
 * An almost valid value: `sample` with something replaced, removed, added or repeated in up to three places. Completely
 * random values would all be refused at the first field.
 */
export function mutated(sample: unknown): fc.Arbitrary<unknown> {
  const change: fc.Arbitrary<Change> = fc.tuple(
    fc.nat(10_000),
    fc.constantFrom("replace", "remove", "add", "repeat"),
    junk,
  );
  return fc
    .array(change, { maxLength: 3 })
    .map((changes) => changes.reduce((value, each) => changed(value, each), structuredClone(sample)));
}

function changed(value: unknown, [place, what, by]: Change): unknown {
  const places = placesIn(value);
  const at = places[place % places.length];
  if (at === undefined) return what === "replace" ? by : value;
  const { within, key } = at;
  if (Array.isArray(within)) {
    const index = Number(key);
    if (what === "remove") within.splice(index, 1);
    else if (what === "replace") within[index] = by;
    else within.push(what === "add" ? by : structuredClone(within[index]));
  } else if (what === "remove") Reflect.deleteProperty(within, key);
  else if (what === "replace") Reflect.set(within, key, by);
  else Reflect.set(within, `${key}2`, what === "add" ? by : structuredClone(Reflect.get(within, key)));
  return value;
}

/** Every place inside a value that can be changed. */
function placesIn(value: unknown): { within: object; key: string }[] {
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => [{ within: value, key }, ...placesIn(inner)]);
}

/** An almost valid text: a part of it is removed, doubled or replaced. */
export function mutatedText(sample: string): fc.Arbitrary<string> {
  const cut = fc.tuple(fc.nat(sample.length), fc.nat(30), fc.string({ unit: "binary", maxLength: 8 }));
  return fc
    .array(cut, { maxLength: 4 })
    .map((cuts) =>
      cuts.reduce((text, [at, length, by]) => text.slice(0, at) + by + text.slice(at + length), sample),
    );
}
