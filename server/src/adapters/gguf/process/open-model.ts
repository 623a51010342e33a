/** Loads a file and makes room for its sequences. */
import { availableParallelism } from 'node:os';
import { getLlama, InsufficientMemoryError, type Llama, type LlamaContext, type LlamaModel } from 'node-llama-cpp';
import { FaultError } from '../faults.ts';
import type { ToProcess } from '../messages.ts';
import { type Prompts, promptsOf } from './prompt.ts';
import { Slots } from './slots.ts';

export interface OpenModel {
  readonly llama: Llama;
  readonly model: LlamaModel;
  readonly context: LlamaContext;
  readonly prompts: Prompts;
  readonly slots: Slots;
  /** Tokens that a sequence can hold. */
  readonly window: number;
  readonly threads: number;
}

/** @throws {FaultError} where the file is no model that this build of llama.cpp reads, or there is not the memory for it */
export async function openModel(order: Extract<ToProcess, { kind: 'open' }>): Promise<OpenModel> {
  const llama = await load(order.threads);
  const model = await llama.loadModel({ modelPath: order.file }).catch((error: unknown) => {
    throw asFault(error, 'no-model', 'The file is no language model that can be used');
  });
  const window = Math.min(order.window, model.trainContextSize);
  const threads = threadsFor(llama, order.threads);
  const context = await makeRoom(model, window, order.sequences, threads);
  return { llama, model, context, prompts: promptsOf(model), slots: new Slots(context), window, threads };
}

/** Fewer sequences where there is no memory for all: completions are then written one after the other. */
async function makeRoom(
  model: LlamaModel,
  contextSize: number,
  sequences: number,
  threads: number,
): Promise<LlamaContext> {
  try {
    return await model.createContext({ sequences, contextSize, threads });
  } catch (error) {
    if (error instanceof InsufficientMemoryError && sequences > 1) {
      return makeRoom(model, contextSize, Math.floor(sequences / 2), threads);
    }
    throw asFault(error, 'broken', 'There is no room for the model');
  }
}

async function load(threads: number): Promise<Llama> {
  // Without a most the library would start four threads at least, which wait for each other on a machine with fewer cores.
  const options = {
    build: 'never',
    progressLogs: false,
    skipDownload: true,
    maxThreads: Math.max(threads, 1),
  } as const;
  try {
    const llama = await getLlama({
      ...options,
      gpu: process.platform === 'darwin' && process.arch === 'arm64' ? 'metal' : false,
      logger: (level, message) => {
        if (level === 'fatal' || level === 'error') process.stderr.write(`${message.trim()}\n`);
      },
    });
    llama.maxThreads = threadsFor(llama, threads);
    return llama;
  } catch (error) {
    throw asFault(error, 'broken', 'llama.cpp could not be started');
  }
}

/** More threads than cores are slower by a hundred times: each step waits for the last of them. */
function threadsFor(llama: Llama, wanted: number): number {
  const most = availableParallelism();
  return Math.max(1, Math.min(wanted === 0 ? llama.cpuMathCores : wanted, most));
}

function asFault(error: unknown, kind: 'no-model' | 'broken', what: string): FaultError {
  if (error instanceof InsufficientMemoryError) {
    return new FaultError(
      'broken',
      'There is not enough free memory for the local model. Close other programs, or use a smaller one.',
    );
  }
  return new FaultError(kind, `${what}: ${error instanceof Error ? error.message : String(error)}`);
}
