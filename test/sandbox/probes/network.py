"""Speaking to servers on this machine: a web server, a UDP port and a UNIX socket wait for a word."""
import json

R = {}


def t(name, f):
    try:
        R[name] = 'REACHED ' + repr(f())[:120]
    except BaseException as e:
        R[name] = 'blocked: ' + type(e).__name__ + ' ' + str(e).strip().split('\n')[-1][:90]


URL = 'http://127.0.0.1:%d/' % PORT


def connected(family, address, module='socket'):
    made = mod(module).socket(family, 1)
    made.settimeout(1)
    made.connect(address)
    return 'connected'


t('socket', lambda: connected(2, ('127.0.0.1', PORT)))
t('_socket made anew', lambda: by_create('_socket').socket(2, 1).connect(('127.0.0.1', PORT)) or 'connected')
t('the socket class', lambda: loader('socket')(2, 1).connect(('127.0.0.1', PORT)) or 'connected')
t('IPv6', lambda: connected(10, ('::1', PORT)))
t('a UNIX socket', lambda: connected(1, HOST_SOCKET))
t('create_connection', lambda: mod('socket').create_connection(('127.0.0.1', PORT), 1) and 'connected')
t('connect_ex', lambda: need(mod('socket').socket().connect_ex(('127.0.0.1', PORT)) == 0) or 'connected')
t('a UDP packet', lambda: mod('socket').socket(2, 2).sendto(b'mark', ('127.0.0.1', UDP_PORT)))
t('a raw socket', lambda: mod('socket').socket(2, 3, 1) and 'made')
t('netlink', lambda: mod('socket').socket(16, 3) and 'made')


def listen():
    made = mod('socket').socket()
    made.bind(('127.0.0.1', 0))
    made.listen()
    return made.getsockname()


t('listening', listen)
t('socketpair', lambda: mod('socket').socketpair() and 'made')
t('a socket from a file number', lambda: mod('socket').socket(fileno=3).send(b'mark'))
t('a name looked up', lambda: mod('socket').getaddrinfo('localhost', 80))
t('gethostbyname', lambda: mod('socket').gethostbyname('localhost'))
t('gethostbyaddr', lambda: mod('socket').gethostbyaddr('127.0.0.1'))
t('network interfaces', lambda: mod('socket').if_nameindex())
t('http.client', lambda: mod('http.client').HTTPConnection('127.0.0.1', PORT, timeout=1).request('GET', '/') or 'sent')
t('urllib', lambda: mod('urllib.request').urlopen(URL, timeout=1).read())
t('urllib with file:', lambda: mod('urllib.request').urlopen('file://' + HOST_DIR + '/secret.txt').read())
t('ftplib', lambda: mod('ftplib').FTP().connect('127.0.0.1', PORT, 1))
t('smtplib', lambda: mod('smtplib').SMTP('127.0.0.1', PORT, timeout=1))
t('xmlrpc', lambda: mod('xmlrpc.client').ServerProxy(URL).mark())
t('ssl', lambda: mod('ssl').get_server_certificate(('127.0.0.1', PORT)))
t('asyncio', lambda: mod('asyncio').run(mod('asyncio').open_connection('127.0.0.1', PORT)))
t('pyfetch', lambda: member('pyodide.http', 'pyfetch')(URL).send(None) and 'sent')
t('run_sync of pyfetch', lambda: member('pyodide.ffi', 'run_sync')(member('pyodide.http', 'pyfetch')(URL)).status)
t('open_url', lambda: member('pyodide.http', 'open_url')(URL).read())
t('micropip', lambda: mod('micropip') and 'there')
t('loadPackage', lambda: member('pyodide_js', 'loadPackage')(URL + 'mark.whl') and 'asked')
t('fetch', lambda: js().fetch(URL) and 'sent')
t('XMLHttpRequest', lambda: js().XMLHttpRequest.new().open('GET', URL, False) or 'opened')
t('WebSocket', lambda: js().WebSocket.new(URL.replace('http', 'ws')) and 'made')
t('EventSource', lambda: js().EventSource.new(URL) and 'made')
t('sendBeacon', lambda: js().navigator.sendBeacon(URL) and 'sent')
t('importScripts', lambda: js().importScripts(URL) and 'sent')
t('net of Node', lambda: js().process.getBuiltinModule('net').connect(PORT, '127.0.0.1') and 'connecting')
t('dgram of Node', lambda: js().process.getBuiltinModule('dgram').createSocket('udp4').send('mark', UDP_PORT, '127.0.0.1') or 'sent')
t('dns of Node', lambda: js().process.getBuiltinModule('dns').lookup('localhost', lambda *_: None) and 'asked')
t('http of Node', lambda: js().process.getBuiltinModule('http').get(URL) and 'sent')
t('tcp_wrap', lambda: js().process.binding('tcp_wrap').TCP.new(0) and 'made')
json.dumps(R)
