export type Environment = Readonly<Record<string, string | undefined>>;

const VARIABLE = /\$\{([A-Za-z_][A-Za-z0-9_]*)\}/g;

/** The variable that the text is and nothing else; null: it is something else. */
export function wholeVariable(text: string): string | null {
  const [name] = variablesIn(text);
  return name !== undefined && text === `\${${name}}` ? name : null;
}

/** Names of the variables that the text asks for, in order, each once. */
export function variablesIn(text: string): string[] {
  return [...new Set([...text.matchAll(VARIABLE)].map(([, name]) => name!))];
}

/** Whether a `${` opens something that isn't the name of a variable. */
export function hasBrokenVariable(text: string): boolean {
  return text.replaceAll(VARIABLE, '').includes('${');
}

/** The text with the variables' values in it; those that aren't set stay as they are written. */
export function fillVariables(
  text: string,
  env: Environment,
  encode: (value: string) => string = (value) => value,
): string {
  return text.replaceAll(VARIABLE, (written, name: string) => {
    const value = env[name];
    return value === undefined || value === '' ? written : encode(value);
  });
}
