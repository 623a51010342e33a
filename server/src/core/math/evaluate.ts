/** The evaluators under one roof: exact fractions, residues, doubles, complex numbers, sixty digits; and what works on formulas. */
export { Budget, DEFAULT_STEPS } from './budget.ts';
export { evaluateComplex } from './complex.ts';
export { evaluateDecimal } from './decimal.ts';
export { differentiate } from './differentiate.ts';
export { evaluateExact } from './exact.ts';
export { evaluateModular } from './modular.ts';
export { type PolynomialForm, toPolynomial } from './polynomial-form.ts';
export { evaluateBall, evaluateReal } from './real.ts';
export { freeSymbols, structurallyEqual, substitute } from './symbols.ts';
