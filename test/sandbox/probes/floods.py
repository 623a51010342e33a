"""Floods of everything that can be flooded. Whatever happens to the code, its owner answers the next request, and has not grown."""
# %% limits 150
# %% probe a loop
while True:
    pass
# %% probe a loop that catches everything
while True:
    try:
        while True:
            pass
    except BaseException:
        pass
# %% probe a loop in a finaliser
class Dying:
    def __del__(self):
        while True:
            pass
Dying()
# %% probe a loop where a value is shown
class Shown:
    def __repr__(self):
        while True:
            try:
                while True:
                    pass
            except BaseException:
                pass
Shown()
# %% probe a loop where an error is shown
class Shown(Exception):
    def __str__(self):
        while True:
            pass
raise Shown
# %% probe a loop that ignores signals
for found in roads('_signal'):
    try:
        found.signal(2, 1)
        found.pthread_sigmask(0, range(1, 65))
    except BaseException:
        pass
while True:
    pass
# %% probe a loop with an interrupt handler of its own
for found in roads('_signal'):
    try:
        found.signal(2, lambda *_: None)
    except BaseException:
        pass
while True:
    pass
# %% probe one long call
10 ** 10 ** 8
# %% probe another long call
sum(range(10 ** 12))
# %% probe a long comparison
import itertools
all(one == one for one in itertools.repeat(1))
# %% probe a pattern without an end
import re
re.match('(a+)+$', 'a' * 40 + 'b')
# %% probe sleep
import time
time.sleep(100)
# %% probe sleep by select and poll
for found in roads('select'):
    found.select([], [], [], 100)
# %% probe reading what never comes
for found in roads('posix'):
    while True:
        found.read(0, 1)
# %% probe a lock that is never given
for found in roads('_thread'):
    lock = found.allocate_lock()
    lock.acquire()
    lock.acquire()
# %% probe memory in one piece
bytearray(2_000_000_000)
# %% probe memory in pieces
kept = []
while True:
    kept.append(bytearray(1_000_000))
# %% probe memory in small pieces
kept = []
while True:
    kept.append([kept])
# %% probe memory, the error caught
kept = []
while True:
    try:
        kept.append(bytearray(1_000_000))
    except MemoryError:
        pass
# %% probe a long text
text = 'a' * 100
while True:
    text += text
# %% probe an integer of a million digits
print(2 ** 10_000_000)
# %% probe a huge expression
import sympy
x = sympy.Symbol('x')
sympy.expand((x + 1) ** 5000)
# %% probe output
while True:
    print('a' * 10_000)
# %% probe output in one piece
print('a' * 100_000_000)
# %% probe output past the runner
for found in roads('posix'):
    while True:
        found.write(1, b'a' * 10_000)
# %% probe errors past the runner
for found in roads('posix'):
    while True:
        found.write(2, b'a' * 60_000)
# %% probe output to the real streams
while True:
    sys.__stdout__.write('a' * 10_000)
    sys.__stderr__.write('a' * 10_000 + '\n')
# %% probe a huge value
'a' * 50_000_000
# %% probe a value that is deep
deep = []
for _ in range(200_000):
    deep = [deep]
deep
# %% probe a value that contains itself, widely
wide = []
wide += [wide] * 1000
[wide] * 1000
# %% probe a huge error
raise RuntimeError('a' * 50_000_000)
# %% probe errors that cause each other
error = None
for _ in range(100_000):
    last, error = error, RuntimeError()
    error.__cause__ = last
raise error
# %% probe a name of a class that is huge
raise type('A' * 10_000_000, (Exception,), {})
# %% probe recursion
def deeper():
    return deeper()
deeper()
# %% probe recursion without a limit
sys.setrecursionlimit(2 ** 31 - 1)
def deeper():
    return deeper()
deeper()
# %% probe recursion in C
sys.setrecursionlimit(2 ** 31 - 1)
deep = ()
for _ in range(1_000_000):
    deep = (deep,)
hash(deep)
# %% probe recursion in the compiler
eval('(' * 100_000 + ')' * 100_000)
# %% probe a deep expression
eval('-' * 1_000_000 + '1')
# %% probe a deep expression of SymPy
import sympy
x = sympy.Symbol('x')
for _ in range(50_000):
    x = sympy.sin(x)
x
# %% probe checks without end
while True:
    check(1, 1)
# %% probe checks with huge texts
for _ in range(200):
    check(2 ** 100_000, 2 ** 100_000)
