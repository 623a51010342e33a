"""Reading and writing files of the host, by every function that opens one."""
import json

R = {}


def t(name, f):
    try:
        R[name] = 'REACHED ' + repr(f())[:120]
    except BaseException as e:
        R[name] = 'blocked: ' + type(e).__name__ + ' ' + str(e).strip().split('\n')[-1][:90]


SECRET = HOST_DIR + '/secret.txt'


def secret(found):
    text = found if isinstance(found, str) else bytes(found).decode()
    need('file-' in text, 'no secret')
    return text


t('open', lambda: secret(open(SECRET).read()))
t('io.open_code', lambda: secret(mod('io').open_code(SECRET).read()))
t('FileIO', lambda: secret(member('_io', 'FileIO')(SECRET).readall()))
t('FileIO found among the classes', lambda: secret(loader('FileIO')(SECRET).readall()))
t('codecs.open', lambda: secret(mod('codecs').open(SECRET, encoding='utf8').read()))


def os_open():
    os = mod('os')
    return secret(os.read(os.open(SECRET, os.O_RDONLY), 100))


t('os.open', os_open)


def posix_open():
    posix = by_create('posix')
    return secret(posix.read(posix.open(SECRET, 0), 100))


t('a posix module made anew', posix_open)


def dir_fd():
    os = mod('os')
    return secret(os.read(os.open('secret.txt', os.O_RDONLY, dir_fd=os.open(HOST_DIR, os.O_RDONLY)), 100))


t('a file beside an open folder', dir_fd)
t('pathlib', lambda: secret(mod('pathlib').Path(SECRET).read_text()))
t('a path upwards', lambda: secret(open('/lib/python3.14/../../..' + SECRET).read()))
t('a path of bytes', lambda: secret(open(SECRET.encode()).read()))


def chdir():
    mod('os').chdir(HOST_DIR)
    return secret(open('secret.txt').read())


t('chdir', chdir)
t('linecache', lambda: secret(mod('linecache').getline(SECRET, 1)))
t('fileinput', lambda: secret(''.join(mod('fileinput').input([SECRET]))))
t('tokenize.open', lambda: secret(member('tokenize', 'open')(SECRET).read()))
t('runpy', lambda: (mod('runpy').run_path(HOST_DIR + '/secret.py')['found'], 'ran'))
t('SourceFileLoader', lambda: secret(loader('SourceFileLoader')('x', SECRET).get_data(SECRET)))


def path_import():
    sys.path.insert(0, HOST_DIR)
    try:
        sys.path_importer_cache.clear()
        return __import__('secret').found
    finally:
        sys.path.remove(HOST_DIR)


t('import from a folder of the host', path_import)


def mapped():
    os = mod('os')
    return secret(mod('mmap').mmap(os.open(SECRET, os.O_RDONLY), 0, prot=1)[:100])


t('mmap', mapped)


def copied():
    mod('shutil').copyfile(SECRET, '/tmp/copy.txt')
    return secret(open('/tmp/copy.txt').read())


t('shutil.copyfile', copied)


def sendfile():
    os = mod('os')
    return os.sendfile(os.open('/tmp/sent.txt', os.O_CREAT | os.O_RDWR), os.open(SECRET, os.O_RDONLY), 0, 100) or 1 / 0


t('os.sendfile', sendfile)


def symlink():
    mod('os').symlink(SECRET, '/tmp/link.txt')
    return secret(open('/tmp/link.txt').read())


t('a symbolic link to the secret', symlink)


def link_out():
    os = mod('os')
    os.symlink('/', HOST_DIR + '/root')
    return os.readlink(HOST_DIR + '/root')


t('a symbolic link in a folder of the host', link_out)


def hard():
    mod('os').link(SECRET, HOST_DIR + '/hard.txt')
    return secret(open(HOST_DIR + '/hard.txt').read())


t('a hard link', hard)
t('listing a folder of the host', lambda: need('secret.txt' in mod('os').listdir(HOST_DIR)) or 'listed')
t('scandir', lambda: [one.path for one in mod('os').scandir(HOST_DIR)][0])
t('os.walk', lambda: list(mod('os').walk(HOST_DIR))[0])
t('glob', lambda: mod('glob').glob(HOST_DIR + '/*')[0])
t('the size of the secret', lambda: mod('os').stat(SECRET).st_size)
t('whether the secret is there', lambda: need(mod('os').access(SECRET, 0)) or 'there')
t('os.path.exists', lambda: need(mod('os').path.exists(SECRET)) or 'there')


def write():
    with open(HOST_DIR + '/written.txt', 'w') as file:
        file.write('mark')
    return 'written'


t('writing a file', write)


def append():
    with open(SECRET, 'a') as file:
        file.write('mark')
    return 'appended'


t('appending to the secret', append)


def create():
    os = mod('os')
    return os.write(os.open(HOST_DIR + '/created.txt', os.O_CREAT | os.O_WRONLY | os.O_EXCL), b'mark')


t('os.open with O_CREAT', create)
t('tempfile', lambda: mod('tempfile').NamedTemporaryFile(dir=HOST_DIR, delete=False).name)
t('mkdir', lambda: mod('os').mkdir(HOST_DIR + '/made') or 'made')
t('rename', lambda: mod('os').rename(SECRET, HOST_DIR + '/renamed.txt') or mod('os').rename(HOST_DIR + '/renamed.txt', SECRET) or 'renamed')
t('chmod', lambda: mod('os').chmod(SECRET, 0o600) or 'changed')
t('utime', lambda: mod('os').utime(SECRET, (1, 1)) or 'changed')
t('truncate', lambda: mod('os').truncate(HOST_DIR + '/secret.py', 20) or 'cut')
t('unlink', lambda: mod('os').unlink(HOST_DIR + '/secret.py') or 'removed')
t('mknod', lambda: mod('os').mkfifo(HOST_DIR + '/pipe') or 'made')


def zipped():
    archive = mod("zipfile").ZipFile(HOST_DIR + "/made.zip", "w", strict_timestamps=False)
    archive.write(SECRET)
    archive.close()
    return secret(mod('zipimport').zipimporter(HOST_DIR + '/made.zip').get_data(SECRET.lstrip('/')))


t('zipfile and zipimport', zipped)
t('tarfile', lambda: mod('tarfile').open(HOST_DIR + '/made.tar', 'w').add(SECRET) or 'packed')
t('sqlite3', lambda: member('_sqlite3', 'connect')(HOST_DIR + '/made.db').execute('create table mark (x)') and 'made')
t('sqlite3 attaches the secret', lambda: member('_sqlite3', 'connect')(':memory:').execute("attach '" + HOST_DIR + "/other.db' as other").connection.execute('create table other.mark (x)') and 'made')
t('a log file', lambda: mod('logging').FileHandler(HOST_DIR + '/made.log', delay=False).baseFilename)
t('dbm', lambda: mod('dbm.dumb').open(HOST_DIR + '/made', 'c').close() or 'made')
t('faulthandler writes to a file', lambda: mod('faulthandler').dump_traceback(open(HOST_DIR + '/trace', 'w')) or 'written')


def hosts_proc(path):
    found = open(path, 'rb').read(4000)
    need(found, 'empty')
    return path


t('/proc/self/environ', lambda: hosts_proc('/proc/self/environ'))
t('/proc/self/cmdline', lambda: hosts_proc('/proc/self/cmdline'))
t('/proc/self/maps', lambda: hosts_proc('/proc/self/maps'))
t('/proc/self/mem', lambda: open('/proc/self/mem', 'rb') and 'open')
t('/proc of the owner', lambda: hosts_proc('/proc/%d/environ' % OWNER_PID))
t('/proc/self/fd', lambda: mod('os').listdir('/proc/self/fd'))
t('/proc/self/root', lambda: secret(open('/proc/self/root' + SECRET).read()))
t('/etc/passwd', lambda: need('root:' in open('/etc/passwd').read()) or 'read')
t('/etc/hostname', lambda: need(open('/etc/hostname').read().strip()) or 'read')


def inherited():
    """The channel to the owner and other files that a child has from its start."""
    os, found = mod('os'), []
    for number in range(3, 40):
        try:
            kind = os.fstat(number).st_mode & 0o170000
        except OSError:
            continue
        if kind in (0o140000, 0o010000):
            found.append(number)
    need(found)
    return found


t('inherited sockets and pipes', inherited)
t('fcntl duplicates', lambda: mod('fcntl').fcntl(0, 0, 50))
t('termios', lambda: mod('termios').tcgetattr(0))
t('the terminal of the process', lambda: mod('os').ttyname(0))
t('writing over a packed library', lambda: [open(path, 'r+b').close() or path for path in sys.path if path.endswith('.zip')][0])
t('writing over the standard library', lambda: open('/lib/python314.zip', 'ab').close() or 'opened')
t('a new file on the path of imports', lambda: open('/lib/python3.14/site-packages/sitecustomize.py', 'w').write('mark'))
t('a file in /tmp', lambda: open('/tmp/mark.txt', 'w').write('mark'))
t('a file in the home folder', lambda: open(mod('os').path.expanduser('~/mark.txt'), 'w').write('mark'))
t('a file in memory', lambda: mod('os').memfd_create('mark'))
t('a pipe', lambda: mod('os').pipe())
t('listing the root', lambda: mod('os').listdir('/'))
t('chroot', lambda: mod('os').chroot('/') or 'done')
t('mounting the host by pyodide_js', lambda: member('pyodide_js', 'mountNodeFS')('/mnt1', '/') or 'mounted')


def filesystem():
    fs = member('pyodide_js', 'FS')
    mod('os').makedirs('/mnt2', exist_ok=True)
    fs.mount(fs.filesystems.NODEFS, js().Object.fromEntries(member('pyodide.ffi', 'to_js')([['root', HOST_DIR]])), '/mnt2')
    return secret(open('/mnt2/secret.txt').read())


t('mounting NODEFS', filesystem)
t('fs of Node', lambda: secret(js().process.getBuiltinModule('fs').readFileSync(SECRET, 'utf8')))
t('process.binding(fs)', lambda: js().process.binding('fs').internalModuleStat(SECRET))
t('fs.openAsBlob', lambda: str(js().process.getBuiltinModule('fs').openAsBlob(SECRET)))
t('_emscripten_fs', lambda: js_objects()[0].FS.readFile(SECRET))
json.dumps(R)
