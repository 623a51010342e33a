/** Stands in for the language server in a web worker: owns a sandbox and runs what the page asks for. Bundled by `sandboxPage.ts`. */
import { createSandbox } from '../../../server/src/adapters/sandbox/index.browser.ts';
import type { RunRequest, RunResult, Sandbox } from '../../../server/src/core/code/sandbox.ts';

/** From the page. The first message is `open`. */
export type ToOwner =
  | { readonly kind: 'open'; readonly assets: string; readonly size: number }
  | { readonly kind: 'run'; readonly id: number; readonly request: RunRequest }
  | { readonly kind: 'cancel'; readonly id: number };

/** To the page: what came of a run, and whatever the sandbox logs or says of its state. */
export type FromOwner =
  | { readonly kind: 'ran'; readonly id: number; readonly result: RunResult }
  | { readonly kind: 'log'; readonly text: string };

const scope = globalThis as unknown as Worker;
const cancels = new Map<number, AbortController>();
let sandbox: Sandbox | undefined;

const tell = (message: FromOwner): void => scope.postMessage(message);

scope.onmessage = async ({ data }: MessageEvent<ToOwner>) => {
  switch (data.kind) {
    case 'open':
      sandbox = createSandbox({ ...data, log: text => tell({ kind: 'log', text }) });
      sandbox.onState(state => tell({ kind: 'log', text: `state: ${state.kind}` }));
      return;
    case 'cancel':
      cancels.get(data.id)?.abort();
      return;
    case 'run': {
      if (sandbox === undefined) throw new Error('not open');
      const cancel = new AbortController();
      cancels.set(data.id, cancel);
      const result = await sandbox.run(data.request, cancel.signal);
      cancels.delete(data.id);
      tell({ kind: 'ran', id: data.id, result });
    }
  }
};
