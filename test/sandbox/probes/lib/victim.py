"""An honest solution. Its outcome is the same in every run, whatever ran before it: everything that code could have left behind shows in it."""
import cmath
import decimal
import fractions
import functools
import itertools
import json
import math
import random
import re
import string
import sys

import mpmath
import sympy

seen = {}


def see(name, look):
    try:
        seen[name] = repr(look())[:300]
    except BaseException as error:
        seen[name] = 'raises ' + type(error).__name__


def module(name):
    """Also those that cells are not given."""
    return sys.modules['builtins'].__import__(name, fromlist=['x'])


x, y = sympy.symbols('x y')
see('names', lambda: sorted(name for name in globals() if 'mark' in name))
see('modules', lambda: sorted(name for name in sys.modules if 'mark' in name))
see('builtins', lambda: sorted(name for name in dir(module('builtins')) if 'mark' in name))
see('builtin functions', lambda: [len([1, 2]), abs(-3), sum([1, 2, 3]), max(1, 2), sorted([2, 1]), round(2.5), pow(3, 4, 5), divmod(7, 2), any([0]), all([1])])
see('which builtins', lambda: [type(one).__name__ for one in (len, abs, sum, max, print, sorted, isinstance, open, repr, __import__)])
see('integers', lambda: [2 + 2, 7 * 6, 5 - 3, 8 // 3, -5 % 3, [n for n in range(-5, 257) if str(n) != '%d' % n], int('12'), 2 ** 70])
see('long integers', lambda: len(str(10 ** 3000)))
see('text', lambda: ['ab'.upper(), ' a '.strip(), '-'.join('ab'), 'a,b'.split(','), f'{3:04d}', 'x'.replace('x', 'y'), 'é'.encode(), b'a'.decode()])
see('types', lambda: [isinstance(1, int), issubclass(bool, int), type(1).__name__, (1).__class__, hash(1), bool([]), None is None, True, not False])
see('dictionaries', lambda: [{1: 2}.get(1), list({'a': 1}), {**{'b': 2}}, {1, 2} & {2}, dict.fromkeys('ab')])
see('attributes', lambda: [dir(object()) == dir(object), [name for one in (int, str, list, dict, float, type, object) for name in dir(one) if 'mark' in name]])
see('sums', lambda: [math.sqrt(2), math.pi, cmath.sqrt(-1), fractions.Fraction(1, 3) + 1, decimal.Decimal(1) / 3, math.factorial(10), 0.1 + 0.2])
see('random', lambda: [random.random(), random.randint(1, 1000)])
see('precision', lambda: [mpmath.mp.dps, str(mpmath.mpf(1) / 3), decimal.getcontext().prec])
see('recursion', lambda: sys.getrecursionlimit())
see('digits', lambda: sys.get_int_max_str_digits())
see('switches', lambda: [sys.gettrace(), sys.getprofile(), sys.flags.optimize, sys.dont_write_bytecode, sys.getswitchinterval()])
see('roads of import', lambda: [len(sys.path), len(sys.meta_path), len(sys.path_hooks)])
see('hooks', lambda: [type(sys.excepthook).__name__, type(sys.displayhook).__name__, type(sys.unraisablehook).__name__, type(sys.breakpointhook).__name__])
see('tools of monitoring', lambda: [sys.monitoring.get_tool(tool) for tool in range(6)])
see('warnings', lambda: len(module('warnings').filters))
see('collector', lambda: [len(module('gc').callbacks), module('gc').isenabled(), module('gc').get_threshold()])
see('signals', lambda: repr(module('signal').getsignal(2)).split(' at ')[0])
see('working folder', lambda: module('os').getcwd())
see('environment', lambda: sorted(dict(module('os').environ).items()))
see('temporary files', lambda: sorted(module('os').listdir('/tmp')))
see('home', lambda: sorted(module('os').listdir(module('os').path.expanduser('~'))))
see('encodings', lambda: 'mark'.encode('rot13'))
see('time', lambda: module('time').strftime('%Z', module('time').gmtime(0)))
see('threads', lambda: [module('threading').active_count(), module('threading').current_thread().name])
see('exits', lambda: module('atexit')._ncallbacks())
see('context', lambda: sorted(str(name) for name in module('contextvars').copy_context() if 'mark' in str(name)))
see('asynchronous', lambda: [sys.get_asyncgen_hooks(), sys.get_coroutine_origin_tracking_depth()])
see('json', lambda: [json.dumps({'a': [1, None]}), json.loads('{"b": 2}')])
see('patterns', lambda: [re.sub('a+', 'b', 'caat'), string.ascii_lowercase[:3], functools.reduce(lambda a, b: a * b, [1, 2, 3]), list(itertools.permutations('ab'))])
see('a fresh import', lambda: [module('colorsys').rgb_to_hsv(1, 0, 0), module('graphlib').__name__, module('sympy.physics.units').__name__])
see('a line of source', lambda: module('linecache').getline('<mark>', 1))
see('algebra', lambda: [sympy.expand((x + 1) ** 2), sympy.factor(x**2 - 1), sympy.cancel((x**2 - 1) / (x - 1)), x + x, x * y - y * x])
see('equations', lambda: [sympy.solve(x**2 - 5 * x + 6, x), sympy.solve(2 * x - 3, x)])
see('calculus', lambda: [sympy.integrate(x**2, x), sympy.diff(sympy.sin(x), x), sympy.limit(1 / x, x, sympy.oo)])
see('numbers', lambda: [sympy.Integer(2) + 2, sympy.Rational(1, 3), sympy.pi.evalf(20), sympy.isprime(97), sympy.S.One == 1, sympy.nsimplify('0.5')])
see('assumptions', lambda: [sympy.Symbol('t', positive=True).is_positive, sympy.sqrt(x**2), sympy.Symbol('n', integer=True).is_integer])
see('modulus', lambda: [sympy.Mod(7, 3), sympy.gcd(12, 18), sympy.Matrix([[1, 2], [3, 4]]).det()])


def describe(file):
    try:
        kind = module('os').fstat(file).st_mode
        return kind
    except OSError as error:
        return error.errno


def open_one():
    os = module('os')
    file = os.open('/lib/python314.zip', os.O_RDONLY)
    os.close(file)
    return file


see('open files', lambda: [describe(file) for file in range(12)])
see('new files', open_one)
for name, call in (
    ('check', lambda: check(x + x, 2 * x)),
    ('check of what is false', lambda: check(x + x, 3 * x)),
    ('checked equation', lambda: check_solution(sympy.Eq(x**2, 4), x, [2, -2])),
):
    see(name, call)
print('printed', 1, [2])
json.dumps(seen)
