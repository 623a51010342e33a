/** Which names Python code uses. */
import type { SyntaxNode } from '@lezer/common';
import { parser } from '@lezer/python';

/** How a name is used: `called` as in `f(x)`, `member` as in `S.Reals`, `index` as in `Sum(k, (k, 1, n))`, `plain` anywhere else. */
export type Use = 'plain' | 'called' | 'member' | 'index';

/**
 * Names whose value the code may ask for, with the ways in which it does, in order of their first use. Attributes, keywords of arguments, parameters and
 * what is imported are left out; strings and comments hold no names, replacement fields of f-strings do. Code that is half typed is read as far as it goes.
 */
export function usedNames(code: string): ReadonlyMap<string, ReadonlySet<Use>> {
  const uses = new Map<string, Set<Use>>();
  parser.parse(code).iterate({
    enter({ name, node, from, to }): boolean {
      if (name === 'ImportStatement') return false;
      if (name !== 'VariableName' || !asksForValue(node)) return true;
      // Python takes identifiers by their compatible form.
      const identifier = code.slice(from, to).normalize('NFKC');
      const known = uses.get(identifier) ?? new Set();
      uses.set(identifier, known.add(useOf(node)));
      return true;
    },
  });
  return uses;
}

function asksForValue(node: SyntaxNode): boolean {
  const { parent, prevSibling, nextSibling } = node;
  switch (parent?.name) {
    case 'ParamList':
      return prevSibling?.name === 'AssignOp';
    case 'ArgList':
      return nextSibling?.name !== 'AssignOp';
    case 'FunctionDefinition':
    case 'ClassDefinition':
    case 'ScopeStatement':
      return false;
    default:
      return true;
  }
}

function useOf(node: SyntaxNode): Use {
  const { parent, prevSibling } = node;
  if (prevSibling?.name === '(' && parent?.name === 'TupleExpression' && parent.parent?.name === 'ArgList')
    return 'index';
  if (prevSibling !== null) return 'plain';
  if (parent?.name === 'CallExpression') return 'called';
  return parent?.name === 'MemberExpression' && node.nextSibling?.name === '.' ? 'member' : 'plain';
}
