"""Starting, stopping and finding processes of the host."""
import json

R = {}


def t(name, f):
    try:
        R[name] = 'REACHED ' + repr(f())[:120]
    except BaseException as e:
        R[name] = 'blocked: ' + type(e).__name__ + ' ' + str(e).strip().split('\n')[-1][:90]


TOUCH = 'touch ' + HOST_DIR + '/made-by-'
ARGUMENTS = ['/usr/bin/touch', HOST_DIR + '/made']

t('os.system', lambda: need(mod('os').system(TOUCH + 'system') == 0) or 'ran')
t('a posix module made anew', lambda: need(by_create('posix').system(TOUCH + 'posix') == 0) or 'ran')
t('os.popen', lambda: mod('os').popen(TOUCH + 'popen').read())
t('subprocess.run', lambda: mod('subprocess').run(ARGUMENTS))
t('subprocess.Popen in a shell', lambda: mod('subprocess').Popen(TOUCH + 'shell', shell=True))
t('_posixsubprocess', lambda: mod('_posixsubprocess').fork_exec(ARGUMENTS, (b'/usr/bin/touch',), True, (), None, None, -1, -1, -1, -1, -1, -1, -1, -1, True, False, -1, None, None, None, -1, None))
t('os.fork', lambda: mod('os').fork())
t('os.posix_spawn', lambda: mod('os').posix_spawn(ARGUMENTS[0], ARGUMENTS, {}))
t('os.spawnv', lambda: need(mod('os').spawnv(0, ARGUMENTS[0], ARGUMENTS) == 0) or 'ran')
t('os.execv', lambda: mod('os').execv(ARGUMENTS[0], ARGUMENTS))
t('multiprocessing', lambda: mod('multiprocessing').Process(target=print).start())
t('concurrent processes', lambda: mod('concurrent.futures').ProcessPoolExecutor(1).submit(abs, 1).result(1))
t('pty.fork', lambda: mod('pty').fork())
t('os.openpty', lambda: mod('os').openpty())
t('a subinterpreter', lambda: mod('_interpreters').create())
t('a thread', lambda: mod('_thread').start_new_thread(print, ()))
t('threading', lambda: mod('threading').Thread(target=print).start())
t('a signal to the owner', lambda: mod('os').kill(OWNER_PID, 0) or 'allowed')
t('a signal to the group', lambda: mod('os').killpg(0, 0) or 'allowed')
t('pidfd', lambda: mod('os').pidfd_open(OWNER_PID))
t('waiting for a process', lambda: mod('os').waitpid(-1, 1))
t('priority', lambda: mod('os').nice(1))
t('resource limits', lambda: mod('resource').setrlimit(7, (1000, 1000)))
t('user id', lambda: mod('os').setuid(0) or 'set')
t('process group', lambda: need(mod('os').getpgid(0) not in (0, 42)) or 'told')
t('sys.remote_exec', lambda: sys.remote_exec(OWNER_PID, HOST_DIR + '/secret.py'))
t('webbrowser', lambda: need(mod('webbrowser').get('true %s').open('http://127.0.0.1')) or 'opened')
t('venv', lambda: mod('venv').create(HOST_DIR + '/venv', with_pip=True))
t('execSync of Node', lambda: js().process.getBuiltinModule('child_process').execSync(TOUCH + 'node').toString())
t('spawn_sync', lambda: js().process.binding('spawn_sync').spawn)
t('process_wrap', lambda: js().process.binding('process_wrap').Process)
t('a worker of Node', lambda: js().process.getBuiltinModule('worker_threads').Worker)
t('cluster of Node', lambda: js().process.getBuiltinModule('cluster').fork and 'there')
t('process.kill of the owner', lambda: js().process.kill(OWNER_PID, 0))
t('process.kill of all', lambda: js().process.kill and 'there')
t('process.dlopen', lambda: js().process.dlopen)
t('process.exit', lambda: js().process.exit)
t('process.send to the owner', lambda: js().process.send('marked') and 'sent')
t('the channel to the owner', lambda: js().process.channel.fd or 'there')
t('the inspector', lambda: js().process.getBuiltinModule('inspector').url)
t('vm of Node', lambda: js().process.getBuiltinModule('vm').runInThisContext('process.pid'))
t('process.mainModule', lambda: js().process.mainModule.require)
t('process.report', lambda: js().process.report.getReport)
json.dumps(R)
