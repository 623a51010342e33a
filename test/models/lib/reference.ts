/** Log-probabilities by the library itself, token by token, in this process: what `read` is held against. */
import { getLlama } from 'node-llama-cpp';

/** SmolLM2's conversation with one message, as its chat template writes it. */
export function smolChat(content: string): string {
  const system = 'You are a helpful AI assistant named SmolLM, trained by Hugging Face';
  return `<|im_start|>system\n${system}<|im_end|>\n<|im_start|>user\n${content}<|im_end|>\n<|im_start|>assistant\n`;
}

export interface ReferenceToken {
  readonly text: string;
  readonly logProbability: number;
  readonly best: number;
}

/** Of the tokens of `parts`, each tokenised by itself, after `prompt`. */
export async function referenceRead(
  file: string,
  prompt: string,
  parts: readonly string[],
): Promise<readonly ReferenceToken[]> {
  const llama = await getLlama({ gpu: false, build: 'never', maxThreads: 1, progressLogs: false });
  const model = await llama.loadModel({ modelPath: file });
  const context = await model.createContext({ contextSize: 512, threads: 1 });
  const sequence = context.getSequence();
  const tokens: ReferenceToken[] = [];
  let next = model.tokenize(prompt, true);
  for (const token of parts.flatMap(part => model.tokenize(part))) {
    const last = next.length - 1;
    const rows = await sequence.controlledEvaluate(
      next.map((one, index) => (index === last ? [one, { generateNext: { probabilities: true } }] : one)),
    );
    const probabilities = rows[last]?.next.probabilities ?? new Map<typeof token, number>();
    const best = Math.max(...probabilities.values());
    tokens.push({
      text: model.detokenize([token]),
      logProbability: Math.log(probabilities.get(token) ?? 0),
      best: Math.log(best),
    });
    next = [token];
  }
  await llama.dispose();
  return tokens;
}
