/** Commands that common packages add: siunitx, physics. */
import type { Scanner } from './scanner.ts';

type ScanTo = (s: Scanner, end: number) => void;

/** Commands of common packages: `\\SI{5}{cm}`, `\\num{1200}`, `\\ang{30}`, `\\dd{x}`. */
export function scanPackage(s: Scanner, name: string, start: number, scanTo: ScanTo): boolean {
  const open = s.text.charCodeAt(s.pos) === 123;
  if (name === 'dd' || name === 'diff') {
    s.push('letter', 'd', start, s.pos);
    if (open) inBraces(s, scanTo);
    return true;
  }
  if (!open || !/^(?:SI|qty|num|ang|si|unit)$/.test(name)) return false;
  if (name === 'si' || name === 'unit') scanUnit(s, start);
  else inBraces(s, scanTo);
  if (name === 'ang') s.push('operator', '°', s.pos, s.pos);
  if (name === 'SI' || name === 'qty') scanUnit(s, s.pos);
  return true;
}

function inBraces(s: Scanner, scanTo: ScanTo): void {
  const inside = s.rawArgument();
  if (inside === undefined) {
    s.fail('braces that never close', s.pos, s.text.length);
    return;
  }
  const end = s.pos;
  s.pos = inside.start;
  scanTo(s, inside.end);
  s.pos = end;
}

function scanUnit(s: Scanner, start: number): void {
  const inside = s.rawArgument();
  if (inside === undefined) return;
  const unit = s.text
    .slice(inside.start, inside.end)
    .replace(/\\per(?![a-z])\s*/g, '/')
    .replace(/[\\{}\s]/g, '');
  if (unit !== '') s.push('text', unit, start, s.pos);
}
