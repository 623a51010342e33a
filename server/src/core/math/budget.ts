/**
 * Steps that a judgement may spend. One step is about one node of a formula evaluated (some 50 ns). Everything that can
 * take long spends from it and stops when it is used up; who stops gives "no value", never a wrong one.
 */
export class Budget {
  #left: number;

  constructor(steps: number) {
    this.#left = steps;
  }

  /** Takes `steps`; false when they are used up, from then on for good. */
  spend(steps = 1): boolean {
    this.#left -= steps;
    return this.#left >= 0;
  }

  get exhausted(): boolean {
    return this.#left < 0;
  }

  get left(): number {
    return Math.max(0, this.#left);
  }

  /** A budget for a part of the work: at most `share` of what is left, taken from this one at once; `giveBack` returns the rest. */
  part(share: number): { readonly budget: Budget; readonly giveBack: () => void } {
    const steps = Math.floor(this.left * share);
    const budget = new Budget(steps);
    this.#left -= steps;
    return {
      budget,
      giveBack: () => {
        this.#left += budget.left;
      },
    };
  }
}

/** Enough for every formula a person writes; about 20 ms when it is used up. */
export const DEFAULT_STEPS = 200_000;
