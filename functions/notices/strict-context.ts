import Mustache from "mustache";

/**
 * The values a template is rendered with, and no others. Mustache itself prints nothing for a name that is
 * not there, and finds `constructor` in every object; either would be a gap, or nonsense, in somebody's mail.
 */
export class StrictContext extends Mustache.Context {
  /** The values inside a section; a name that is not among them is looked for in those around it. */
  override push(view: unknown): StrictContext {
    return new StrictContext(view, this);
  }

  /** @throws an error naming the variable, where no value has its name; null is a value, and prints nothing */
  override lookup(name: string): unknown {
    const value = name === "." ? this.view : ownValue(this.view, name.split("."));
    if (value !== undefined) return value;
    if (this.parent === undefined) throw new Error(`undefined variable: ${name}`);
    return this.parent.lookup(name);
  }
}

/** What lies at a path, by properties that each object has itself; undefined where nothing does. */
function ownValue(values: unknown, path: readonly string[]): unknown {
  let value = values;
  for (const name of path) {
    if (typeof value !== "object" || value === null) return undefined;
    value = Object.getOwnPropertyDescriptor(value, name)?.value;
  }
  return value;
}
