import { describe, expect, test } from 'vitest';
import { keysOfEnvironment } from '../../../../server/src/adapters/models/keys.ts';

const openai = 'https://api.openai.com';
const mine = 'http://127.0.0.1:8000';

describe('keys of the environment', () => {
  test.each<[string, Record<string, string>, string[], string, string | undefined]>([
    ['no key', {}, [openai], openai, undefined],
    ['an empty one', { STEPWISE_API_KEY: ' ' }, [openai], openai, undefined],
    ['the only server', { STEPWISE_API_KEY: 'k' }, [openai], openai, 'k'],
    ['the same server twice', { STEPWISE_API_KEY: 'k' }, [openai, openai], openai, 'k'],
    ['several servers: it may belong to another', { STEPWISE_API_KEY: 'k' }, [openai, mine], openai, undefined],
    ['a server that is not asked for', { STEPWISE_API_KEY: 'k' }, [openai], 'https://evil.example', undefined],
    ['a named host', { STEPWISE_API_KEY_API_OPENAI_COM: 'k' }, [openai, mine], openai, 'k'],
    ['another host', { STEPWISE_API_KEY_API_OPENAI_COM: 'k' }, [openai, mine], mine, undefined],
    ['a host before all', { STEPWISE_API_KEY_API_OPENAI_COM: 'k', STEPWISE_API_KEY: 'j' }, [openai], openai, 'k'],
    ['a host with its port', { STEPWISE_API_KEY_127_0_0_1_8000: 'k' }, [mine], mine, 'k'],
    ['a host without its port', { STEPWISE_API_KEY_127_0_0_1: 'k' }, [mine], mine, 'k'],
    ['a key with blanks around', { STEPWISE_API_KEY: ' k\n' }, [openai], openai, 'k'],
    [
      'a name that stands for two hosts',
      { STEPWISE_API_KEY_A_B_COM: 'k' },
      ['https://a-b.com', 'https://a.b.com'],
      'https://a.b.com',
      undefined,
    ],
    [
      'another host of the same name',
      { STEPWISE_API_KEY_A_B_COM: 'k' },
      ['https://a-b.com'],
      'https://a.b.com',
      undefined,
    ],
  ])('%s', (_, env, origins, origin, key) => {
    expect(keysOfEnvironment(env, origins).keyOf(origin)).toBe(key);
  });

  test('a key that could be for several is told of, without it', () => {
    const { warning } = keysOfEnvironment({ STEPWISE_API_KEY: 'sk-secret' }, [openai, mine]);
    expect(warning).toContain('STEPWISE_API_KEY_API_OPENAI_COM, STEPWISE_API_KEY_127_0_0_1_8000');
    expect(warning).not.toContain('sk-secret');
  });

  test('nothing is told where every server has a key of its own', () => {
    const env = { STEPWISE_API_KEY: 'k', STEPWISE_API_KEY_API_OPENAI_COM: 'a', STEPWISE_API_KEY_127_0_0_1: 'b' };
    expect(keysOfEnvironment(env, [openai, mine]).warning).toBeUndefined();
  });
});
