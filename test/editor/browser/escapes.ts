/** JavaScript that would get out of a sandbox worker, were it ever to run there: each is an expression that must throw or give nothing. */

/** `ADDRESS` stands for the address of a live server, `ws` the same for web sockets. */
export const escapes: readonly string[] = [
  ...[
    'fetch("ADDRESS/fetch")',
    'new XMLHttpRequest()',
    'new WebSocket("ws:ADDRESS")',
    'new EventSource("ADDRESS/sse")',
  ],
  ...[
    'importScripts("ADDRESS/imported.js")',
    'self.importScripts("ADDRESS/imported.js")',
    'new WebTransport("ADDRESS")',
  ],
  ...[
    'new FontFace("x", "url(ADDRESS/font)").load()',
    'new Request("ADDRESS")',
    'Response.error()',
    'new RTCPeerConnection()',
  ],
  ...[
    'navigator.sendBeacon("ADDRESS/beacon")',
    'navigator.userAgent',
    'navigator.storage.getDirectory()',
    'location.href',
  ],
  ...[
    'indexedDB.open("x")',
    'caches.open("x")',
    'cookieStore.getAll()',
    'localStorage.length',
    'new BroadcastChannel("x")',
  ],
  ...[
    'new Worker("data:text/javascript,")',
    'new SharedWorker("x")',
    'new MessageChannel().port1',
    'new Notification("x")',
  ],
  ...['postMessage({ kind: "ready", ms: 0 })', 'self.postMessage(1)', 'reportError(new Error("x"))', 'close()'],
  ...['addEventListener("message", () => 0)', 'dispatchEvent({})', 'setTimeout(() => postMessage(1), 0) || undefined'],
  ...['eval("1")', '(0, eval)("1")', 'new Function("return 1")()', '(() => 0).constructor("return 1")()'],
  ...['(async () => 0).constructor("return 1")()', '(function* () {}).constructor("yield 1")()'],
  ...['Reflect.construct(Object.getPrototypeOf(() => 0).constructor, ["return 1"])', 'setTimeout("1") || undefined'],
  ...['globalThis.constructor.name === "Object" ? undefined : globalThis.constructor', 'WorkerGlobalScope.prototype'],
  ...[
    'new (Object.getPrototypeOf(globalThis).constructor)().fetch',
    'EventTarget.prototype.addEventListener',
    'Event.prototype',
  ],
  ...['WebAssembly.compileStreaming(0)', 'WebAssembly.promising(() => 0)', 'new WebAssembly.Suspending(() => 0)'],
  ...['URL.createObjectURL(0)', 'new Blob(["x"])', 'new FileReader()', 'new FileReaderSync()', 'showOpenFilePicker()'],
  ...[
    'crypto.subtle',
    'structuredClone(1)',
    'scheduler.postTask(() => 0)',
    'requestAnimationFrame(() => 0)',
    'performance.mark("x")',
  ],
  ...[
    'new OffscreenCanvas(1, 1)',
    'createImageBitmap(0)',
    'new ReadableStream()',
    'new AbortController()',
    'stepwiseHost.now()',
  ],
  ...['read("/etc/passwd")', 'load("ADDRESS/imported.js")', 'require("fs")', 'process.env', 'new ShadowRealm()'],
];
