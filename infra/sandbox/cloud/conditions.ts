import type { Context } from "./service.ts";
import { fillVariables, type VariableValue, wildcardPattern } from "./wildcards.ts";

/** The condition keys of a request and their values, by the key in lower case: case does not matter. */
export type ConditionKeys = ReadonlyMap<string, string | readonly string[]>;

/** A statement's Condition: by operator, then by condition key, the values. One of them must match. */
export type Conditions = Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;

interface Operator {
  /** Negated operators require that no value matches. They hold for a key that does not exist. */
  readonly negated: boolean;
  matches(wanted: string, found: string, lookUp: VariableValue): boolean;
}

const stringEquals: Operator["matches"] = (wanted, found, lookUp) => fillVariables(wanted, lookUp) === found;
const stringLike: Operator["matches"] = (wanted, found, lookUp) =>
  wildcardPattern(wanted, lookUp).test(found);
const equalsIgnoreCase: Operator["matches"] = (wanted, found, lookUp) =>
  fillVariables(wanted, lookUp).toLowerCase() === found.toLowerCase();
const numeric =
  (compare: (found: number, wanted: number) => boolean): Operator["matches"] =>
  (wanted, found) =>
    compare(asNumber(found), asNumber(wanted));

const yes = (matches: Operator["matches"]): Operator => ({ negated: false, matches });
const no = (matches: Operator["matches"]): Operator => ({ negated: true, matches });

/** Condition keys as a request has them, ready to be compared. */
export function conditionKeys(context: Context): ConditionKeys {
  return new Map(Object.entries(context).map(([key, value]) => [key.toLowerCase(), value]));
}

/** The operators this evaluation knows (IAM user guide, "IAM JSON policy elements: Condition operators"). */
const operators: Readonly<Record<string, Operator>> = {
  StringEquals: yes(stringEquals),
  StringNotEquals: no(stringEquals),
  StringEqualsIgnoreCase: yes(equalsIgnoreCase),
  StringNotEqualsIgnoreCase: no(equalsIgnoreCase),
  StringLike: yes(stringLike),
  StringNotLike: no(stringLike),
  // The two positive ones behave alike, and so do the two negated ones.
  ArnEquals: yes(arnLike),
  ArnLike: yes(arnLike),
  ArnNotEquals: no(arnLike),
  ArnNotLike: no(arnLike),
  Bool: yes((wanted, found) => asBoolean(wanted) === asBoolean(found)),
  NumericEquals: yes(numeric((found, wanted) => found === wanted)),
  NumericNotEquals: no(numeric((found, wanted) => found === wanted)),
  NumericLessThan: yes(numeric((found, wanted) => found < wanted)),
  NumericLessThanEquals: yes(numeric((found, wanted) => found <= wanted)),
  NumericGreaterThan: yes(numeric((found, wanted) => found > wanted)),
  NumericGreaterThanEquals: yes(numeric((found, wanted) => found >= wanted)),
};

/**
 * Keys that AWS fills in and the embedded cloud does not: to take them for missing would misread the
 * policy (IAM user guide, "AWS global condition context keys").
 */
const unknownHere =
  /^aws:(CurrentTime|EpochTime|SourceIp|UserAgent|userid|TokenIssueTime|PrincipalOrgPaths|PrincipalTag\/.*)$/i;

/**
 * Whether all conditions of a statement hold.
 * @throws if an operator, a key or a variable is none that this evaluation understands
 */
export function conditionsHold(conditions: Conditions | undefined, found: ConditionKeys): boolean {
  // Every condition is looked at, so that one that is not understood is never hidden behind one that fails.
  const held = Object.entries(conditions ?? {}).flatMap(([operator, wanted]) =>
    Object.entries(wanted).map(([key, values]) => conditionHolds(operator, key, values, found)),
  );
  return held.every(Boolean);
}

/**
 * IAM user guide, "Multivalued context keys": how the values of the request are compared, and the operator after it.
 */
const setOperator = /^(ForAllValues|ForAnyValue):(.+)$/;

function conditionHolds(name: string, key: string, wanted: readonly string[], keys: ConditionKeys): boolean {
  const found = keys.get(key.toLowerCase());
  if (found === undefined && unknownHere.test(key))
    throw new Error(`the embedded cloud does not know the condition key ${key}`);
  if (name === "Null") return wanted.some((value) => asBoolean(value) === (found === undefined));
  const [, quantifier, unquantified = name] = setOperator.exec(name) ?? [];
  const ifExists = unquantified.endsWith("IfExists");
  const plain = ifExists ? unquantified.slice(0, -"IfExists".length) : unquantified;
  const operator = Object.hasOwn(operators, plain) ? operators[plain] : undefined;
  if (operator === undefined)
    throw new Error(`the embedded cloud does not know the condition operator ${name}`);
  const matches = (value: string) =>
    wanted.map((one) => operator.matches(one, value, valuesFrom(keys))).includes(true) !== operator.negated;
  // Without a value, ForAllValues holds and ForAnyValue does not, whatever the operator.
  if (found === undefined && quantifier !== undefined) return ifExists || quantifier === "ForAllValues";
  if (found === undefined) return ifExists || operator.negated;
  if (quantifier !== undefined) {
    // AWS warns that such a condition may allow too much (IAM user guide, "Single-valued vs. multivalued").
    if (typeof found === "string")
      throw new Error(
        `the embedded cloud does not take the operator ${name} for ${key}, which has one value`,
      );
    const held = found.map(matches);
    return quantifier === "ForAllValues" ? !held.includes(false) : held.includes(true);
  }
  if (typeof found !== "string")
    throw new Error(`${key} is multivalued: the condition needs ForAllValues or ForAnyValue`);
  return matches(found);
}

/** The values of policy variables. A policy with an unknown variable cannot be read. */
export function valuesFrom(keys: ConditionKeys): VariableValue {
  return (name) => {
    const value = keys.get(name.toLowerCase());
    if (typeof value !== "string") throw new Error(`the policy variable \${${name}} cannot be resolved`);
    return value;
  };
}

/** Each of the six parts is compared for itself, and may hold wildcards. What is no ARN does not match. */
function arnLike(wanted: string, found: string, lookUp: VariableValue): boolean {
  const wantedParts = arnParts(wanted);
  if (wantedParts === undefined) throw new Error(`${wanted} in a condition is not an ARN`);
  const foundParts = arnParts(found);
  return (
    foundParts?.every((part, index) => wildcardPattern(wantedParts[index] ?? "", lookUp).test(part)) ?? false
  );
}

/** Partition, service, Region, account, resource. A colon may be in the resource, and in `${aws:…}`. */
function arnParts(arn: string): readonly string[] | undefined {
  const part = "((?:\\$\\{[^}]*\\}|[^:])*)";
  return new RegExp(`^arn:${part}:${part}:${part}:${part}:(.+)$`, "s").exec(arn)?.slice(1);
}

function asNumber(text: string): number {
  const value = Number(text);
  if (text.trim() === "" || Number.isNaN(value)) throw new Error(`${text} in a condition is not a number`);
  return value;
}

function asBoolean(text: string): boolean {
  if (!/^(true|false)$/i.test(text)) throw new Error(`${text} in a condition is neither true nor false`);
  return text.toLowerCase() === "true";
}
