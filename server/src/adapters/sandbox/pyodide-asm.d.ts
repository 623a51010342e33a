/** Pyodide's Emscripten module has no types of its own. */
declare module 'pyodide/pyodide.asm.mjs' {
  /** Fills in the settings, which become the module object, and resolves with them once Python has started. */
  function createModule(settings: object): Promise<unknown>;

  // biome-ignore lint/style/noDefaultExport: it has one.
  export { createModule as default };
}
