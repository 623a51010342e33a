/** Walks over the relations of a step in order and gathers claims, notes and effects. */
import { fingerprint } from '../document/fingerprint.ts';
import { sourceSpan } from '../document/mapped.ts';
import type { Chain, Formula, ParseResult, Statement } from '../math/expr.ts';
import { type Beside, besides } from './alternatives.ts';
import { bareNames, readBare, readBoxes } from './bare.ts';
import { inOneCase, wordCases } from './cases.ts';
import type { Binding, Claim, ClaimRole, Fact, LedgerEffect, LedgerView, Origin, StepReading } from './claim.ts';
import { MARK } from './cues/compile.ts';
import { listed } from './cues/listed.ts';
import { listsPlaces, listsRelations, saysWhere } from './cues/scope.ts';
import { actsOnSides, usesMore } from './cues/transition.ts';
import { checks } from './cues/unasserted.ts';
import { wordDomains } from './domains.ts';
import { conventionEffects, conventionsOf, doubtOf } from './doubts.ts';
import { bindingsOf, definedFunction, factEffects, nameEffects, type Placed } from './effects.ts';
import { type Frame, frameOf, type Item, type Surroundings, surroundingsOf } from './frame.ts';
import { Gather, type Place } from './gather.ts';
import type { Line } from './line.ts';
import { isConstant, namesOf, variablesShown } from './names.ts';
import { isBoxed, lastExpression, parseItem } from './parse-item.ts';
import { quantitiesIn, quantitiesOf } from './quantities.ts';
import { type Restriction, restricted, restrictionAfter } from './restriction.ts';
import { type Decision, givesName, givesValue } from './roles.ts';
import { scopeAfter, scopeBefore } from './scopes.ts';
import { decideStatement, roleWith } from './statement-role.ts';
import { isOtherBranch, originOf } from './ties.ts';
import { holdsForAll } from './universal.ts';
import { rewriteOf, Values } from './values.ts';

/** Gives a relation another role than the words alone do. */
export type Override = (decision: Decision, chain: Chain, around: Surroundings) => Decision;

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

/** A relation on its way to a claim. */
interface Taking {
  readonly chain: Chain;
  readonly statement: Statement;
  readonly formula: Formula;
  readonly item: Item;
  /** Index of the item in its frame. */
  readonly index: number;
  readonly around: Surroundings;
  readonly beside: Beside;
}

export class Reading {
  readonly #gather: Gather;
  readonly #values: Values;
  #frame: Frame = { text: '', items: [], sentences: [] };
  #parsed: readonly ParseResult[] = [];
  /** The relation that a following one may go on from; undefined where something unread came between. */
  #previous: Previous | undefined;
  /** What was decided last, and of which relation. */
  #decision: Decision | undefined;
  #decided: Chain | undefined;
  /** The rows of this display hold side by side. */
  #together = false;

  constructor(ledger: LedgerView, place: Place) {
    this.#gather = new Gather(ledger, place);
    this.#values = new Values(this.#gather.view, place);
  }

  get frame(): Frame {
    return this.#frame;
  }

  get claims(): readonly Claim[] {
    return this.#gather.claims;
  }

  add(...effects: readonly LedgerEffect[]): void {
    this.#gather.add(...effects);
  }

  finish(): StepReading {
    const { claims, unread, effects } = this.#gather;
    return { claims, unread, effects };
  }

  /** Reads a step's line. `override` gives the role where the words alone do not (the problem statement asserts nothing). */
  read(line: Line, override?: Override): void {
    const gather = this.#gather;
    const { view, place } = gather;
    const lead = this.#leadIn();
    this.#frame = frameOf(line, lead);
    const { text, items } = this.#frame;
    this.#together = listsRelations.test(lead);
    gather.add(...conventionEffects(line), ...scopeBefore(text, view, place.depth));
    this.#parsed = items.map(item => parseItem(item, view));
    const names = this.#parsed.map(result => (result.ok ? bareNames(result.formula) : []));
    gather.add(...wordDomains(this.#frame, names));
    const cases = wordCases(this.#frame, names);
    // What the problem says of a sign holds throughout.
    if (place.stepIndex === -1) gather.add(...cases.flatMap(({ conditions }) => conditions));
    this.#previous = this.#before(lead);
    for (const [index, item] of items.entries()) {
      gather.closeSentence(item.at);
      gather.closeCase(item.at);
      const opened = cases.find(({ at }) => at === item.at);
      if (opened !== undefined && place.stepIndex !== -1) gather.openCase(opened);
      const result = this.#parsed[index];
      if (result?.ok === true) this.#readFormula(result.formula, item, index, override);
      else this.#leaveUnread(item, result?.reason ?? '');
    }
    gather.closeSentence(Number.POSITIVE_INFINITY);
    gather.closeCase(Number.POSITIVE_INFINITY);
    // A function may be spoken of where it cannot be read: "f(x) = e^x - cx" in words.
    for (const [, name = ''] of line.words.text.matchAll(/\b([A-Za-z])\(/g))
      gather.add({ kind: 'named', name: `${name}()` });
    readBoxes(gather, line, this.#frame);
    gather.add(...quantitiesIn(line), ...scopeAfter(text, view, place.depth));
    if (place.row === undefined) {
      const words = text.slice(text.lastIndexOf(MARK) + 1).slice(-160);
      const isFormula = isOneFormula(this.#frame);
      gather.add({
        kind: 'lead',
        lead: { isFormula, text: words, step: place.stepIndex, key: `${words}${isFormula}` },
      });
    }
  }

  /** The words before the display that the row stands in. */
  #leadIn(): string {
    const { view, place } = this.#gather;
    const { row, stepIndex } = place;
    const lead = row === undefined ? undefined : view.lead();
    const leads = lead !== undefined && lead.step === stepIndex - 1 - (row?.index ?? 0) && /[:,\w]\s*$/.test(lead.text);
    return leads ? `${lead.text.trim()} ` : '';
  }

  /** The relation that stood last before the step, where it is near enough to go on from. */
  #before(lead: string): Previous | undefined {
    const { view, place } = this.#gather;
    const fact = view.last();
    const reach = place.row?.index === 0 && lead !== '' ? 2 : 1;
    if (fact === undefined || fact.role === 'definition' || fact.step < place.stepIndex - reach) return undefined;
    return { fact, after: 0, display: place.row !== undefined, lead, alternative: false };
  }

  #leaveUnread(item: Item, reason: string): void {
    this.#values.forget();
    this.#gather.add({ kind: 'value', value: this.#values.lastOf(item, undefined, this.#frame) });
    if (item.source === 'formula') this.#gather.unread.push({ span: item.span, reason });
    this.#previous = undefined;
    this.#decision = undefined;
  }

  #readFormula(formula: Formula, item: Item, index: number, override: Override | undefined): void {
    const gather = this.#gather;
    const around = surroundingsOf(this.#frame, index);
    for (const { body } of formula.statements) {
      gather.add(...variablesShown(body).map(name => ({ kind: 'variable', name }) as const));
    }
    for (const [k, statement] of formula.statements.entries()) {
      const { body } = statement;
      if (body.kind === 'bare') {
        readBare(gather, statement, formula, item, around, this.#frame);
        this.#values.note(body.expr, item, index);
        continue;
      }
      const again = this.#values.sayAgain(body, item.subject);
      if (item.subject !== undefined && again === undefined) continue;
      const chain = again ?? this.#values.complete(body, item, index, this.#frame);
      if (chain === undefined) {
        this.#leaveUnread(item, 'begins with a relation sign, and nothing that it could go on from stands before');
        continue;
      }
      const at = { statement, chain, index: k, boxed: isBoxed(formula, chain.span) };
      const known = { decision: this.#decision, chain: this.#decided };
      const decision = decideStatement(at, formula, item, around, known, gather.isVariable);
      const beside = besides(this.#parsed, this.#frame, index, k);
      this.#take(
        { chain, statement, formula, item, index, around, beside },
        override?.(decision, chain, around) ?? decision,
      );
    }
    gather.add({ kind: 'value', value: this.#values.lastOf(item, lastExpression(formula), this.#frame) });
  }

  #take(taking: Taking, decided: Decision): void {
    const gather = this.#gather;
    const { chain, item, around, beside } = taking;
    const decision = this.#introduces(chain, decided) ? { ...decided, role: 'definition' as const } : decided;
    this.#decision = decision;
    this.#decided = chain;
    gather.add(...chain.sides.flatMap(nameEffects));
    // What is denied of a name is not said for the value that was put in for it.
    if (chain.links.some(link => link.op === '≠') || this.#standsElsewhere(chain, around))
      gather.closeSentence(Number.POSITIVE_INFINITY);
    if (decision.kind === 'mention') {
      gather.unread.push({ span: item.span, reason: decision.reason });
      this.#previous = undefined;
      return;
    }
    const alternative = beside.partial || beside.chains.length > 0;
    const universal = decision.role === 'assertion' && holdsForAll(chain, taking.index, this.#frame, this.#parsed);
    const origin = beside.partial || universal ? undefined : this.#origin(taking, decision.role);
    const rewritten =
      alternative || this.#previous?.alternative === true ? undefined : this.#rewritten(taking, decision.role);
    const role = rewritten === undefined ? roleWith(decision.role, origin, around) : 'assertion';
    const body = rewritten ?? chain;
    const key = this.#keyOf(role, taking, origin);
    const place = { step: gather.place.stepIndex, span: sourceSpan(item.content, chain.span), key };
    const placed: Placed =
      alternative || (givesValue(chain) && listed.test(around.clause)) ? { ...place, isAlternative: true } : place;
    if (decision.putsIn) this.#putIn(chain, placed, item);
    const constant = isConstant(body, gather.isVariable);
    const otherBranch =
      origin === undefined && this.#previous !== undefined && isOtherBranch(this.#previous.fact.chain, chain);
    const later = origin === undefined && !givesValue(chain) ? [] : this.#laterAbout(taking);
    const conventions = conventionsOf(gather.view, item.content.text);
    const doubt = this.#caseThatCannotBe(taking, constant) ?? doubtOf(body, item, around, constant, conventions);
    gather.claim(role, body, item, chain.span, {
      key,
      ...(origin === undefined || rewritten !== undefined ? {} : { from: origin }),
      ...(beside.chains.length === 0 ? {} : { alternatives: beside.chains }),
      ...(later.length === 0 ? {} : { later }),
      ...(beside.listed ? { isList: true } : {}),
      ...(beside.partial || otherBranch ? { isAlternative: true } : {}),
      ...(universal ? { isUniversal: true } : {}),
      ...(constant && checks.test(around.left) ? { isCheck: true } : {}),
      ...(doubt === undefined ? {} : { doubt }),
    });
    this.#leave(taking, role, decision.putsIn, placed, alternative);
  }

  /** Values and bounds that the step gives the names of the relation further on. */
  #laterAbout({ chain, formula, statement, index }: Taking): readonly Chain[] {
    const names = namesOf(chain, this.#gather.isVariable);
    const rest = this.#parsed.slice(index + 1).flatMap(result => (result.ok ? result.formula.statements : []));
    const after = formula.statements.slice(formula.statements.indexOf(statement) + 1);
    return [...after, ...rest].flatMap(({ body }) => {
      if (body.kind !== 'chain' || body.links.length !== 1) return [];
      const value = body.sides[1];
      const own = namesOf(body, this.#gather.isVariable);
      const isFixed = value !== undefined && isConstant({ kind: 'bare', expr: value, span: value.span });
      return isFixed && own.length > 0 && own.every(name => names.includes(name)) ? [body] : [];
    });
  }

  /** "Dividing both sides by x: 3 = 5": what is left of an equation without its names tells that it has no solution. */
  #caseThatCannotBe({ chain, item }: Taking, constant: boolean): string | undefined {
    const previous = this.#previous;
    if (!constant || previous === undefined || chain.links.length !== 1 || chain.continues) return undefined;
    const words = this.#frame.text.slice(previous.after, item.at);
    return actsOnSides.test(words) && !usesMore.test(words) ? 'it is what remains of an equation' : undefined;
  }

  /** `V(x) = x(30 - 2x)^2` where nothing was said of V before: it says what V is. */
  #introduces(chain: Chain, decision: Decision): boolean {
    if (decision.kind === 'mention' || decision.role !== 'assertion') return false;
    const name = definedFunction(chain);
    const { view } = this.#gather;
    return name !== undefined && !view.isNamed(name) && !view.isNamed(`${name}()`) && view.binding(name) === undefined;
  }

  /** Content fingerprint; a chain that goes on from elsewhere has that value in it. */
  #keyOf(role: ClaimRole, { chain, item }: Taking, origin: Origin | undefined): string {
    const text = item.content.text.slice(chain.span.start, chain.span.end);
    const from = origin === undefined ? '' : `${origin.tie} ${origin.step} ${origin.span.start}`;
    const before = chain.continues ? (this.#gather.view.lastValue()?.key ?? '') : '';
    return fingerprint(`${role}|${text}|${from}|${before}`);
  }

  /** The same left side as in the relation just before: then the right side is worked out. */
  #rewritten({ chain, statement, item }: Taking, role: ClaimRole): Chain | undefined {
    const previous = this.#previous;
    if (previous === undefined || role !== 'assertion' || this.#together) return undefined;
    if (!['none', 'row', 'implies'].includes(statement.connective)) return undefined;
    return rewriteOf(chain, previous.fact, this.#frame.text.slice(previous.after, item.at));
  }

  #origin({ chain, statement, formula, item }: Taking, role: ClaimRole): Origin | undefined {
    const previous = this.#previous;
    if (previous === undefined || (role !== 'assertion' && role !== 'conclusion')) return undefined;
    if (inOneCase.test(this.#frame.text.slice(0, item.at))) return undefined;
    const { row, stepIndex } = this.#gather.place;
    const here = previous.fact.step === stepIndex;
    const alone = formula.statements.filter(({ body }) => body.kind === 'chain').length === 1;
    const below = statement.connective === 'none' && row !== undefined && row.index > 0;
    const lineAbove = previous.fact.step === stepIndex - 1 && this.#standsBelow();
    const areEquations = chain.links.every(link => link.op === '=');
    return originOf({
      chain,
      connective: statement.connective,
      previous: previous.fact,
      together: this.#together || formula.system,
      rowAbove: (below && previous.fact.step === stepIndex - 1) || (lineAbove && areEquations),
      rangeAbove: lineAbove && !areEquations,
      words: this.#frame.text.slice(previous.after, item.at),
      lead: previous.lead,
      displayed: item.display && previous.display && here && alone,
    });
  }

  /** A relation on a line of its own under another one, or under that of the problem, as in a column of working. */
  #standsBelow(): boolean {
    const { view, place } = this.#gather;
    if (place.row !== undefined || !isOneFormula(this.#frame)) return false;
    if (place.stepIndex === 0) return view.solving()?.unknown !== undefined;
    const lead = view.lead();
    return lead?.isFormula === true && lead.step === place.stepIndex - 1;
  }

  /** "at x = 3, y = 7": the value holds to the end of the sentence. */
  #putIn(chain: Chain, placed: Placed, item: Item): void {
    const sentence = this.#frame.sentences.find(({ start, end }) => start <= item.at && item.at < end);
    this.#gather.openSentence(sentence?.end ?? item.at);
    for (const binding of bindingsOf(chain, placed)) this.#gather.putIn(binding);
  }

  /** "22 at x = 5, the least value at x ∈ {0, 3}": another place, where the value that was put in before is not meant. */
  #standsElsewhere({ sides: [left], links }: Chain, around: Surroundings): boolean {
    return (
      left?.kind === 'symbol' &&
      links.some(({ op }) => op !== '=') &&
      this.#gather.hasPutIn(left.name) &&
      (saysWhere.test(around.clause) || listsPlaces.test(around.left))
    );
  }

  /** What the claim leaves for those after it. */
  #leave({ chain, item, index }: Taking, role: ClaimRole, putsIn: boolean, placed: Placed, alternative: boolean): void {
    const gather = this.#gather;
    if (role === 'definition') {
      const fresh = bindingsOf(chain, placed).filter(binding => this.#isFresh(binding.name, chain));
      const kept = fresh.flatMap(binding => restricted(binding, this.#restriction(binding, index)));
      gather.add(...kept.map(binding => ({ kind: 'bind', binding }) as const));
    }
    gather.add(...factEffects(chain, role, placed, gather.isVariable), ...quantitiesOf(chain));
    if (putsIn || role === 'definition' || namesOf(chain, gather.isVariable).length === 0) {
      this.#previous = undefined;
      return;
    }
    const words = this.#frame.text.slice(this.#previous?.after ?? 0, item.at);
    const lead = words.trim() === '' ? (this.#previous?.lead ?? '') : words;
    const fact = { chain, role, ...placed };
    this.#previous = { fact, after: item.at + 1, display: item.display, lead, alternative };
  }

  #restriction(binding: Binding, index: number): Restriction {
    return binding.kind === 'function'
      ? restrictionAfter(this.#frame, this.#parsed, index, binding.params)
      : { kind: 'everywhere' };
  }

  /** A name that occurred before has a meaning already: "let x = 0" then tries a value. */
  #isFresh(name: string, chain: Chain): boolean {
    const { view, place } = this.#gather;
    if (view.binding(name) !== undefined) return true;
    if (view.facts([name]).length > 0) return false;
    return place.stepIndex === -1 || givesName(chain);
  }
}

function isOneFormula({ text, items }: Frame): boolean {
  return items.length === 1 && /^[\s.,;:]*$/.test(text.replace(MARK, ''));
}
