/** The names in a tree, so that reading a part of its text knows as much as the whole did. */
export interface Names {
  readonly functions: Set<string>;
  readonly variables: Set<string>;
}

export function namesIn(value: unknown, names: Names = { functions: new Set(), variables: new Set() }): Names {
  if (Array.isArray(value)) for (const item of value) namesIn(item, names);
  else if (value !== null && typeof value === 'object') {
    const node = value as { kind?: string; name?: string };
    if (node.kind === 'apply' && node.name !== undefined) names.functions.add(node.name);
    if (node.kind === 'symbol' && node.name !== undefined) names.variables.add(node.name);
    for (const item of Object.values(value)) namesIn(item, names);
  }
  return names;
}
