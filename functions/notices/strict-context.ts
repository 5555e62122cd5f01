import Mustache from "mustache";

/**
 * Only the values that a template is rendered with. Mustache itself prints nothing for an undefined
 * name, and finds `constructor` in every object. Either would be a gap or nonsense in a mail.
 */
export class StrictContext extends Mustache.Context {
  /** The values inside a section. A name that is not among them is looked up in the values around it. */
  override push(view: unknown): StrictContext {
    return new StrictContext(view, this);
  }

  /** @throws an error that names the variable, if no value has its name; null is a value, and prints nothing */
  override lookup(name: string): unknown {
    const value = name === "." ? this.view : ownValue(this.view, name.split("."));
    if (value !== undefined) return value;
    if (this.parent === undefined) throw new Error(`undefined variable: ${name}`);
    return this.parent.lookup(name);
  }
}

/** The value at a path of own properties; undefined if there is none. */
function ownValue(values: unknown, path: readonly string[]): unknown {
  let value = values;
  for (const name of path) {
    if (typeof value !== "object" || value === null) return undefined;
    value = Object.getOwnPropertyDescriptor(value, name)?.value;
  }
  return value;
}
