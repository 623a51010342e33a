/**
 * The functions that Python's WebAssembly may call. There are 1,370 that Pyodide offers; code of other people reaches the few of `always` and
 * those made here. This is an allow-list: a function that a new Pyodide adds is closed until somebody writes its name down.
 */
import { host } from './realm-globals.ts';

type Native = ((...args: number[]) => unknown) & { sig?: string };
export type Imports = Record<string, Native>;

/** What Python needs while it runs: clocks, reading the packed files, ending. None of them can change anything outside its memory. */
const always = new Set(
  (
    'fd_read fd_close fd_seek fd_pread fd_fdstat_get clock_time_get clock_res_get environ_get environ_sizes_get ' +
    '__syscall_fstat64 __syscall_stat64 __syscall_lstat64 __syscall_newfstatat __syscall_faccessat __syscall_getcwd __syscall_getdents64 ' +
    '__syscall_readlinkat __syscall_getuid32_js emscripten_date_now emscripten_get_heap_max _gmtime_js _timegm_js _localtime_js ' +
    '_mktime_js _tzset_js __call_sighandler __assert_fail _abort_js exit proc_exit _Py_emscripten_runtime ' +
    '_Py_CheckEmscriptenSignals_Helper emscripten_runtime_keepalive_push emscripten_runtime_keepalive_pop JsvError_Check Jsv_GetError_import ' +
    '_emscripten_get_progname _PyEM_TrampolineCall_JS can_run_sync_js'
  ).split(' '),
);

/** Pyodide's bridge between Python and JavaScript, in use until the realm is sealed. */
const bridge =
  /^(Js|_?[Jj]s2?|_?python2js|js2python|_?pyproxy|proxy_cache_|destroy_|gc_register_|jslib_init|pyodide_js_init|set_pyodide_module|is_comlink_|get_length_|create_|wrap_|new_error|__hiwire_|emscripten_asm_const_int|array_to_js|handle_next_result|ffi_closure_|capture_stderr|restore_stderr)/;

/** Of the bridge: those that tell of a failure with -1 instead of a null pointer. */
const failWithMinusOne = new Set(
  (
    'JsProxy_compute_typeflags _agen_handle_result_js JsvArray_Set JsvBuffer_assignToPtr JsObjMap_length_js JsObjMap_ass_subscript_js ' +
    'JsObjMap_contains_js JsvArray_slice_assign JsArray_inplace_repeat_js get_length_helper JsProxy_exit_js JsvArray_Insert JsArray_index_js ' +
    'JsProxy_DelAttr_js JsProxy_SetAttr_js JsArray_reverse_js JsArray_count_js JsMap_clear_js JsvBuffer_assignFromPtr JsvBuffer_writeToFile ' +
    'JsvBuffer_readFromFile JsvBuffer_intoFile JsvObject_SetAttr JsvMap_Set JsvSet_Add _python2js_add_to_cache _JsObject_Set_js ' +
    '_JsArray_PushEntry_helper destroy_proxies_js'
  ).split(' '),
);

/** WASI's error numbers. */
const errno = { badFile: 8, tooManyFiles: 33, notSupported: 52, readOnly: 69 } as const;

/** System calls that would change a file: they say that the file system is read-only. */
const writes =
  /^__syscall_(chmod|fchmod|fchmodat2|fchown32|fchownat|ftruncate64|truncate64|mkdirat|mknodat|unlinkat|rmdir|renameat|symlinkat|linkat|utimensat|fallocate)$/;

/** Open modes: anything but O_RDONLY, and O_CREAT, O_TRUNC, O_APPEND, O_TMPFILE. */
const writingFlags = 0o3 | 0o100 | 0o1000 | 0o2000 | 0o20000000;

/** What the guards work on: Emscripten's module object. */
export interface Machine {
  readonly HEAPU8: Uint8Array;
  readonly HEAPU32: Uint32Array;
  readonly FS: { readonly streams: readonly unknown[] };
}

export interface Guard {
  /** Bytes that the memory may grow to. */
  memoryLimit: number;
  /** The bridge is closed. */
  sealed: boolean;
  /** State of the random numbers that Python is given. */
  seed: number;
  /** Sets Python's error indicator. */
  readonly raise: (message: string) => void;
}

/** More open files than any honest cell has. */
const mostFiles = 256;

/** Replaces, in place, every function that Python may not call. Comes before the WebAssembly is instantiated. */
export function guardImports(imports: Imports, machine: Machine, guard: Guard): void {
  const made = ownImports(imports, machine, guard);
  for (const name of Object.keys(imports)) {
    const original = imports[name];
    if (typeof original !== 'function' || always.has(name)) continue;
    const replacement = made[name] ?? (bridge.test(name) ? bridged(name, original, imports, guard) : refusal(name));
    if (original.sig !== undefined) replacement.sig = original.sig;
    imports[name] = replacement;
  }
}

/** Works until the realm is sealed; then it raises in Python and gives back what says so. */
function bridged(name: string, original: Native, imports: Imports, guard: Guard): Native {
  const signature = original.sig ?? 'v';
  return (...args) => {
    if (!guard.sealed) return original(...args);
    guard.raise('JavaScript is not available in the sandbox');
    if (signature.startsWith('e')) return imports.Jsv_GetError_import?.();
    return failWithMinusOne.has(name) ? -1 : 0;
  };
}

function refusal(name: string): Native {
  if (writes.test(name)) return () => -errno.readOnly;
  if (name.startsWith('__syscall_')) return () => -errno.notSupported;
  if (name.startsWith('fd_')) return () => errno.notSupported;
  if (name === '_mmap_js' || name === '_emscripten_system') return () => -errno.notSupported;
  return () => 0;
}

function ownImports(imports: Imports, machine: Machine, guard: Guard): Imports {
  const { __syscall_openat: open, __syscall_fcntl64: control, emscripten_resize_heap: resize } = imports;
  return {
    // A flood of open files would stay outside the memory, and duplicates have no use in a sandbox.
    __syscall_openat: (folder = 0, path = 0, flags = 0, rest = 0) => {
      if ((flags & writingFlags) !== 0) return -errno.readOnly;
      if (machine.FS.streams.length > mostFiles) return -errno.tooManyFiles;
      return open?.(folder, path, flags, rest);
    },
    // F_DUPFD is 0, F_SETFL is 4.
    __syscall_fcntl64: (fd = 0, command = 0, rest = 0) =>
      command === 0 || command === 4 ? -errno.notSupported : control?.(fd, command, rest),
    __syscall_umask_js: () => 0o22,
    fd_write: (fd = 0, vectors = 0, count = 0, written = 0) => {
      if (fd !== 1 && fd !== 2) return errno.badFile;
      const { HEAPU8, HEAPU32 } = machine;
      let total = 0;
      for (let at = vectors >>> 2; at < (vectors >>> 2) + 2 * count; at += 2) {
        const start = (HEAPU32[at] ?? 0) >>> 0;
        const length = (HEAPU32[at + 1] ?? 0) >>> 0;
        host.print(host.decode(HEAPU8.subarray(start, Math.min(start + length, start + mostPrinted))));
        total += length;
      }
      HEAPU32[written >>> 2] = total;
      return 0;
    },
    // The same numbers in every process: a cell that ran twice gives the same twice.
    random_get: (start = 0, length = 0) => {
      const { HEAPU8 } = machine;
      for (let at = start >>> 0; at < (start >>> 0) + length; at++) {
        guard.seed = (Math.imul(guard.seed, 1_664_525) + 1_013_904_223) >>> 0;
        HEAPU8[at] = guard.seed >>> 24;
      }
      return 0;
    },
    // Time leaps when the code must stop, so that a sleep, which waits by watching the clock, ends at once.
    emscripten_get_now: () => (host.mustStop() ? host.now() + leapMs : host.now()),
    emscripten_resize_heap: (size = 0) => (size >>> 0 > guard.memoryLimit ? 0 : resize?.(size)),
  };
}

/** Characters of one write that are passed on. */
const mostPrinted = 10_000;
const leapMs = 1e12;
