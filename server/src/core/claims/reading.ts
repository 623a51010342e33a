/** Walks over the relations of a step in order and gathers claims, notes and effects. */

import { fingerprint } from '../document/fingerprint.ts';
import { sliceText, sourceSpan } from '../document/mapped.ts';
import type { Chain, Formula, ParseResult, Span, Statement } from '../math/expr.ts';
import { type Beside, besides } from './alternatives.ts';
import { bareBoxes } from './boxed.ts';
import type { Claim, ClaimRole, Fact, LedgerEffect, LedgerView, Origin, StepReading, Unread } from './claim.ts';
import { MARK } from './cues/compile.ts';
import { answers } from './cues/conclusion.ts';
import { substitutes } from './cues/hypothesis.ts';
import { listsRelations } from './cues/scope.ts';
import { deniedInside } from './cues/unasserted.ts';
import { wordDomains } from './domains.ts';
import { conventionWords, doubtOf } from './doubts.ts';
import { bindingsOf, factEffects, nameEffects, type Placed } from './effects.ts';
import { type Frame, frameOf, type Item, type Surroundings, surroundingsOf } from './frame.ts';
import type { Line } from './line.ts';
import { isConstant, namesOf, variablesShown } from './names.ts';
import { chainsOf, isBoxed, lastExpression, parseItem } from './parse-item.ts';
import { quantitiesIn, quantitiesOf } from './quantities.ts';
import { type Decision, decide, givesName, givesValue } from './roles.ts';
import { scopeAfter, scopeBefore } from './scopes.ts';
import { originOf } from './ties.ts';
import { rewriteOf, Values } from './values.ts';
import { StepView } from './view.ts';

export interface Place {
  readonly stepIndex: number;
  readonly depth: number;
  readonly row?: { readonly index: number; readonly count: number; readonly group: string };
}

/** Inner scopes of single sentences lie below those of cases. */
const SENTENCE_DEPTH = 1000;

interface Previous {
  readonly fact: Fact;
  /** Offset in the frame where its words end; 0 where it stands in an earlier step. */
  readonly after: number;
  readonly display: boolean;
  /** The words before the first of the displays that it stands in. */
  readonly lead: string;
  /** It is one of several that hold one or the other. */
  readonly alternative: boolean;
}

export class Reading {
  readonly #claims: Claim[] = [];
  readonly #unread: Unread[] = [];
  readonly #effects: LedgerEffect[] = [];
  readonly #view: StepView;
  readonly #place: Place;
  readonly #isVariable = (name: string): boolean => this.#view.isVariable(name);
  #frame: Frame = { text: '', items: [], sentences: [] };
  /** The relation that a following one may go on from; undefined where something unread came between. */
  #previous: Previous | undefined;
  #decision: Decision | undefined;
  /** The relation that it was decided for. */
  #decided: Chain | undefined;
  #parsed: readonly ParseResult[] = [];
  /** The rows of this display hold side by side. */
  #together = false;
  readonly #values: Values;
  /** End of the sentence for whose length values are put in. */
  #scopeUntil: number | undefined;

  constructor(ledger: LedgerView, place: Place) {
    this.#view = new StepView(ledger);
    this.#place = place;
    this.#values = new Values(this.#view, place);
  }

  get frame(): Frame {
    return this.#frame;
  }

  get claims(): readonly Claim[] {
    return this.#claims;
  }

  /** Reads a step's line. `override` gives the role where the words alone do not (the problem statement asserts nothing). */
  read(line: Line, override?: (decision: Decision, chain: Chain, around: Surroundings) => Decision): void {
    const lead = this.#leadIn();
    this.#frame = frameOf(line, lead);
    const { text } = this.#frame;
    this.#together = listsRelations.test(lead);
    const whole = [line.words, ...[...line.formulas.values()].map(part => part.content)]
      .map(({ text }) => text)
      .join(' ');
    for (const { name, pattern } of conventionWords) if (pattern.test(whole)) this.#add({ kind: 'named', name });
    this.#add(...scopeBefore(text, this.#view, this.#place.depth));
    const parsed = this.#frame.items.map(item => parseItem(item, this.#view));
    this.#parsed = parsed;
    const names = parsed.map(result => (result.ok ? bareNames(result.formula) : []));
    this.#add(...wordDomains(this.#frame, names));
    const last = this.#view.last();
    const reach = this.#place.row?.index === 0 && lead !== '' ? 2 : 1;
    if (last !== undefined && last.role !== 'definition' && last.step >= this.#place.stepIndex - reach) {
      this.#previous = { fact: last, after: 0, display: this.#place.row !== undefined, lead, alternative: false };
    }
    for (const [index, item] of this.#frame.items.entries()) {
      const result = parsed[index];
      if (result === undefined) continue;
      this.#endSentenceScope(item.at);
      if (result.ok) this.#readFormula(result.formula, item, index, override);
      else this.#leaveUnread(item, result.reason);
    }
    this.#endSentenceScope(Number.POSITIVE_INFINITY);
    this.#readBoxes(line);
    this.#add(...quantitiesIn(line));
    this.#add(...scopeAfter(text, this.#view, this.#place.depth));
    if (this.#place.row === undefined) {
      const words = text.slice(text.lastIndexOf(MARK) + 1).slice(-160);
      this.#add({ kind: 'lead', lead: { text: words, step: this.#place.stepIndex, key: words } });
    }
  }

  /** The words before the display that the row stands in. */
  #leadIn(): string {
    const { row, stepIndex } = this.#place;
    if (row === undefined) return '';
    const lead = this.#view.lead();
    return lead === undefined || lead.step !== stepIndex - 1 - row.index || !/[:,]\s*$|\w\s*$/.test(lead.text)
      ? ''
      : `${lead.text.trim()} `;
  }

  finish(): StepReading {
    return { claims: this.#claims, unread: this.#unread, effects: this.#effects };
  }

  add(...effects: readonly LedgerEffect[]): void {
    this.#add(...effects);
  }

  #add(...effects: readonly LedgerEffect[]): void {
    for (const effect of effects) {
      this.#effects.push(effect);
      this.#view.add(effect);
    }
  }

  #leaveUnread(item: Item, reason: string): void {
    this.#values.forget();
    this.#add({ kind: 'value', value: this.#values.lastOf(item, undefined, this.#frame) });
    if (item.source === 'formula') this.#unread.push({ span: item.span, reason });
    this.#previous = undefined;
    this.#decision = undefined;
  }

  #endSentenceScope(at: number): void {
    if (this.#scopeUntil === undefined || at < this.#scopeUntil) return;
    this.#scopeUntil = undefined;
    this.#add({ kind: 'closeScope', depth: SENTENCE_DEPTH });
  }

  #readFormula(formula: Formula, item: Item, index: number, override: Parameters<Reading['read']>[1]): void {
    const around = surroundingsOf(this.#frame, index);
    const chains = chainsOf(formula);
    const beside = besides(this.#parsed, this.#frame, index);
    for (const { body } of formula.statements) {
      this.#add(...variablesShown(body).map(name => ({ kind: 'variable', name }) as const));
    }
    for (const [k, statement] of formula.statements.entries()) {
      if (statement.body.kind === 'bare') {
        this.#readBare(statement, formula, item, around);
        this.#values.note(statement.body.expr, item, index);
        continue;
      }
      const again = this.#values.sayAgain(statement.body, item.subject);
      if (item.subject !== undefined && again === undefined) continue;
      const chain = again ?? this.#values.complete(statement.body, item, index, this.#frame);
      if (chain === undefined) {
        this.#leaveUnread(item, 'begins with a relation sign, and nothing that it could go on from stands before');
        continue;
      }
      const boxed = isBoxed(formula, chain.span);
      let decision = this.#decide(statement, chain, k, boxed, around);
      if (
        formula.remarks.some(remark =>
          /\b(?:if|when|for|where|otherwise|unless|suppose|assume|not)\b|当|若/iu.test(remark.text),
        )
      ) {
        decision = { kind: 'mention', reason: 'holds under a condition that stands in the formula' };
      }
      if (deniedInside.test(item.content.text))
        decision = { kind: 'mention', reason: 'is called false in the formula' };
      if (override !== undefined) decision = override(decision, chain, around);
      this.#decision = decision;
      this.#decided = chain;
      this.#take(chain, statement, decision, item, around, beside, chains.length, formula.system);
    }
    this.#add({ kind: 'value', value: this.#values.lastOf(item, lastExpression(formula), this.#frame) });
  }

  #decide(statement: Statement, chain: Chain, k: number, boxed: boolean, around: Surroundings): Decision {
    const known = this.#decision;
    if (k > 0 && known !== undefined && carriesOver(statement, known, chain)) return known;
    const before = { decision: k === 0 ? known : undefined, chain: this.#decided };
    const decision = decide(chain, boxed, around, before, this.#isVariable);
    // The words stand before the first relation; what follows from it in the same formula is said to hold.
    const derived = k > 0 && ['implies', 'iff', 'row'].includes(statement.connective);
    const given = decision.kind === 'claim' && (decision.role === 'hypothesis' || decision.role === 'definition');
    return derived && given ? { kind: 'claim', role: 'assertion', putsIn: false } : decision;
  }

  #take(
    chain: Chain,
    statement: Statement,
    decision: Decision,
    item: Item,
    around: Surroundings,
    beside: Beside,
    count: number,
    system: boolean,
  ): void {
    this.#add(...chain.sides.flatMap(nameEffects));
    // What is denied of a name is not said for the value that was put in for it.
    if (chain.links.some(link => link.op === '≠')) this.#endSentenceScope(Number.POSITIVE_INFINITY);
    if (decision.kind === 'mention') {
      this.#unread.push({ span: item.span, reason: decision.reason });
      this.#previous = undefined;
      return;
    }
    const origin =
      beside.partial || (beside.chains.length > 0 && !isFirst(statement))
        ? undefined
        : this.#origin(chain, statement, item, decision, count, system);
    const alternative = beside.partial || beside.chains.length > 0 || this.#previous?.alternative === true;
    const rewritten = alternative ? undefined : this.#rewritten(chain, statement, decision, item);
    const role = rewritten === undefined ? roleWith(decision.role, origin, around) : 'assertion';
    const span = sourceSpan(item.content, chain.span);
    const text = item.content.text.slice(chain.span.start, chain.span.end);
    const key = fingerprint(
      `${role}|${text}|${origin === undefined ? '' : `${origin.tie}${sides(origin)}`}|${chain.continues ? JSON.stringify(this.#view.lastValue()?.key) : ''}`,
    );
    const placed: Placed = { step: this.#place.stepIndex, span, key };
    if (decision.putsIn) this.#putIn(chain, placed, item);
    const doubt = doubtOf(rewritten ?? chain, item, around, isConstant(rewritten ?? chain, this.#isVariable), {
      otherBase: this.#isSaid(0),
      degrees: this.#isSaid(1),
    });
    this.#claims.push({
      role,
      body: rewritten ?? chain,
      span,
      locate: part => sourceSpan(item.content, part),
      text,
      source: item.source,
      effectsBefore: this.#effects.length,
      key,
      ...(origin === undefined || rewritten !== undefined ? {} : { from: origin }),
      ...(beside.chains.length === 0 || !isFirst(statement) ? {} : { alternatives: beside.chains }),
      ...(doubt === undefined ? {} : { doubt }),
    });
    this.#afterClaim(chain, role, decision, placed, item, beside.partial || beside.chains.length > 0);
  }

  #isSaid(convention: number): boolean {
    const name = conventionWords[convention]?.name;
    return name !== undefined && this.#view.isNamed(name);
  }

  /** The same left side as in the relation just before: then the right side is worked out. */
  #rewritten(chain: Chain, statement: Statement, decision: Decision, item: Item): Chain | undefined {
    const previous = this.#previous;
    if (previous === undefined || decision.kind !== 'claim' || decision.role !== 'assertion') return undefined;
    if (this.#together || !['none', 'row', 'implies'].includes(statement.connective)) return undefined;
    return rewriteOf(chain, previous.fact, this.#frame.text.slice(previous.after, item.at));
  }

  #afterClaim(
    chain: Chain,
    role: ClaimRole,
    decision: Decision,
    placed: Placed,
    item: Item,
    alternative: boolean,
  ): void {
    if (role === 'definition') {
      const fresh = bindingsOf(chain, placed).filter(binding => this.#isFresh(binding.name, chain));
      this.#add(...fresh.map(binding => ({ kind: 'bind', binding }) as const));
    }
    this.#add(...factEffects(chain, role, placed, this.#isVariable));
    this.#add(...quantitiesOf(chain));
    const at = item.at + 1;
    if (decision.kind === 'claim' && (decision.putsIn || role === 'definition')) {
      this.#previous = undefined;
    } else if (namesOf(chain, this.#isVariable).length > 0) {
      const words = this.#frame.text.slice(this.#previous?.after ?? 0, item.at);
      const lead = words.trim() === '' ? (this.#previous?.lead ?? '') : words;
      this.#previous = { fact: { chain, role, ...placed }, after: at, display: item.display, lead, alternative };
    } else if (this.#previous !== undefined && decision.kind === 'claim') {
      this.#previous = undefined;
    }
  }

  /** "at x = 3, y = 7": the value holds to the end of the sentence. */
  #putIn(chain: Chain, placed: Placed, item: Item): void {
    const sentence = this.#frame.sentences.find(({ start, end }) => start <= item.at && item.at < end);
    if (this.#scopeUntil === undefined) {
      this.#add({ kind: 'openScope', scope: 'case', depth: SENTENCE_DEPTH });
      this.#scopeUntil = sentence?.end ?? item.at;
    }
    this.#add(...bindingsOf(chain, placed).map(binding => ({ kind: 'bind', binding }) as const));
  }

  /** A name that occurred before has a meaning already: "let x = 0" then tries a value. */
  #isFresh(name: string, chain: Chain): boolean {
    if (this.#view.binding(name) !== undefined) return true;
    if (this.#view.facts([name]).length > 0) return false;
    return this.#place.stepIndex === -1 || givesName(chain);
  }

  #origin(
    chain: Chain,
    statement: Statement,
    item: Item,
    decision: Decision,
    count: number,
    system: boolean,
  ): Origin | undefined {
    if (decision.kind !== 'claim' || !['assertion', 'conclusion'].includes(decision.role)) return undefined;
    const previous = this.#previous;
    if (previous === undefined) return undefined;
    const { row, stepIndex } = this.#place;
    const inFormula = statement.connective !== 'none';
    const here = previous.fact.step === stepIndex;
    return originOf({
      chain,
      connective: statement.connective,
      previous: previous.fact,
      together: this.#together || system,
      rowAbove: !inFormula && row !== undefined && row.index > 0 && !here && previous.fact.step === stepIndex - 1,
      words: this.#frame.text.slice(previous.after, item.at),
      lead: previous.lead,
      displayed: item.display && previous.display && here && count === 1,
    });
  }

  #readBare(statement: Statement, formula: Formula, item: Item, around: Surroundings): void {
    const { body } = statement;
    if (body.kind !== 'bare') return;
    this.#add(...nameEffects(body.expr));
    if (body.expr.kind === 'symbol' && isUsedAsVariable(body.expr.name, this.#frame.text)) {
      this.#add({ kind: 'variable', name: body.expr.name });
    }
    const boxed = isBoxed(formula, body.span);
    if (!boxed && !(answers.test(around.left) && item.source === 'formula' && formula.statements.length === 1)) return;
    const text = item.content.text.slice(body.span.start, body.span.end);
    this.#claims.push({
      role: 'conclusion',
      body,
      span: sourceSpan(item.content, body.span),
      locate: part => sourceSpan(item.content, part),
      text,
      source: item.source,
      effectsBefore: this.#effects.length,
      key: fingerprint(`conclusion|${text}`),
    });
  }

  /** `\boxed{9}` in the words. */
  #readBoxes(line: Line): void {
    for (const box of bareBoxes(line)) {
      const content = sliceText(line.words, box.innerStart, box.innerEnd);
      const span = sourceSpan(line.words, { start: box.start, end: box.end });
      const item: Item = {
        content,
        notation: 'tex',
        source: 'formula',
        display: false,
        at: this.#frame.text.length,
        span,
      };
      const result = parseItem(item, this.#view);
      if (!result.ok) continue;
      for (const { body } of result.formula.statements.slice(0, 1)) {
        this.#claims.push({
          role: 'conclusion',
          body,
          span,
          locate: (part: Span) => sourceSpan(content, part),
          text: content.text,
          source: 'formula',
          effectsBefore: this.#effects.length,
          key: fingerprint(`conclusion|${content.text}`),
        });
      }
    }
  }
}

function isFirst(statement: Statement): boolean {
  return statement.connective === 'none';
}

function sides(origin: Origin): string {
  return `${origin.step}:${origin.span.start}`;
}

/** A lone `e` or `i` among words is a quantity of the text unless the words speak of the constant. */
function isUsedAsVariable(name: string, text: string): boolean {
  if (name === 'e') return !/euler|natural|\bbase\b|exponential|\bln\b|logarithm|constant/u.test(text);
  return name === 'i' && !/imaginary|complex|\bunit\b|conjugate|modulus|argument|real part/u.test(text);
}

/** Within one formula a list of givens stays a list of givens. */
function carriesOver(statement: Statement, decision: Decision, chain: Chain): boolean {
  if (decision.kind === 'mention') return true;
  if (statement.connective === 'implies' || statement.connective === 'iff' || statement.connective === 'row')
    return false;
  if (decision.role === 'hypothesis') return !decision.putsIn || givesValue(chain);
  return decision.role === 'definition' && givesName(chain);
}

function roleWith(role: ClaimRole, origin: Origin | undefined, around: Surroundings): ClaimRole {
  if (role !== 'assertion') return role;
  if (origin !== undefined) return 'transition';
  return substitutes.test(around.left) ? 'substitution' : 'assertion';
}

/** Names where the formula is a name or a list of names: `a`, `a, b`, `(x, y)`. */
function bareNames(formula: Formula): readonly string[] {
  const names: string[] = [];
  for (const { body } of formula.statements) {
    if (body.kind !== 'bare') return [];
    const { expr } = body;
    const items = expr.kind === 'tuple' ? expr.items : [expr];
    for (const item of items) {
      if (item.kind !== 'symbol') return [];
      names.push(item.name);
    }
  }
  return names;
}
