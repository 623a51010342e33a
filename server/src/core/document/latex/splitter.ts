import type { Splitter } from '../splitter.ts';
import { type Change, makeUnit, type Unit, type UnitSpan } from '../units.ts';

export class LatexSplitter implements Splitter {
  split(text: string, _change: Change | undefined): readonly UnitSpan[] {
    return text === '' ? [] : [];
  }
  read(span: UnitSpan): Unit {
    return makeUnit(span.context, '', []);
  }
}
