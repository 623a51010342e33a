"""The interpreter's own memory: C functions, forged objects, everything that leads past Python's rules."""
import json
import struct

R = {}


def t(name, f):
    try:
        R[name] = 'REACHED ' + repr(f())[:120]
    except BaseException as e:
        R[name] = 'blocked: ' + type(e).__name__ + ' ' + str(e).strip().split('\n')[-1][:90]


def library():
    return member('ctypes', 'CDLL')(None)


t('ctypes', lambda: by_import('ctypes').CDLL(None))
t('_ctypes made anew', lambda: by_create('_ctypes').dlopen(None, 0))
t('a library of the host', lambda: member('ctypes', 'CDLL')('libc.so.6'))
t('system of C', lambda: need(library().system(('touch ' + HOST_DIR + '/made-by-c').encode()) == 0) or 'ran')
t('whether there is a shell', lambda: need(library().system(None)) or 'yes')
t('emscripten_run_script', lambda: library().emscripten_run_script(b'process.exit') or 'ran')
t('emscripten_run_script_int', lambda: need(library().emscripten_run_script_int(b'1 + 6') == 7) or 'ran')
t('emscripten_asm_const_int', lambda: library().emscripten_asm_const_int and 'there')
t('open of C', lambda: need(library().open((HOST_DIR + '/secret.txt').encode(), 0) >= 0) or 'open')
t('popen of C', lambda: need(library().popen(b'ls', b'r')) or 'open')
t('socket of C', lambda: need(library().socket(2, 1, 0) >= 0) or 'made')
t('getaddrinfo of C', lambda: need(library().gethostbyname(b'localhost')) or 'asked')
t('kill of C', lambda: need(library().kill(OWNER_PID, 0) == 0) or 'allowed')
t('setenv of C', lambda: need(library().setenv(b'MARK', b'1', 1) == 0) or 'set')
t('dlsym', lambda: member('_ctypes', 'dlsym')(member('_ctypes', 'dlopen')(None, 0), 'emscripten_run_script'))
t('pythonapi', lambda: member('ctypes', 'pythonapi').PyRun_SimpleString(b'1'))
t('py_object of an address', lambda: member('ctypes', 'cast')(id('mark'), member('ctypes', 'py_object')).value)
t('a callback for C', lambda: member('ctypes', 'CFUNCTYPE')(None)(print))
t('JsProxy from C', lambda: member('ctypes', 'pythonapi').JsProxy_create)


def secrets():
    found = in_memory('-'.join(('environment', '')).encode())
    need(found > 50, 'no more than the word that is looked for')
    return found


t('secrets of the host in memory', secrets)


def bare_code():
    """Code from bytes: pickles, marshal, the constructor."""
    made = mod('marshal').loads(mod('marshal').dumps(compile("__import__('os').system('touch " + HOST_DIR + "/made-by-marshal')", 'x', 'eval')))
    need(eval(made) == 0)
    return 'ran'


t('marshal', bare_code)
t('pickle that calls system', lambda: need(mod('pickle').loads(b"cos\nsystem\n(S'touch " + HOST_DIR.encode() + b"/made-by-pickle'\ntR.") == 0) or 'ran')
t('pickle that calls js', lambda: mod('pickle').loads(b'cjs\nprocess\n.'))
t('pickle that calls posix', lambda: need(mod('pickle').loads(b"cposix\nsystem\n(S'true'\ntR.") == 0) or 'ran')
t('sympy reads a text with a call', lambda: need(mod('sympy').sympify("__import__('os').system('touch " + HOST_DIR + "/made-by-sympify')") == 0) or 'ran')
t('sympy compiles C', lambda: mod('sympy.utilities.autowrap').autowrap(mod('sympy').Symbol('x'), tempdir=HOST_DIR))
t('sympy previews', lambda: mod('sympy').preview(mod('sympy').Symbol('x'), viewer='file', filename=HOST_DIR + '/made.png'))
t('sympy starts an editor', lambda: mod('sympy.utilities.misc').debug and mod('sympy').external.importtools and mod('sympy.testing.runtests').run_in_subprocess_with_hash_randomization('test'))
json.dumps(R)
