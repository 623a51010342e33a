/** That probes are read and judged as they should be: a judge that sees nothing holds nothing. */
import { writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readProbes, textOfRepr } from './probes/lib/file.ts';
import type { Ground, Outcome } from './probes/lib/ground.ts';
import { runFile } from './probes/lib/run.ts';
import { startWitness, type Witness } from './probes/lib/witness.ts';

test.each([
  [`'{"a": "b"}'`, '{"a": "b"}'],
  [`"it's"`, "it's"],
  [`'it\\'s \\\\n'`, "it's \\n"],
  [`'\\xe9\\u2028\\U0001f600\\n'`, 'é\u2028😀\n'],
  ['12', undefined],
])('the text of %s', (shown, text) => {
  expect(textOfRepr(shown)).toBe(text);
});

test('a file of probes that run together can be taken apart', () => {
  const file = readProbes('a', "R = {}\nt('one', f)\ndef g(): pass\nt('two', g)\n");
  expect(file).toMatchObject({
    form: 'listed',
    single: ["R = {}\nt('one', f)\ndef g(): pass\n", "R = {}\ndef g(): pass\nt('two', g)\n"],
  });
});

test('a file of probes that run alone', () => {
  const file = readProbes(
    'a',
    '"""Head."""\n# %% limits 200\n# %% probe one\na\n# %% cell\nb\n# %% solution\nc\n# %% probe two\nd\n',
  );
  expect(file).toEqual({
    form: 'staged',
    name: 'a',
    timeMs: 200,
    probes: [
      { name: 'one', solutions: [['"""Head."""\na\n', 'b\n'], ['"""Head."""\nc\n']] },
      { name: 'two', solutions: [['"""Head."""\nd\n']] },
    ],
  });
});

describe('what counts as reached', () => {
  let witness: Witness;
  beforeAll(async () => {
    witness = await startWitness({ watched: [], isOurs: () => true });
  });
  afterAll(() => witness.close());

  const calm: Outcome = { status: 'ok', value: "'7'", stdout: '', message: '', checks: '[]' };
  /** A ground on which probes give this, and the honest solution afterwards that. */
  const groundOf = (attack: () => Partial<Outcome>, honest: Partial<Outcome> = {}): Ground => {
    let honestRuns = 0;
    return {
      run: async cells => {
        if (cells[0] !== 'honest') return { ...calm, ...attack() };
        return honestRuns++ === 0 ? calm : { ...calm, ...honest };
      },
      dispose: () => undefined,
    };
  };
  const reachedBy = async (ground: Ground, form: 'listed' | 'staged'): Promise<readonly string[]> => {
    const text = form === 'listed' ? "t('one', f)\n" : '# %% probe one\nattack\n';
    const course = { ground, witness, timeMs: 4_000, roads: '', victim: 'honest', fresh: () => undefined };
    const results = await runFile(readProbes('a', text), course);
    return results.flatMap(({ reached }) => reached ?? []);
  };
  const says =
    (text: string): (() => Partial<Outcome>) =>
    () => ({ value: `'${JSON.stringify({ one: text })}'` });
  const secret = (): string => witness.leakable;

  test.each([
    ['a probe says so', says('REACHED 7'), /^REACHED 7$/],
    ['nothing', says('blocked: ImportError'), undefined],
    ['a secret in what a probe says', () => says(`blocked: ${secret()}`)(), /blocked/],
    ['a secret in the output', () => ({ ...says('blocked')(), stdout: secret() }), /the host's/],
    ['its text is on the last line of the output', () => ({ stdout: 'x\n{"one": "REACHED 8"}\n' }), /^REACHED 8$/],
    [
      'a file is written',
      () => {
        writeFileSync(join(witness.folder, 'made'), 'x');
        return says('blocked')();
      },
      /a file written/,
    ],
    ['its run ended early', () => ({ status: 'timeout', message: 'late' }), undefined],
  ])('of probes that run together: %s', async (_, attack, expected) => {
    const reached = await reachedBy(groundOf(attack), 'listed');
    expect(reached).toEqual(expected === undefined ? [] : [expect.stringMatching(expected)]);
  });

  test.each([
    ['nothing', {}, {}, undefined],
    ['it says so', { stdout: 'REACHED it' }, {}, /REACHED it/],
    ['the honest solution gives another value', {}, { value: "'8'" }, /another solution: '8' instead of '7'/],
    ['the honest solution has another check', {}, { checks: '[1]' }, /another solution/],
    ['the honest solution is not answered', {}, { status: 'timeout', message: 'late' }, /another solution: timeout/],
  ] as const)('of a probe that runs alone: %s', async (_, attack, honest, expected) => {
    const reached = await reachedBy(
      groundOf(() => attack, honest),
      'staged',
    );
    expect(reached).toEqual(expected === undefined ? [] : [expect.stringMatching(expected)]);
  });

  test('a connection', async () => {
    const port = Number(/^PORT = (\d+)$/m.exec(witness.variables)?.[1]);
    await new Promise<void>(resolve => connect(port, '127.0.0.1', resolve));
    expect(await witness.seen()).toContain('a TCP connection');
  });

  test('a sandbox that does not start is no sandbox that holds', async () => {
    const ground = groundOf(() => ({ status: 'unavailable', message: 'no Node' }));
    await expect(reachedBy(ground, 'staged')).rejects.toThrow('could not be run: no Node');
  });
});
