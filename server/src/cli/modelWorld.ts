/** What of models lies outside the command line, so that it can be run without it. */
import type { Makers } from '../adapters/models/models.ts';
import type { FoundServer } from '../adapters/openai/index.ts';
import type { Sandbox } from '../core/code/sandbox.ts';
import type { Calibration, RewardModel } from '../core/reward/reward-model.ts';

export interface ModelServices {
  /** One line about a request. */
  readonly log: (line: string) => void;
  readonly sandbox: () => Sandbox;
}

/** The model that runs on this machine. */
export interface LocalModelAbout {
  readonly name: string;
  readonly licence: string;
  readonly file: string;
  /** Bytes of the whole file, and of what is there. */
  readonly size: number;
  readonly there: number;
  /** It is all there, and what was meant. */
  readonly ready: boolean;
}

export type LocalModelFetched =
  | { readonly ok: true }
  | { readonly ok: false; readonly cancelled: boolean; readonly message: string };

export interface LocalModelWorld {
  about(): Promise<LocalModelAbout>;
  /** Goes on from where it was broken off. @param report what is being done and how much of it is done (0 to 1) */
  fetch(report: (message: string, share: number) => void, signal: AbortSignal): Promise<LocalModelFetched>;
}

export interface ModelWorld {
  /** The file of models. */
  readonly file: string;
  /** Folder of the day's usage. */
  readonly usage: string;
  readonly now: () => Date;
  readonly makers: (services: ModelServices) => Makers & { dispose?(): void };
  /** What a reward model's values are worth, where that was measured. */
  readonly calibrationOf: (reward: RewardModel) => Promise<Calibration | undefined>;
  /** Servers of models on this machine, at the ports where they usually are. */
  readonly findServers: (signal: AbortSignal) => Promise<readonly FoundServer[]>;
  readonly local: LocalModelWorld;
}
