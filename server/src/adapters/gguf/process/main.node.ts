/** The program of a process that holds one language model. It is told everything by its owner's messages and ends when its owner does. */
import process from 'node:process';
import { cancelled, FaultError, type LocalFault } from '../faults.ts';
import { type Answer, type FromProcess, type ToProcess, toProcess } from '../messages.ts';
import { generate } from './generate.ts';
import { type OpenModel, openModel } from './open-model.ts';
import { read } from './read.ts';
import { weigh } from './weigh.ts';

type Order = Extract<ToProcess, { request: unknown }>;

let opened: Promise<OpenModel> | undefined;
const running = new Map<number, AbortController>();

async function open(order: Extract<ToProcess, { kind: 'open' }>): Promise<OpenModel> {
  // Read by the module that stands for the platform's package: see scripts/lib/gguf.mjs.
  Object.assign(globalThis, { stepwiseBinary: order.binary });
  const model = await openModel(order);
  const { window, threads, context } = model;
  await send({ kind: 'opened', window, threads, sequences: context.totalSequences });
  return model;
}

async function answer(order: Order): Promise<void> {
  const control = new AbortController();
  running.set(order.id, control);
  try {
    if (opened === undefined) throw new FaultError('broken', 'The local model was asked before it was opened.');
    const model = await opened;
    await send({ ...(await run(model, order, control.signal)), id: order.id } as Answer);
  } catch (error) {
    const used = { promptTokens: 0, cachedTokens: 0, completionTokens: 0 };
    await send({ kind: 'failed', id: order.id, fault: control.signal.aborted ? cancelled : faultOf(error), used });
  } finally {
    running.delete(order.id);
  }
}

function run(model: OpenModel, order: Order, signal: AbortSignal) {
  switch (order.kind) {
    case 'generate':
      return generate(model, order.request, signal);
    case 'read':
      return read(model, order.request, signal);
    case 'weigh':
      return weigh(model, order.request, signal);
  }
}

function faultOf(error: unknown): LocalFault {
  if (error instanceof FaultError) return error.fault;
  return {
    kind: 'broken',
    message: `The local model failed: ${error instanceof Error ? error.message : String(error)}`,
  };
}

function send(message: FromProcess): Promise<void> {
  return new Promise((sent, failed) => {
    process.send?.(message, undefined, undefined, error => (error === null ? sent() : failed(error)));
  });
}

process.on('message', (value: unknown) => {
  const message = toProcess.parse(value);
  switch (message.kind) {
    case 'open':
      opened = open(message);
      opened.catch(async (error: unknown) => {
        await send({ kind: 'not-opened', fault: faultOf(error) });
        process.exit(0);
      });
      return;
    case 'cancel':
      running.get(message.id)?.abort();
      return;
    case 'generate':
    case 'read':
    case 'weigh':
      void answer(message);
  }
});
process.on('disconnect', () => process.exit(0));
