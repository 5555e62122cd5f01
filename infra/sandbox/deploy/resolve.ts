import type { ResourceIdentity } from "./resource-identity.ts";
import type { Target } from "./template.ts";

/** What intrinsic functions may refer to. */
export interface Scope {
  readonly target: Target;
  readonly resources: ReadonlyMap<string, ResourceIdentity>;
}

/**
 * Resolves the intrinsic functions in a value of a template (CloudFormation user guide, "Intrinsic function
 * reference"). An unknown function or reference is an error: a policy with an unresolved piece in it would
 * be evaluated as something that was never deployed.
 */
export function resolve(value: unknown, scope: Scope): unknown {
  if (Array.isArray(value)) return value.map((item) => resolve(item, scope));
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value);
  const [only] = entries;
  if (entries.length === 1 && only !== undefined && (only[0] === "Ref" || only[0].startsWith("Fn::")))
    return call(only[0], only[1], scope);
  return Object.fromEntries(entries.map(([name, inner]) => [name, resolve(inner, scope)]));
}

function call(name: string, argument: unknown, scope: Scope): unknown {
  switch (name) {
    case "Ref":
      return reference(text(argument, name), scope);
    case "Fn::GetAtt": {
      const [logicalId, attribute] = Array.isArray(argument) ? argument : text(argument, name).split(".");
      return attributeOf(text(logicalId, name), text(attribute, name), scope);
    }
    case "Fn::Join": {
      const [separator, parts] = pair(argument, name);
      const resolved = resolve(parts, scope);
      if (!Array.isArray(resolved)) throw new Error(`${name}: expected a list`);
      return resolved.map((part) => text(part, name)).join(text(separator, name));
    }
    case "Fn::Sub":
      return text(argument, name).replace(/\$\{([^}!]+)\}/g, (_, inner: string) => {
        const [logicalId = "", attribute] = inner.split(".");
        return attribute === undefined
          ? reference(logicalId, scope)
          : attributeOf(logicalId, attribute, scope);
      });
    default:
      throw new Error(`the embedded cloud does not know the intrinsic function ${name}`);
  }
}

function reference(name: string, { target, resources }: Scope): string {
  const pseudo: Readonly<Record<string, string>> = {
    "AWS::Partition": target.partition,
    "AWS::AccountId": target.accountId,
    "AWS::Region": target.region,
    "AWS::StackName": target.stackName,
    "AWS::URLSuffix": target.partition === "aws-cn" ? "amazonaws.com.cn" : "amazonaws.com",
  };
  const found = pseudo[name] ?? resources.get(name)?.ref;
  if (found === undefined) throw new Error(`Ref to ${name}, which the template does not hold`);
  return found;
}

function attributeOf(logicalId: string, attribute: string, { resources }: Scope): string {
  const found = resources.get(logicalId)?.attributes[attribute];
  if (found === undefined) throw new Error(`Fn::GetAtt of ${logicalId}.${attribute}, which is not known`);
  return found;
}

function text(value: unknown, name: string): string {
  if (typeof value !== "string") throw new Error(`${name}: expected a string, got ${JSON.stringify(value)}`);
  return value;
}

function pair(value: unknown, name: string): [unknown, unknown] {
  if (!Array.isArray(value) || value.length !== 2) throw new Error(`${name}: expected a list of two`);
  return [value[0], value[1]];
}
