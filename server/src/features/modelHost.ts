/** What the host brings of models, behind one interface: a test may bring its own, a host without models brings none. */
import type { Sandbox } from '../core/code/sandbox.ts';
import type { Spent } from '../core/model/budget.ts';
import type { ModelFault } from '../core/model/fault.ts';
import type { Policy } from '../core/policy/policy.ts';
import type { Calibration, RewardModel } from '../core/reward/reward-model.ts';
import type {
  EditorModelChoice,
  EditorModelQuestion,
  FetchedModel,
  FoundServer,
  ListedModels,
  LocalModel,
  ModelTrial,
} from '../protocol.ts';
import type { Settings } from '../settings/schema.ts';

/** What judges steps. */
export type Judge =
  /** The person has named none. */
  | { readonly kind: 'none' }
  | { readonly kind: 'ready'; readonly reward: RewardModel; readonly calibration?: Calibration }
  | { readonly kind: 'fault'; readonly fault: ModelFault };

/** What proposes steps. */
export type Proposer =
  /** The person has named none. */
  | { readonly kind: 'none' }
  /** `parallel`: requests that it takes together. */
  | { readonly kind: 'ready'; readonly policy: Policy; readonly parallel: number }
  | { readonly kind: 'fault'; readonly fault: ModelFault };

export interface ModelHost {
  /** The settings as they are from now on. */
  configure(settings: Settings): void;
  /** What the settings name; the same object as long as it is the same. Never rejects. */
  judge(): Promise<Judge>;
  /** What the settings name; asks the model what it can do. Never rejects; an aborted signal gives a fault `cancelled`. */
  proposer(signal: AbortSignal): Promise<Proposer>;
  /** Of the day's budget. */
  spentToday(): Spent;
  /** None of these rejects; an aborted signal ends them soon. */
  findServers(signal: AbortSignal): Promise<readonly FoundServer[]>;
  listModels(url: string, signal: AbortSignal): Promise<ListedModels>;
  /** @param model as settings name it, unchecked */
  tryModel(model: unknown, signal: AbortSignal): Promise<ModelTrial>;
  /** `null` where no model can run on this machine. */
  localModel(): Promise<LocalModel | null>;
  /** @param report what is being done and how much of it is done (0 to 1) */
  fetchModel(report: (message: string, share: number) => void, signal: AbortSignal): Promise<FetchedModel>;
  /** A key was set or forgotten. */
  keyChanged(origin: string): void;
  /** Gives back what its models hold. */
  dispose(): Promise<void>;
}

/** What the host is given for it. */
export interface ModelHostServices {
  /** The key for an origin, where the person has kept one. */
  readonly keyFor: (origin: string) => Promise<string | undefined>;
  /** Questions to the editor about its own language models; they reject where it has no such thing. */
  readonly editor: {
    find(choice: EditorModelChoice): Promise<unknown>;
    ask(question: EditorModelQuestion, signal: AbortSignal): Promise<unknown>;
  };
  /** Runs the Python that a critic writes; absent where nothing runs code. */
  readonly sandbox: (() => Sandbox) | undefined;
  /** Folder of this machine for what is kept; absent: the host's own. */
  readonly storage: string | undefined;
  readonly log: (message: string) => void;
}

export type CreateModelHost = (services: ModelHostServices) => ModelHost;
