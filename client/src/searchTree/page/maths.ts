/** Sentences with their formulas as MathML: it needs no fonts, follows the theme, and screen readers know it. */
import temml from 'temml';
import { element } from './dom.ts';
import { piecesOf } from './formulas.ts';

const known = new Map<string, DocumentFragment>();

/** Sentences that are kept ready; each is short. */
const MOST_KNOWN = 2000;

/** The sentence as nodes of their own. A formula that cannot be read stands there as it is written. */
export function sentence(text: string): DocumentFragment {
  let made = known.get(text);
  if (made === undefined) {
    made = document.createDocumentFragment();
    for (const piece of piecesOf(text)) {
      made.append(piece.kind === 'text' ? piece.text : formula(piece.text));
    }
    if (known.size >= MOST_KNOWN) known.clear();
    known.set(text, made);
  }
  return made.cloneNode(true) as DocumentFragment;
}

/** Formulas come from documents and models: no macros of theirs, no links, no sizes beyond the line. */
function formula(tex: string): Element {
  const holder = element('span');
  try {
    temml.render(tex, holder, { throwOnError: true, trust: false, maxExpand: 100, maxSize: [10, 10] });
    return holder;
  } catch {
    return element('code', {}, tex);
  }
}
