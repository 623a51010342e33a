/** Where trees are kept beyond the process that grew them. The search does not depend on it: what cannot be kept or read is as if it had not been there. */
export interface TreeStore {
  /** What was last kept under a key, its last line perhaps cut off; empty where there is nothing. Never rejects. */
  load(key: string): Promise<string>;
  /**
   * Adds to what is kept under a key, after all that was given before. Returns at once; the text reaches the disk as soon as what is before it has.
   * @param whole the whole text of the key as it is when it is called, what was added included: kept instead where there is nothing to add to, or too much
   */
  write(key: string, added: string, whole: () => string): void;
  /** Resolves when what was given is kept or given up. Never rejects. */
  flush(): Promise<void>;
  /** Removes all that is kept. Never rejects. */
  forget(): Promise<void>;
}
