/** Gives the value of a policy variable, `aws:PrincipalAccount`. */
export type VariableValue = (name: string) => string;

/** What does not stand for itself. */
const tokens = /\$\{([^}]*)\}|[\\^$.*+?()[\]{}|/]/g;

/**
 * A policy's pattern as a regular expression: `*` stands for any text, `?` for one character, and the
 * value of a variable for itself, whatever it holds (IAM user guide, "IAM policy elements: Variables").
 * `*` reaches over colons and slashes.
 */
export function wildcardPattern(pattern: string, lookUp: VariableValue, flags = ""): RegExp {
  const source = pattern.replace(tokens, (token: string, variable: string | undefined) => {
    if (variable !== undefined) return literally(specialCharacter(variable) ?? lookUp(variable));
    if (token === "*") return ".*";
    return token === "?" ? "." : literally(token);
  });
  return new RegExp(`^${source}$`, `su${flags}`);
}

/** A policy's text with its variables filled in, for the operators that know no wildcards. */
export function fillVariables(text: string, lookUp: VariableValue): string {
  return text.replace(/\$\{([^}]*)\}/g, (_, variable: string) => {
    return specialCharacter(variable) ?? lookUp(variable);
  });
}

const actionPatterns = new Map<string, RegExp>();

/** Actions are matched without case; they hold no variables, so each pattern is read once. */
export function actionMatches(pattern: string, action: string): boolean {
  const known = actionPatterns.get(pattern) ?? wildcardPattern(pattern, refuseVariable, "i");
  actionPatterns.set(pattern, known);
  return known.test(action);
}

function refuseVariable(name: string): never {
  throw new Error(`a policy variable may not stand in an action: \${${name}}`);
}

/** `${*}`, `${?}` and `${$}` are how a policy writes these characters themselves. */
function specialCharacter(variable: string): string | undefined {
  return variable === "*" || variable === "?" || variable === "$" ? variable : undefined;
}

function literally(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&");
}
