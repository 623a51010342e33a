/** Names of the document as Python identifiers: one mapping for code that is written and for names that are declared. */

/** Words that Python keeps for itself, and what a cell must be able to call. SymPy's own names are not among them: the document's `S` is its `S`. */
const RESERVED: ReadonlySet<string> = new Set(
  `False None True and as assert async await break class continue def del elif else except finally for from global if import in is
  nonlocal not or pass raise return try while with yield print check check_implies check_solution`.split(/\s+/),
);

/** Signs in front of a name, and those within an index. */
const SIGNS: readonly (readonly [RegExp, string])[] = [
  [/∠/g, 'angle_'],
  [/△/g, 'triangle_'],
  [/□/g, 'square_'],
  [/⌒/g, 'arc_'],
  [/\[([^\]]*)\]/g, 'area_$1'],
  [/'/g, '_prime'],
  [/\+/g, '_plus_'],
  [/[-−]/g, '_minus_'],
  [/[*·]/g, '_times_'],
  [/\//g, '_over_'],
];

const known = new Map<string, string>();
const MOST_KNOWN = 5000;

/**
 * The Python identifier for a name: `x_1` stays, `v_{max}` is `v_max`, `a_{n+1}` is `a_n_plus_1`, `y'` is `y_prime`, `vec v` is `vec_v`, `∠ABC` is
 * `angle_ABC`; `lambda` is `lamda`, as SymPy writes it. Two names can have one identifier; whoever prints several has to look.
 */
export function pythonName(name: string): string {
  let python = known.get(name);
  if (python === undefined) {
    if (known.size >= MOST_KNOWN) known.clear();
    python = identifier(name);
    known.set(name, python);
  }
  return python;
}

function identifier(name: string): string {
  if (name === 'lambda') return 'lamda';
  let text = name.normalize('NFKC');
  for (const [sign, word] of SIGNS) text = text.replace(sign, word);
  text = text
    .replace(/[^\p{L}\p{Nd}_]+/gu, '_')
    .replace(/_{2,}/g, '_')
    .replace(/(?<=.)_+$/, '');
  if (!/^[\p{L}_]/u.test(text)) text = `_${text}`;
  return RESERVED.has(text) ? `${text}_` : text;
}
