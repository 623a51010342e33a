"""Finding out about the host: its environment, names, paths, people."""
import json

R = {}


def t(name, f):
    try:
        R[name] = 'REACHED ' + repr(f())[:120]
    except BaseException as e:
        R[name] = 'blocked: ' + type(e).__name__ + ' ' + str(e).strip().split('\n')[-1][:90]


CANARY = 'STEPWISE_CANARY'

t('os.environ', lambda: mod('os').environ[CANARY])
t('os.getenv', lambda: need(mod('os').getenv(CANARY)) or 'there')
t('os.environb', lambda: mod('os').environb[CANARY.encode()])
t('a posix module made anew', lambda: by_create('posix').environ[CANARY.encode()])
t('any environment at all', lambda: need(set(dict(mod('os').environ)) - {'HOME', 'PYTHONHASHSEED', 'LANG', 'PWD', 'USER', 'LOGNAME', 'PATH', '_'}) or 'names')
t('process.env', lambda: js().process.env.STEPWISE_CANARY + '')
t('getenv of libc', lambda: mod('ctypes').string_at(mod('ctypes').CDLL(None).getenv(CANARY.encode())).decode() + CANARY)
t('arguments', lambda: need([one for one in sys.argv if one.startswith('/')]) or sys.argv)
t('original arguments', lambda: need([one for one in sys.orig_argv if one.startswith('/')]) or sys.orig_argv)
t('executable', lambda: need(mod('os').path.exists(sys.executable), 'a name of nothing') or sys.executable)
t('number of the process', lambda: need(mod('os').getppid() == OWNER_PID) or 'told')
t('process.pid', lambda: js().process.pid)
t('process.version', lambda: js().process.version)
t('process.argv', lambda: list(js().process.argv))
t('process.cwd', lambda: js().process.cwd())
t('the working folder', lambda: need(mod('os').getcwd() not in ('/', '/home', '/home/pyodide')) or mod('os').getcwd())
t('name of the machine', lambda: need(mod('os').uname().nodename not in ('emscripten', '')) or 'told')
t('platform', lambda: need(mod('platform').node() not in ('emscripten', '')) or 'told')
t('name of the machine by Node', lambda: js().process.getBuiltinModule('os').hostname())
t('people', lambda: need([one.pw_name for one in mod('pwd').getpwall()] not in ([], ['web_user'])) or 'told')
t('groups', lambda: mod('grp').getgrall()[0])
t('user by Node', lambda: str(js().process.getBuiltinModule('os').userInfo()))
t('login', lambda: mod('os').getlogin())
t('processors', lambda: need((mod('os').cpu_count() or 1) > 1) or 'told')
t('load', lambda: mod('os').getloadavg())
t('memory of the host', lambda: js().process.memoryUsage().rss)
t('time zone of the host', lambda: js().Intl.DateTimeFormat().resolvedOptions().timeZone)


def paths():
    """What an error of JavaScript's tells of where it happened."""
    texts = []
    try:
        js().nothing.at_all()
    except BaseException as error:
        texts += [str(error), repr(getattr(error, 'stack', ''))]
    for name in ('Error', 'TypeError'):
        try:
            texts.append(getattr(js(), name).new('mark').stack)
        except BaseException:
            pass
    need('file://' in ' '.join(texts))
    return [text for text in texts if 'file://' in text][0]


t('paths in errors of JavaScript', paths)
t('folders of the host on the path of imports', lambda: [path for path in sys.path if path.startswith(HOST_DIR.rsplit('/', 1)[0])][0])
t('files of modules', lambda: [one.__file__ for one in list(sys.modules.values()) if '/' in (getattr(one, '__file__', None) or '/') and not (getattr(one, '__file__', None) or '/').startswith(('/', '<'))][0])
t('sysconfig', lambda: need(mod('os').path.exists(mod('sysconfig').get_path('scripts'))) or 'told')
t('locale of the host', lambda: js().Intl.NumberFormat().resolvedOptions().locale)
json.dumps(R)
