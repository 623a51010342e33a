/** Pyodide's Emscripten module has no types of its own. */
declare module 'pyodide/pyodide.asm.mjs' {
  /** Fills in the settings, which become the module object, and resolves with them once Python has started. */
  function createModule(settings: object): Promise<unknown>;

  export { createModule as default };
}
