"""Reading what another solution had: the first solution has a secret, the next looks for it wherever something may be left."""
# %% limits 1500
# %% probe names
marked_secret = 'marked-' + 'secret'
# %% solution
try:
    print('REACHED ' + marked_secret)
except NameError:
    pass
# %% probe the main module
marked_secret = 'marked-' + 'secret'
# %% solution
for found in list(roads('__main__')) + [sys.modules.get('__main__')]:
    if hasattr(found, 'marked_secret'):
        print('REACHED ' + found.marked_secret)
# %% probe an attribute of a module
import math
math.marked_secret = 1
# %% solution
import math
if hasattr(math, 'marked_secret'):
    print('REACHED math')
# %% probe objects that the collector knows
secret = ['-'.join(('marked', 'secret')), {}]
secret.append(secret)
# %% solution
gc = by_loader('gc')
gc.unfreeze()
word = '-'.join(('marked', 'secret'))
for one in gc.get_objects():
    if type(one) is list and len(one) == 3 and one[0] == word:
        print('REACHED a list of', word)
# %% probe the memory
import builtins
builtins.kept = ['-'.join(('marked', 'secret', str(number))) for number in range(20_000)]
# %% solution
found = in_memory(b'-'.join((b'marked', b'secret', b'1')), reserve=8_000_000)
if found > 50:
    print('REACHED', found)
# %% probe memory far beyond the interpreter's own
kept = bytearray(b'-'.join((b'marked', b'secret', b'')) * 1_500_000)
len(kept)
# %% solution
found = in_memory(b'-'.join((b'marked', b'secret', b'')), reserve=30_000_000)
if found > 50:
    print('REACHED', found)
# %% probe memory after a solution that was stopped
kept = bytearray(b'-'.join((b'marked', b'secret', b'')) * 1_500_000)
while True:
    pass
# %% solution
found = in_memory(b'-'.join((b'marked', b'secret', b'')), reserve=30_000_000)
if found > 50:
    print('REACHED', found)
# %% probe memory after a solution that ran out of it
kept = [bytearray(b'-'.join((b'marked', b'secret', b'')) * 1_000_000)]
while True:
    kept.append(bytes(kept[0]))
# %% solution
found = in_memory(b'-'.join((b'marked', b'secret', b'')), reserve=30_000_000)
if found > 50:
    print('REACHED', found)
# %% probe files
for found in roads('posix'):
    for place in ('/tmp/mark', '/home/mark', '/mark', '/dev/shm/mark'):
        try:
            found.write(found.open(place, 0o102, 0o777), b'secret')
        except OSError:
            pass
# %% solution
for found in roads('posix'):
    for place in ('/tmp/mark', '/home/mark', '/mark', '/dev/shm/mark'):
        try:
            print('REACHED', found.read(found.open(place, 0), 10))
        except OSError:
            pass
# %% probe an open file
for found in roads('posix'):
    try:
        file = found.open('/lib/python314.zip', 0)
        found.lseek(file, 77, 0)
    except OSError:
        pass
# %% solution
for found in roads('posix'):
    for file in range(64):
        try:
            if found.lseek(file, 0, 1) == 77:
                print('REACHED the place in an open file', file)
        except OSError:
            pass
# %% probe a pipe
for found in roads('posix'):
    for name in ('pipe', 'openpty'):
        try:
            found.write(getattr(found, name)()[1], b'marked-secret')
        except (OSError, AttributeError):
            pass
# %% solution
for found in roads('posix'):
    for file in range(3, 64):
        try:
            if b'marked' in found.read(file, 20):
                print('REACHED a pipe')
        except OSError:
            pass
# %% probe the environment
for found in roads('posix'):
    found.environ[b'MARK'] = b'1'
    try:
        found.putenv(b'MARK', b'1')
    except BaseException:
        pass
# %% solution
for found in roads('posix'):
    if b'MARK' in found.environ or found is by_create('posix') and b'MARK' in by_create('posix').environ:
        print('REACHED the environment')
# %% probe caches of SymPy
import sympy
sympy.Symbol('marked_secret') + 1
# %% solution
gc = by_loader('gc')
gc.unfreeze()
word = '_'.join(('marked', 'secret'))
for one in gc.get_objects():
    if type(one).__name__ == 'Symbol' and getattr(one, 'name', '') == word:
        print('REACHED a symbol')
# %% probe interned strings
import builtins
builtins.kept = [sys.intern('_'.join(('marked', 'secret', 'name', str(number)))) for number in range(1000)]
# %% solution
if in_memory(b'_'.join((b'marked', b'secret', b'name')), reserve=1_000_000) > 50:
    print('REACHED an interned string')
# %% probe JavaScript's global object
js().marked = 'marked-secret'
# %% solution
try:
    print('REACHED ' + js().marked)
except (ImportError, AttributeError):
    pass
# %% probe prototypes of JavaScript
js().Object.prototype.marked = 'marked-secret'
js().Array.prototype.toJSON = print
# %% solution
try:
    print('REACHED ' + js().Object.new().marked)
except (ImportError, AttributeError):
    pass
# %% probe the code of a cell that ran before
hidden = 'marked-secret-in-the-code'
# %% solution
for name, entry in list(mod('linecache').cache.items()):
    if '-'.join(('marked', 'secret', 'in', 'the', 'code')) in str(entry):
        print('REACHED', name)
for found in roads('stepwise._runner'):
    if '-'.join(('marked', 'secret', 'in', 'the', 'code')) in str(getattr(found, '_state', None) and found._state.sources):
        print('REACHED the sources of the runner')
