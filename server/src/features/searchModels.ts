/** The models that a search ahead may ask, as the settings name them. */
import { calibratedReward } from '../core/reward/calibrated.ts';
import type { FindModels } from '../core/search/look-ahead.ts';
import { noModels, type SearchModels } from '../core/search/sources.ts';
import type { Settings } from '../settings/schema.ts';
import type { Judge, ModelHost, Proposer } from './modelHost.ts';

/** `undefined` while the person has named none that proposes: then nothing is asked, not even the one that judges. */
export function searchModels(host: ModelHost, settings: () => Settings): () => FindModels | undefined {
  return () => (settings()['policy.model'] === '' ? undefined : signal => find(host, settings(), signal));
}

async function find(host: ModelHost, settings: Settings, signal: AbortSignal): Promise<SearchModels> {
  const asked = Promise.all([host.proposer(signal), host.judge()]);
  const found = await Promise.race([asked, aborted(signal)]);
  return found === undefined ? noModels : modelsOf(...found, settings);
}

function modelsOf(proposer: Proposer, judge: Judge, settings: Settings): SearchModels {
  if (proposer.kind === 'none') return noModels;
  if (proposer.kind === 'fault') return { fault: proposer.fault };
  const { policy, parallel } = proposer;
  const { 'policy.form': form, 'policy.candidates': n, 'policy.temperature': temperature } = settings;
  return {
    policy: { policy, form, n, temperature, parallel },
    ...(judge.kind === 'ready' ? { reward: calibratedReward(judge.reward, judge.calibration) } : {}),
    ...(judge.kind === 'fault' ? { fault: judge.fault } : {}),
  };
}

function aborted(signal: AbortSignal): Promise<undefined> {
  return new Promise(resolve => {
    if (signal.aborted) resolve(undefined);
    else signal.addEventListener('abort', () => resolve(undefined), { once: true });
  });
}
