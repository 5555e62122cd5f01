import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type * as z from "zod/mini";
import { parse } from "../../../functions/runtime/parse.ts";
import { checkTags } from "./check-tags.ts";
import { resolve, type Scope } from "./resolve.ts";
import { identify, type ResourceIdentity } from "./resource-identity.ts";
import { assetManifestSchema } from "./resource-schemas.ts";
import { type Target, type Template, templateSchema } from "./template.ts";
import { droppedProperties } from "./unmodelled.ts";

/** A resource of a stack: what it answers to Ref and GetAtt, and its properties as a schema read them. */
export interface ReadResource<Properties> {
  readonly identity: ResourceIdentity;
  readonly properties: Properties;
}

/** Reads the resources of one stack by type, and notes every property that no schema kept. */
export class StackReader {
  readonly #template: Template;
  readonly #scope: Scope;
  readonly #assets: ReadonlyMap<string, string>;
  readonly #read = new Set<string>();
  readonly #unmodelled: string[] = [];

  /** @throws {Error} for a resource type that the embedded cloud cannot deploy, and for tags that AWS refuses */
  constructor(assembly: string, target: Target) {
    const { stackName } = target;
    this.#template = parse(templateSchema, readJson(join(assembly, `${stackName}.template.json`)), stackName);
    const resources = new Map<string, ResourceIdentity>();
    for (const [logicalId, { Type, Properties }] of Object.entries(this.#template.Resources)) {
      checkTags(logicalId, Type, Properties);
      resources.set(logicalId, identify(logicalId, Type, Properties, target));
    }
    this.#scope = { target, resources };
    this.#assets = assetPaths(assembly, stackName);
  }

  /**
   * All resources of a type.
   * @throws {InvalidInput} for a property that the embedded cloud must not ignore
   */
  all<Output>(type: string, schema: z.ZodMiniType<Output>): ReadResource<Output>[] {
    this.#read.add(type);
    return this.#resources(type).map(([logicalId, given]) => {
      const properties = parse(schema, given, logicalId);
      this.#unmodelled.push(...described(logicalId, type, droppedProperties(given, properties)));
      const identity = this.#scope.resources.get(logicalId);
      if (identity === undefined) throw new Error(`${logicalId} has no identity`);
      return { identity, properties };
    });
  }

  /** The file or directory of the assembly that is published as an object of the assets bucket. */
  assetPath(objectKey: string): string {
    const path = this.#assets.get(objectKey);
    if (path === undefined) throw new Error(`no asset of the assembly is published as ${objectKey}`);
    return path;
  }

  outputs(): Record<string, string> {
    return Object.fromEntries(
      Object.entries(this.#template.Outputs).map(([name, { Value }]) => [
        name,
        String(resolve(Value, this.#scope)),
      ]),
    );
  }

  /** Every property that nothing here acts on, with those of the types that were never read. */
  unmodelled(): string[] {
    const unread = Object.entries(this.#template.Resources)
      .filter(([, { Type }]) => !this.#read.has(Type))
      .flatMap(([logicalId, { Type, Properties }]) =>
        described(logicalId, Type, droppedProperties(Properties, {})),
      );
    return [...this.#unmodelled, ...unread].toSorted();
  }

  #resources(type: string): [string, unknown][] {
    return Object.entries(this.#template.Resources)
      .filter(([, { Type }]) => Type === type)
      .map(([logicalId, { Properties }]) => [logicalId, resolve(Properties, this.#scope)]);
  }
}

function described(logicalId: string, type: string, names: readonly string[]): string[] {
  return [...new Set(names)].map((name) => `${logicalId} (${type}): ${name}`);
}

function assetPaths(assembly: string, stackName: string): Map<string, string> {
  const manifest = join(assembly, `${stackName}.assets.json`);
  if (!existsSync(manifest)) return new Map();
  const { files } = parse(assetManifestSchema, readJson(manifest), manifest);
  return new Map(
    Object.values(files).flatMap(({ source, destinations }) =>
      Object.values(destinations).map(({ objectKey }): [string, string] => [
        objectKey,
        join(assembly, source.path),
      ]),
    ),
  );
}

function readJson(path: string): unknown {
  return JSON.parse(readFileSync(path, "utf8"));
}
