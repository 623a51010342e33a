import { type Rule, solution, steps } from './rule.ts';

export const losesRoots: Rule = {
  code: 'equation.loses-roots',
  title: 'Equation loses roots',
  severity: 'warning',
  summary: 'A root of the earlier equation is not a root of this one.',
  examples: {
    bad: [steps('$$\\begin{aligned} x^2 &= 2x \\\\ x &= 2 \\end{aligned}$$')],
    good: [
      steps('$$\\begin{aligned} x^2 &= 2x \\\\ x^2 - 2x &= 0 \\\\ x(x - 2) &= 0 \\end{aligned}$$'),
      solution('Find the largest root of $x^2 - 5x + 6 = 0$.', 'We factor: $(x - 2)(x - 3) = 0$.', 'So $x = 3$.'),
      solution(
        'A rectangle has the area 24. Find its width $w$, where $w(w + 2) = 24$.',
        'From $w(w + 2) = 24$ we get $w = 4$.',
      ),
      solution(
        'A ball is thrown up with $h(t) = -5t^2 + 20t$. When does it land?',
        '$-5t(t - 4) = 0$',
        'So $t = 4$ seconds.',
      ),
    ],
  },
};
