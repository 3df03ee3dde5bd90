/** As much of JSON Schema as the routes use. */
export interface JsonSchema {
  readonly type?: string;
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly anyOf?: readonly JsonSchema[];
  readonly allOf?: readonly JsonSchema[];
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly items?: JsonSchema;
  readonly minItems?: number;
  readonly minimum?: number;
  readonly exclusiveMinimum?: number;
  readonly maximum?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly pattern?: string;
  readonly format?: string;
  readonly examples?: readonly unknown[];
  readonly default?: unknown;
}

/**
 * A value that the schema describes, with everything optional in it.
 * @param named gives the value of a property by its name; undefined: any will do, null: leave it out
 */
export function sampleOf(
  schema: JsonSchema | undefined,
  named: (name: string) => unknown = () => undefined,
): unknown {
  if (schema === undefined) return undefined;
  if (schema.const !== undefined) return schema.const;
  if (schema.enum !== undefined) return schema.enum[0];
  const [first] = schema.examples ?? schema.anyOf ?? [];
  if (first !== undefined) return schema.examples ? first : sampleOf(first as JsonSchema, named);
  if (schema.allOf !== undefined) {
    return Object.assign({}, ...schema.allOf.map((part) => sampleOf(part, named))) as unknown;
  }
  if (schema.type === 'object') {
    return Object.fromEntries(
      Object.entries(schema.properties ?? {}).flatMap(([name, property]) => {
        const value = named(name) === undefined ? sampleOf(property, named) : named(name);
        return value === null || value === undefined ? [] : [[name, value]];
      }),
    );
  }
  if (schema.type === 'array') {
    return Array.from({ length: Math.max(1, schema.minItems ?? 0) }, () =>
      sampleOf(schema.items, named),
    );
  }
  if (schema.type === 'integer' || schema.type === 'number') {
    return schema.minimum ?? (schema.exclusiveMinimum ?? 0) + 1;
  }
  if (schema.type === 'boolean') return false;
  if (schema.type === 'null') return null;
  if (schema.format === 'uuid') return '00000000-0000-4000-8000-00000000abcd';
  return 'a text of some length that says nothing'.slice(0, schema.maxLength ?? 100);
}
