/** What a request used, from what the server says of it. */
import type { Usage } from '../../core/model/fault.ts';
import type { DecisionUsage, ServerUsage } from './replies.ts';
import type { Price } from './services.ts';

/** `written`: tokens that were counted in the reply; some servers tell those of one completion only, some tell nothing. */
export function usageOf(
  told: ServerUsage | null | undefined,
  counted: { readonly prompt: number; readonly written: number },
  price: Price | undefined,
): Usage {
  const promptTokens = told?.prompt_tokens ?? counted.prompt;
  return priced(
    {
      promptTokens,
      cachedTokens: Math.min(promptTokens, told?.prompt_tokens_details?.cached_tokens ?? 0),
      completionTokens: Math.max(told?.completion_tokens ?? 0, counted.written),
    },
    price,
  );
}

export function usageOfDecision(told: DecisionUsage, counted: number, price: Price | undefined): Usage {
  const promptTokens = told?.input_tokens ?? counted;
  const cachedTokens = Math.min(promptTokens, told?.input_tokens_details?.cached_tokens ?? 0);
  return priced({ promptTokens, cachedTokens, completionTokens: told?.output_tokens ?? 0 }, price);
}

function priced(tokens: Omit<Usage, 'calls' | 'cost'>, price: Price | undefined): Usage {
  const { promptTokens, cachedTokens, completionTokens } = tokens;
  const dollars =
    price === undefined
      ? 0
      : (promptTokens - cachedTokens) * price.input +
        cachedTokens * (price.cached ?? price.input) +
        completionTokens * price.output;
  return { ...tokens, calls: 1, cost: dollars / 1e6 };
}
