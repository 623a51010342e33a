/** `stepwise models`: what is set up, what runs on this machine, and what each model can do. */
import { methodsOf } from '../adapters/models/best-method.ts';
import { UsageLog } from '../adapters/models/usage-log.ts';
import type { ModelFault } from '../core/model/fault.ts';
import { describe as describeAbilities, tryModel } from '../core/model/try-model.ts';
import type { ModelConfig } from '../settings/models.ts';
import type { ModelsArguments } from './arguments.ts';
import { ExitCode, type Io, unusable } from './io.ts';
import { type ModelSession, openModels } from './modelSession.ts';
import { modelNamed, readModelsFile } from './modelsFile.ts';
import { type ModelReport, type ModelsReport, type TrialReport, textOfModels, textOfTrial } from './modelsText.ts';
import { painter, wantsColour } from './terminal.ts';

/** A model that has not said by then what it can do is told of as silent (ms): a list should not wait for a server that is busy. */
const PATIENCE_MS = 20_000;

export function models(args: ModelsArguments, io: Io): Promise<number> {
  switch (args.action) {
    case 'list':
      return list(args.json, io);
    case 'get':
      return get(args.json, io);
    case 'try':
      return trial(args.model, args.json, io);
  }
}

const noArguments = { votes: 1, seed: 1, budget: { tokens: 0, money: 0 } } as const;

function noSandbox(): never {
  throw new Error('no model is asked for code here');
}

async function list(json: boolean, io: Io): Promise<number> {
  const file = await readModelsFile(io.models.file);
  if (!file.ok) return await unusable(file.reason, io);
  const names = Object.keys(file.models);
  const [opened, servers, local] = await Promise.all([
    openModels(noArguments, io, noSandbox, names),
    io.models.findServers(io.signal),
    io.models.local.about(),
  ]);
  if (!opened.ok) return await unusable(opened.reason, io);
  const { session } = opened;
  const reports = await Promise.all(
    Object.entries(file.models).map(([name, config]) => aboutModel(name, config, session, io)),
  );
  await session.dispose();
  const report: ModelsReport = {
    version: 1,
    file: io.models.file,
    models: reports,
    local,
    servers: servers.map(({ name, url, models, needsKey }) => ({ name, url, models: [...models], needsKey })),
    today: new UsageLog(io.models.usage, io.models.now, () => undefined).spentToday(),
  };
  const paint = painter(wantsColour(io.env, io.columns !== undefined));
  await io.out(json ? `${JSON.stringify(report, null, 2)}\n` : textOfModels(report, paint));
  return io.signal.aborted ? ExitCode.interrupted : ExitCode.clean;
}

async function aboutModel(name: string, config: ModelConfig, session: ModelSession, io: Io): Promise<ModelReport> {
  const found = await session.model(name);
  if (!found.ok) return { name, config, fault: found.fault.message };
  const patience = AbortSignal.timeout(PATIENCE_MS);
  const answer = await found.value.abilities(AbortSignal.any([io.signal, patience]));
  if (!answer.ok) {
    const silent = patience.aborted && answer.fault.kind === 'cancelled';
    const seconds = PATIENCE_MS / 1000;
    return { name, config, fault: silent ? `No answer within ${seconds} s.` : worded(session, answer.fault, name) };
  }
  const ppm = await session.ppm(found.value);
  const { can, cannot } = describeAbilities(answer.abilities);
  return { name, config, can, cannot, methods: methodsOf(answer.abilities, ppm, false) };
}

function worded(session: ModelSession, fault: ModelFault, name: string): string {
  return session.worded(fault, name).message;
}

/** Clears the line that the cursor is in. */
const CLEAR = '\r\u001b[K';

async function get(json: boolean, io: Io): Promise<number> {
  let told = '';
  const report = (message: string, share: number): void => {
    const line = `${message} ${Math.floor(100 * share)} %`;
    if (!io.errIsTerminal || line === told) return;
    told = line;
    void io.err(`${CLEAR}${line}`);
  };
  const fetched = await io.models.local.fetch(report, io.signal);
  if (told !== '') await io.err(CLEAR);
  const about = await io.models.local.about();
  if (json) await io.out(`${JSON.stringify({ version: 1, ...fetched, file: about.file }, null, 2)}\n`);
  if (fetched.ok) {
    if (!json)
      await io.out(`${about.name} is there: ${about.file}\nUse it with: stepwise check --reward auto:gguf FILE\n`);
    return ExitCode.clean;
  }
  if (fetched.cancelled) {
    await io.err('stepwise: stopped; the next "stepwise models get" goes on from there\n');
    return ExitCode.interrupted;
  }
  return await unusable(fetched.message, io);
}

async function trial(model: string, json: boolean, io: Io): Promise<number> {
  const file = await readModelsFile(io.models.file);
  if (!file.ok) return await unusable(file.reason, io);
  const named = modelNamed(model, file.models, io.models.file, io.cwd);
  if (!named.ok) return await unusable(named.reason, io);
  const opened = await openModels(noArguments, io, noSandbox, [model]);
  if (!opened.ok) return await unusable(opened.reason, io);
  const { session } = opened;
  try {
    const report = await trialOf(named.name, session, io);
    await io.out(json ? `${JSON.stringify(report, null, 2)}\n` : textOfTrial(report));
    if (io.signal.aborted) return ExitCode.interrupted;
    return report.ok ? ExitCode.clean : ExitCode.flagged;
  } finally {
    await session.dispose();
  }
}

async function trialOf(name: string, session: ModelSession, io: Io): Promise<TrialReport> {
  const found = await session.model(name);
  if (!found.ok) return { version: 1, ok: false, name, message: found.fault.message };
  const tried = await tryModel(found.value, () => performance.now(), io.signal);
  if (!tried.ok) return { version: 1, ok: false, name, message: worded(session, tried.fault, name) };
  const { can, cannot, abilities, trial } = tried;
  const methods = methodsOf(abilities, await session.ppm(found.value), false);
  return {
    version: 1,
    ok: true,
    name,
    title: found.value.name,
    can,
    cannot,
    methods,
    ...(trial === undefined ? {} : { trial }),
  };
}
