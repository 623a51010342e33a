/** Whether two answers are the same. */
import { expect, test } from 'vitest';
import { agreeingAnswers, answerIn, sameAnswer } from '../../../server/src/core/policy/answers.ts';

test.each([
  ['4', '4.0', true],
  ['4', '5', false],
  ['\\frac{1}{2}', '0.5', true],
  ['\\dfrac12', '\\frac{1}{2}', true],
  ['x = 4', '4', true],
  ['12 km', '12', true],
  ['$1,200$', '1200', true],
  ['50\\%', '50', true],
  ['\\$18', '18', true],
  ['$\\text{even}$', 'even', true],
  ['even', 'odd', false],
  ['2\\sqrt{3}', '\\sqrt{12}', true],
  ['(x+1)^2', 'x^2 + 2x + 1', true],
  ['(x+1)^2', 'x^2 + 1', false],
  ['\\frac{\\pi}{4}', '\\pi/4', true],
  ['90^\\circ', '90', true],
  ['', '', false],
  ['\\frac{1}{', '\\frac{1}{', true],
  ['(1, 2)', '(2, 1)', false],
  ['(1, 2)', '(1,\\frac{4}{2})', true],
  ['[0, 1)', '[0, 1]', false],
  ['x = 2 or x = 3', '3, 2', true],
  ['2 and 3', '2', false],
  ['\\{2, 3\\}', '2 \\text{ and } 3', true],
  ['2, 2', '2, 3', false],
  ['12 km/h', '12', true],
  ['6\\text{ cm}', '6', true],
  ['12 square units', '12', true],
  ['1{,}200', '1200', true],
  ['72 平方厘米', '72', true],
  ['2x', '2', false],
  ['2\\pi', '2', false],
  ['f(1, 2)', '(1, 2)', false],
])('%s and %s: %s', (a, b, same) => {
  expect(sameAnswer(a, b)).toBe(same);
  expect(sameAnswer(b, a)).toBe(same);
});

test.each([
  ['15.556349186104045', '11\\sqrt{2}', true],
  ['15.5563', '11\\sqrt{2}', true],
  ['15.5563', '15.556349186104045', true],
  ['x = 0.3333', '\\frac{1}{3}', true],
  ['(1.4142, 2)', '(\\sqrt{2}, 2)', true],
  ['3.0', '3', true],
  // Two digits agree with too much to say that the same is meant.
  ['0.33', '\\frac{1}{3}', false],
  ['15.5573', '11\\sqrt{2}', false],
  ['1.4142', '-\\sqrt{2}', false],
  ['1.4142x', '\\sqrt{2}', false],
  ['3', '4', false],
])('solutions with %s and %s agree: %s', (a, b, agree) => {
  expect(agreeingAnswers(a, b)).toBe(agree);
  expect(agreeingAnswers(b, a)).toBe(agree);
});

test.each([
  ['No answer here: $x = 3$.', undefined],
  ['The final answer is $x = 3$.', 'x = 3'],
  ['The answer is 4. We can check it.', '4'],
  ['The answer is 3.5 km.', '3.5 km'],
  ['So the answer is no.', 'no'],
  ['\\boxed{}', undefined],
  ['\\boxed{3', undefined],
  ['**Answer:** 7 apples', '7 apples'],
])('the answer in %s', (text, answer) => {
  expect(answerIn(text)).toBe(answer);
});
