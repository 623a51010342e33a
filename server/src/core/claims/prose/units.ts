/** Units in arithmetic in running text. Nothing is converted: where units differ, a false relation of numerals may be a true one of amounts. */
/** What a side counts, operand by operand, and how many operations it has. */
export interface Counted {
  readonly units: readonly string[];
  readonly operators: number;
}

/** Measures by what they measure; words for counted things (clips, books) are in none. Singular forms; a final s is dropped before looking up. */
const measures: Readonly<Record<string, string>> = Object.fromEntries(
  Object.entries({
    time: 'second sec minute min hour hr day week month year decade century fortnight 秒 分钟 小时 天 周 月 年',
    length:
      'mm cm m km meter metre centimeter centimetre millimeter kilometer kilometre inch inche foot feet ft yard mile mi 米 厘米 千米',
    mass: 'g kg mg gram kilogram ounce oz pound lb ton tonne 克 千克 公斤 斤 吨',
    volume: 'ml l cl liter litre milliliter millilitre gallon quart pint cup teaspoon tablespoon 升 毫升',
    money: '$ dollar cent penny pennie nickel dime quarter euro pound yuan 元 角 分',
    count: 'dozen pair score 打',
    angle: '° degree radian 度',
  }).flatMap(([kind, words]) => words.split(' ').map(word => [word, kind] as const)),
);

export function isMeasure(word: string): boolean {
  return measures[word] !== undefined || measures[word.replace(/s$/, '')] !== undefined;
}

/** What makes a comparison of the bare numerals uncertain; `undefined` where nothing does. */
export function unitDoubt(sides: readonly Counted[]): string | undefined {
  const seen = new Map<string, string>();
  const units = sides.flatMap(side => side.units);
  // "1000 ml per liter" converts: its denominator is cancelled. "6 hours a week" counts hours.
  const perUnits = new Set(units.flatMap(unit => rateOf(unit).slice(1)).map(word => word.replace(/s$/, '')));
  for (const unit of units) {
    for (const word of (rateOf(unit)[0] ?? '').split(' ')) {
      if (perUnits.has(word.replace(/s$/, ''))) continue;
      const name = measures[word] === undefined ? word.replace(/s$/, '') : word;
      const kind = measures[name];
      if (kind === undefined) continue;
      const same = name === '$' ? 'dollar' : name === 'percent' ? '%' : name;
      const other = seen.get(kind);
      if (other !== undefined && other !== same) return `the units differ: ${other} and ${same}`;
      seen.set(kind, same);
    }
  }
  return bareDoubt(sides);
}

/** "$1$ foot is equal to $12$ inches": amounts without arithmetic say how units convert. */
function bareDoubt(sides: readonly Counted[]): string | undefined {
  if (sides.some(side => side.operators > 0)) return undefined;
  const units = new Set(
    sides
      .map(side =>
        side.units
          .filter(unit => unit !== '$')
          .join(' ')
          .trim(),
      )
      .filter(unit => unit !== ''),
  );
  return units.size > 1 ? 'amounts in different units are compared' : undefined;
}

function rateOf(unit: string): readonly string[] {
  return unit.split(/ ?\b(?:per|a|an|each|every|in|on|of|for|out)\b ?/);
}
