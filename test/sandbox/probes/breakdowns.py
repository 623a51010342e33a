"""What breaks the interpreter down, or makes it say what no interpreter says. Its owner answers the next request all the same."""
# %% limits 150
# %% probe open files
for found in roads('posix'):
    while True:
        found.open('/lib/python314.zip', 0)
# %% probe modules without end
import types
number = 0
while True:
    number += 1
    sys.modules['flood%d' % number] = types.ModuleType('flood')
# %% probe threads and processes without end
while True:
    for found in list(roads('_thread')) + list(roads('posix')):
        for name in ('start_new_thread', 'fork'):
            try:
                getattr(found, name)(*((print, ()) if name != 'fork' else ()))
            except BaseException:
                pass
# %% probe the end of the process
for found in roads('posix'):
    try:
        found._exit(0)
    except BaseException:
        pass
import sys
sys.exit(3)
# %% probe abort
for found in roads('posix'):
    found.abort()
# %% probe a fatal error
for found in roads('faulthandler'):
    found._sigsegv()
# %% probe bytecode that is none
(lambda: None).__code__
code = (lambda: None).__code__.replace(co_code=bytes(range(256)) * 4, co_stacksize=1)
type(deeper if 'deeper' in globals() else (lambda: 0))(code, {})()
# %% probe a stack that is too small for its code
import opcode
load = opcode.opmap['LOAD_SMALL_INT']
code = (lambda: None).__code__.replace(co_code=bytes([opcode.opmap['RESUME'], 0]) + bytes([load, 1]) * 100_000, co_stacksize=1)
type(lambda: 0)(code, {})()
# %% probe memory past its end
memory = forge()
memory[2 ** 31 - 10:2 ** 31 - 2]
# %% probe the C stack overwritten
memory = forge()
for at in range(0, 4_000_000, 4096):
    memory[at:at + 4096] = b'\x01' * 4096
# %% probe the list of free memory overwritten
memory = forge()
here = id(bytes(10_000))
memory[here - 16:here + 10_100] = b'\xff' * 10_116
kept = [bytes(1000) for _ in range(1000)]
# %% probe forged text as the result
memory = forge()
for found in roads('stepwise._runner'):
    import struct
    result = '{"status": "ok"}' * 10
    memory[id(result) + 8:id(result) + 12] = struct.pack('<I', 0x7FFFFFF0)
    found._run = lambda request: result
# %% probe a result that is no text
for found in roads('stepwise._runner'):
    found._run = lambda request: 7
# %% probe a result that is huge
for found in roads('stepwise._runner'):
    found._run = lambda request: '{"status": "ok", "stdout": "' + 'a' * 60_000_000 + '", "cut": false, "checks": [], "ms": 0}'
# %% probe a result with many checks
for found in roads('stepwise._runner'):
    check = '{"line": 1, "verdict": "proved", "method": "a", "text": "a", "counterexample": {"__proto__": "a", "constructor": "b"}},'
    found._run = lambda request: '{"status": "ok", "stdout": "", "cut": false, "checks": [' + check * 300_000 + check[:-1] + '], "ms": 0}'
# %% probe a result with hostile names
for found in roads('stepwise._runner'):
    found._run = lambda request: '{"__proto__": {"marked": 1}, "constructor": {"prototype": {"marked": 1}}, "status": "failed", "stdout": "", "cut": false, "checks": [], "ms": 0, "error": {"type": "E", "message": "m", "line": 1e308, "counterexample": {"__proto__": "1", "toString": "2"}}}'
# %% probe a result that is deep
for found in roads('stepwise._runner'):
    found._run = lambda request: '[' * 5_000_000
# %% probe a result with a lone surrogate
'\ud800' + chr(0) + '\u2028'
# %% probe a line that is none
error = SyntaxError('marked', ('<cell 0>', -10 ** 30, 10 ** 30, 'marked'))
raise error
# %% probe an error of an error
class Broken(Exception):
    def __getattribute__(self, name):
        raise Broken
    def __str__(self):
        raise Broken
raise Broken
# %% probe classes that lie
class Lying:
    __class__ = property(lambda self: 1 / 0)
    def __repr__(self):
        return Lying()
    def __eq__(self, other):
        raise KeyboardInterrupt
    __hash__ = None
Lying()
# %% probe interrupts raised by itself
raise KeyboardInterrupt
# %% probe memory errors raised by itself
raise MemoryError
# %% probe a group of errors
raise BaseExceptionGroup('marked', [KeyboardInterrupt(), SystemExit(), MemoryError(), GeneratorExit()])
# %% probe code that is long
exec('x = 1\n' * 500_000)
# %% probe code with a name that is long
exec('a' * 5_000_000 + ' = 1')
# %% probe an exec without an end
code = 'exec(code)'
exec(code)
# %% probe decoding
import zlib
zlib.decompress(zlib.compress(bytes(1_000_000)) * 1, bufsize=2_000_000_000)
# %% probe a formatted number
'%.2000000000f' % 1.0
# %% probe a padded text
'{:>2000000000}'.format(1)
# %% probe the debugger of another process
for found in roads('_remote_debugging'):
    found.RemoteUnwinder(OWNER_PID)
