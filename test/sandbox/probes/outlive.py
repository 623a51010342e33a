"""What code leaves behind: after each of these the honest solution is run, and is to give what it always gives."""


def patch(name, member, value):
    """In every copy of a module that can be had."""
    done = 0
    for found in roads(name):
        try:
            setattr(found, member, value)
            done += 1
        except BaseException:
            pass
    need(done, 'nothing was patched')


def attributes_of(one):
    """The real dictionary of a class, which Python shows as a read-only one."""
    for found in by_loader('gc').get_referents(one.__dict__):
        if type(found) is dict:
            return found
    raise LookupError('no dictionary')
# %% probe builtins.len
patch('builtins', 'len', lambda one: 42)
# %% probe builtins.print
patch('builtins', 'print', lambda *_: None)
# %% probe builtins.isinstance
patch('builtins', 'isinstance', lambda *_: True)
# %% probe builtins.__import__
patch('builtins', '__import__', lambda *_, **__: None)
# %% probe builtins.__build_class__
patch('builtins', '__build_class__', lambda *_, **__: 1)
# %% probe a name added to builtins
patch('builtins', 'marked', 1)
# %% probe every builtin removed
import builtins
for name in list(vars(builtins)):
    if name not in ('__name__', 'list'):
        delattr(builtins, name)
# %% probe functions of math
patch('math', 'sqrt', lambda one: 1)
patch('math', 'pi', 3)
# %% probe the JSON that results are written in
patch('json', 'dumps', lambda *_, **__: '{"status": "ok", "value": "marked", "stdout": "", "cut": false, "checks": []}')
patch('json', 'loads', lambda *_, **__: {'marked': 1})
# %% probe the encoder of JSON
patch('json.encoder', 'c_make_encoder', None)
patch('json.encoder', 'encode_basestring_ascii', lambda one: '"marked"')
# %% probe time
patch('time', 'perf_counter', lambda: 0)
patch('time', 'monotonic', lambda: 0)
# %% probe exec and compile in the runner's own builtins
for found in roads('stepwise._runner'):
    found.__builtins__ = {'marked': 1}
    vars(found).pop('exec', None)
# %% probe the runner's functions
patch('stepwise._runner', '_run', lambda request: '{"status": "ok", "value": "marked", "stdout": "", "cut": false, "checks": [], "ms": 0}')
patch('stepwise._runner', '_execute', lambda *_: 'marked')
# %% probe the code of the runner's functions
for found in roads('stepwise._runner'):
    found.run_cell.__code__ = (lambda request: '{"status": "ok", "value": "marked", "stdout": "", "cut": false, "checks": [], "ms": 0}').__code__
# %% probe the runner's memory of builtins
for found in roads('stepwise._runner'):
    found._restored.builtins['len'] = lambda one: 42
    found._restored.names['len'] = lambda one: 42
# %% probe the namespace of the next solution
for found in roads('stepwise._runner'):
    found._restored.names['x'] = 'marked'
    found._state.namespace['marked'] = 1
    found._state.__class__.__init__ = lambda self: None
# %% probe the record of checks
for found in roads('stepwise._records'):
    found.log.records.append({'line': 1, 'verdict': 'proved', 'method': 'marked', 'text': 'marked'})
    type(found.log).clear = lambda self, *_: None
# %% probe check
patch('stepwise', 'check', lambda *_, **__: True)
patch('stepwise._checks', 'check', lambda *_, **__: True)
# %% probe the decision behind check
for name in ('stepwise._decide', 'stepwise._checks', 'stepwise._equality', 'stepwise._claims'):
    for found in roads(name):
        for each, value in list(vars(found).items()):
            if callable(value) and getattr(value, '__module__', '').startswith('stepwise'):
                setattr(found, each, lambda *_, **__: None)
# %% probe modules removed
for name in list(sys.modules):
    if name.startswith(('sympy', 'json', 'math', 're')):
        del sys.modules[name]
# %% probe modules replaced
import types
for name in ('colorsys', 'graphlib', 'sympy.physics.units', 'marked', 'statistics', 'math'):
    sys.modules[name] = types.ModuleType('marked')
# %% probe a finder of modules
class Finder:
    def find_spec(self, name, path=None, target=None):
        raise ImportError('marked ' + name)
sys.meta_path.insert(0, Finder())
# %% probe the path of imports
sys.path[:] = ['/marked']
sys.path_hooks.clear()
sys.path_importer_cache.clear()
# %% probe an audit hook, which Python never takes away
def hook(event, arguments):
    if event in ('import', 'compile', 'exec', 'open'):
        raise RuntimeError('marked')
sys.addaudithook(hook)
# %% probe tracing
sys.settrace(lambda *_: 1 / 0)
sys.setprofile(lambda *_: None)
# %% probe monitoring
for tool in range(6):
    try:
        sys.monitoring.use_tool_id(tool, 'marked')
        sys.monitoring.register_callback(tool, sys.monitoring.events.PY_START, lambda *_: 1 / 0)
        sys.monitoring.set_events(tool, sys.monitoring.events.PY_START)
    except ValueError:
        pass
# %% probe hooks of sys
sys.excepthook = sys.displayhook = sys.unraisablehook = sys.breakpointhook = lambda *_: print('marked')
sys.ps1 = 'marked'
# %% probe standard output
class Out:
    def write(self, text):
        return 0
    def flush(self):
        pass
sys.stdout = sys.stderr = sys.__stdout__ = sys.__stderr__ = Out()
# %% probe limits of recursion and digits
sys.setrecursionlimit(60)
sys.set_int_max_str_digits(640)
sys.setswitchinterval(5)
# %% probe the digits of decimal and mpmath
import decimal, mpmath
decimal.getcontext().prec = 3
decimal.DefaultContext.prec = 3
mpmath.mp.dps = 3
mpmath.mp.pretty = True
# %% probe random numbers
import random
random.seed(7)
random.random = lambda: 4
random._inst.seed(7)
# %% probe the class of integers
attributes_of(int)['__add__'] = lambda self, other: 5
attributes_of(int)['marked'] = 1
attributes_of(str)['upper'] = lambda self: 'marked'
attributes_of(object)['marked'] = 1
# %% probe the method of a built-in class in the middle of its life
attributes_of(dict)['get'] = lambda *_: 'marked'
attributes_of(list)['append'] = lambda *_: None
# %% probe small integers rewritten in memory
memory = forge()
import struct
memory[id(42) + 12:id(42) + 16] = struct.pack('<I', 43)
memory[id(4) + 12:id(4) + 16] = struct.pack('<I', 5)
# %% probe None, True and the empty tuple rewritten in memory
memory = forge()
memory[id(True) + 12:id(True) + 16] = memory[id(False) + 12:id(False) + 16]
# %% probe the class of an object rewritten in memory
import math
memory = forge()
memory[id(math.sqrt) + 8:id(math.sqrt) + 12] = memory[id(len) + 8:id(len) + 12]
# %% probe memory filled with ones
memory = forge()
here = id(object())
memory[here:here + 4_000_000] = b'\xff' * 4_000_000
# %% probe the lowest memory, with the stack and static data
memory = forge()
memory[1024:1_000_000] = bytes(998_976)
# %% probe the method table of a type
memory = forge()
memory[id(int) + 8:id(int) + 200] = bytes(192)
# %% probe interned strings
memory = forge()
word = 'append'
at = bytes(memory[id(word):id(word) + 64]).index(b'append')
memory[id(word) + at:id(word) + at + 6] = b'marked'
# %% probe singletons of SymPy
import sympy
patch('sympy', 'expand', lambda one: 'marked')
type(sympy.S.One).p = 2
type(sympy.S.Half).q = 3
type(sympy.S).One = sympy.S.Zero
# %% probe classes of SymPy
import sympy
sympy.Add.__new__ = lambda cls, *_, **__: sympy.Integer(7)
sympy.Basic.__eq__ = lambda *_: True
sympy.Expr.__add__ = lambda *_: 'marked'
sympy.Integer.__add__ = lambda *_: 'marked'
sympy.Symbol.__str__ = sympy.Symbol.__repr__ = lambda *_: 'marked'
# %% probe functions of SymPy
import sympy
for name in dir(sympy):
    if callable(getattr(sympy, name)) and name[0].islower():
        setattr(sympy, name, lambda *_, **__: 'marked')
for module in list(sys.modules.values()):
    if getattr(module, '__name__', '').startswith('sympy.'):
        for name in ('solve', 'integrate', 'simplify', 'expand', 'factor', 'limit', 'isprime', 'diff'):
            if hasattr(module, name):
                setattr(module, name, lambda *_, **__: 'marked')
# %% probe caches of SymPy
import sympy
from sympy.core import cache
x = sympy.symbols('x')
sympy.expand((x + 1) ** 2)
for one in cache.CACHE:
    one.cache_clear()
cache.cacheit = lambda one: lambda *_: 'marked'
sympy.Symbol._Symbol__xnew_cached_ = staticmethod(lambda *_, **__: 'marked')
# %% probe assumptions of SymPy
import sympy
sympy.Symbol.is_positive = True
mod('sympy.core.assumptions')._assume_rules.prereq.clear()
mod('sympy.assumptions.assume').global_assumptions.add(sympy.Q.positive(sympy.Symbol('x')))
mod('sympy.core.parameters').global_parameters.evaluate = False
# %% probe the printing of SymPy
import sympy
sympy.init_printing(order='rev-lex')
sympy.printing.str.StrPrinter._print_Add = lambda *_, **__: 'marked'
# %% probe the random state of SymPy
import sympy
mod('sympy.core.random').seed(3)
mod('sympy.core.random').rng.random = lambda: 4
# %% probe classes with a meta-class that lies
class Meta(type):
    def __instancecheck__(cls, one):
        return True
import abc, numbers, collections.abc
for one in (numbers.Number, collections.abc.Mapping, collections.abc.Iterable):
    for each in (int, str, list, tuple, Exception):
        one.register(each)
# %% probe copyreg, pickling and copying
import copyreg, copy
copyreg.pickle(int, lambda one: (str, ('marked',)))
copy._deepcopy_dispatch[int] = lambda *_: 'marked'
# %% probe encodings
import codecs
codecs.register(lambda name: codecs.lookup('utf-16'))
codecs.register_error('strict', lambda error: ('marked', error.end))
patch('encodings', '_cache', {})
for found in roads('encodings.rot_13'):
    found.getregentry = lambda: 1 / 0
# %% probe lines of source
mod('linecache').cache['<mark>'] = (6, None, ['marked'], '<mark>')
mod('linecache').cache['<cell 0>'] = (6, None, ['marked'], '<cell 0>')
# %% probe warnings
import warnings
warnings.simplefilter('error')
warnings.filters.append(('error', None, Warning, None, 0))
warnings.showwarning = lambda *_: print('marked')
# %% probe context variables
for found in roads('contextvars'):
    found.ContextVar('marked').set(1)
# %% probe the garbage collector
gc = by_loader('gc')
gc.unfreeze()
gc.disable()
gc.set_threshold(1)
gc.callbacks.append(lambda *_: print('marked'))
gc.unfreeze()
# %% probe everything the collector knows
gc = by_loader('gc')
gc.unfreeze()
for one in gc.get_objects():
    if type(one) is dict and 'sympy' in one and '__name__' in one and one['__name__'] == 'stepwise._runner':
        one.clear()
# %% probe dictionaries found by the collector
gc = by_loader('gc')
gc.unfreeze()
count = 0
for one in gc.get_objects():
    if type(one) is dict and one.get('__name__') in ('json', 'json.encoder', 'random', 'stepwise._show', 'stepwise._output'):
        for name, value in list(one.items()):
            if callable(value):
                one[name] = lambda *_, **__: 'marked'
                count += 1
need(count)
# %% probe lists and tuples found by the collector
gc = by_loader('gc')
gc.unfreeze()
for one in gc.get_objects():
    if type(one) is list and len(one) < 20:
        one.append('marked')
# %% probe patterns
import re
patch('re', '_compile', lambda *_: 1 / 0)
patch('re', '_cache', {1: 'marked'})
patch('re._compiler', 'compile', lambda *_: 1 / 0)
# %% probe the abstract syntax tree
patch('ast', 'parse', lambda *_, **__: 1 / 0)
import ast
ast.Expr = ast.Name
ast.NodeTransformer.visit = lambda self, one: one
# %% probe environment and working folder
for found in roads('os'):
    for attempt in (lambda: found.environ.__setitem__('MARK', '1'), lambda: found.putenv('MARK', '1'), lambda: found.chdir('/lib'), lambda: found.umask(0o777)):
        try:
            attempt()
        except BaseException:
            pass
# %% probe files in every writable place
for found in roads('posix'):
    for place in ('/tmp/mark', '/mark', '/home/mark', '/lib/mark.py', '/lib/python3.14/site-packages/colorsys.py', '/dev/shm/mark', '/home/pyodide/mark.py'):
        try:
            found.write(found.open(place, 0o102, 0o777), b'marked = 1\nraise RuntimeError("marked")')
        except BaseException:
            pass
# %% probe a file unlinked, a folder made, a mode changed
for found in roads('posix'):
    for attempt in (lambda: found.unlink('/lib/python314.zip'), lambda: found.unlink('/lib/packages.zip'), lambda: found.mkdir('/mark'), lambda: found.chmod('/lib/python314.zip', 0), lambda: found.truncate('/lib/packages.zip', 0), lambda: found.utime('/lib/packages.zip', (1, 1)), lambda: found.rename('/lib/packages.zip', '/lib/mark'), lambda: found.symlink('/', '/mark')):
        try:
            attempt()
        except BaseException:
            pass
# %% probe open files and closed ones
for found in roads('posix'):
    for file in range(3):
        try:
            found.close(file)
        except BaseException:
            pass
    for _ in range(3):
        try:
            found.open('/lib/python314.zip', 0)
        except BaseException:
            pass
# %% probe the file that the interpreter reads its modules from
for found in roads('posix'):
    for file in range(3, 64):
        for attempt in (lambda: found.lseek(file, 7, 0), lambda: found.dup2(0, file), lambda: found.close(file)):
            try:
                attempt()
            except BaseException:
                pass
# %% probe archives of modules
for one in sys.path_importer_cache.values():
    if hasattr(one, '_files'):
        one._files.clear()
patch('zipimport', '_zip_directory_cache', {})
# %% probe time zone
for found in roads('time'):
    try:
        mod('posix').environ[b'TZ'] = b'MARK-7'
        found.tzset()
    except BaseException:
        pass
# %% probe signals
for found in roads('_signal'):
    for number in range(1, 32):
        for attempt in (lambda: found.signal(number, lambda *_: print('marked')), lambda: found.signal(number, 1), lambda: found.setitimer(0, 0.01, 0.01), lambda: found.alarm(1)):
            try:
                attempt()
            except BaseException:
                pass
    patch('_signal', 'default_int_handler', lambda *_: None)
# %% probe locale
for found in roads('_locale'):
    for name in ('de_DE.UTF-8', 'tr_TR.UTF-8', 'C.UTF-8'):
        try:
            found.setlocale(6, name)
        except BaseException:
            pass
# %% probe a class among the subclasses of every class
class Marked(Exception):
    def __init_subclass__(cls):
        raise RuntimeError('marked')
for one in (int, str, dict, Exception):
    type('Marked', (one,), {'marked': 1})
# %% probe specialised code
import sympy
def hot(one):
    return one + one
for _ in range(5000):
    hot(1)
hot.__code__ = (lambda one: 'marked').__code__
sympy.expand.__code__ = (lambda e, deep=True, modulus=None, power_base=True, power_exp=True, mul=True, log=True, multinomial=True, basic=True, **hints: 'marked').__code__
sympy.expand.__defaults__ = ()
# %% probe type caches and versions
for found in roads('sys'):
    for name in ('_clear_type_cache', '_clear_internal_caches'):
        getattr(found, name, lambda: None)()
for _ in range(3000):
    type('Mark', (), {}).mark = 1
# %% probe interrupted in the middle of an import
class Bomb:
    def __getattr__(self, name):
        raise KeyboardInterrupt
sys.modules['colorsys'] = Bomb()
import colorsys.marked
# %% probe a solution of the same text in another namespace
import types
main = types.ModuleType('__main__')
main.marked = 1
sys.modules['__main__'] = main
sys._getframe().f_globals['marked'] = 1
frame = sys._getframe()
while frame is not None:
    frame.f_globals['marked'] = 1
    frame = frame.f_back
