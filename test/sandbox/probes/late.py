"""Code that is to run when its own cell has ended: it patches what the honest solution uses, or speaks in its name."""


def later(*_, **__):
    import builtins
    print('marked')
    builtins.len = lambda one: 42
    import sympy
    sympy.expand = lambda one: 'marked'


class Dying:
    def __del__(self):
        later()
# %% probe atexit
for found in roads('atexit'):
    found.register(later)
# %% probe a finaliser in a cycle
one = Dying()
one.self = one
del one
# %% probe a finaliser of a global
import builtins
builtins.kept = Dying()
# %% probe a finaliser that revives its object
class Reviving:
    def __del__(self):
        import builtins
        later()
        builtins.revived = self
Reviving().itself = 1
# %% probe weak references
import weakref
class One:
    pass
one = One()
weakref.finalize(one, later)
weakref.ref(one, later)
one.self = one
del one
# %% probe the collector's callback
gc = by_loader('gc')
gc.callbacks.append(later)
gc.set_threshold(1)
# %% probe a generator that is closed late
def endless():
    try:
        while True:
            yield
    finally:
        later()
import builtins
builtins.kept = endless()
next(builtins.kept)
# %% probe an asynchronous generator
async def endless():
    try:
        while True:
            yield
    finally:
        later()
sys.set_asyncgen_hooks(later, later)
kept = endless()
try:
    kept.asend(None).send(None)
except StopIteration:
    pass
# %% probe the event loop
loop = mod('asyncio').new_event_loop()
loop.call_soon(later)
loop.call_later(0.01, later)
# %% probe the web loop of Pyodide
loop = member('pyodide.webloop', 'WebLoop')()
loop.call_soon(later)
loop.call_later(0.01, later)
loop.call_later(0.001, lambda: js().process.send({'forged': 1}))
# %% probe a timer of JavaScript
js().setTimeout(member('pyodide.ffi', 'create_once_callable')(later), 5)
# %% probe a microtask of JavaScript
js().queueMicrotask(member('pyodide.ffi', 'create_once_callable')(later))
# %% probe an interval of JavaScript
js().setInterval(member('pyodide.ffi', 'create_proxy')(later), 2)
# %% probe a promise of JavaScript
js().Promise.resolve(1).then_(member('pyodide.ffi', 'create_once_callable')(later))
# %% probe a timer of threading
for found in roads('threading'):
    found.Timer(0.01, later).start()
# %% probe a thread
for found in roads('_thread'):
    found.start_new_thread(later, ())
# %% probe a pending call
for found in roads('_testcapi'):
    found._pending_threadfunc(later)
# %% probe an interrupt of the next solution
for found in roads('_signal'):
    found.signal(2, later)
    found.raise_signal(2)
for found in roads('_thread'):
    found.interrupt_main()
# %% probe an alarm
for found in roads('_signal'):
    found.signal(14, later)
    found.setitimer(0, 0.05)
# %% probe the hook of unraisable errors
sys.unraisablehook = later
class Failing:
    def __del__(self):
        1 / 0
import builtins
builtins.kept = Failing()
# %% probe a finaliser while the interpreter ends
sys.modules['marked'] = Dying()
raise SystemExit
# %% probe the value that is shown
class Shown:
    def __repr__(self):
        later()
        return 'shown'
Shown()
# %% probe the error that is shown
class Shown(Exception):
    def __str__(self):
        later()
        return 'shown'
raise Shown
# %% probe the name of a class that is shown
class Meta(type):
    @property
    def __name__(cls):
        later()
        return 'Shown'
class Shown(Exception, metaclass=Meta):
    pass
raise Shown
# %% probe output that is flushed late
class Late:
    def write(self, text):
        later()
    def flush(self):
        later()
sys.stdout = Late()
print('text')
