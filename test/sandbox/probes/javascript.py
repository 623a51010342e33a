"""Every road to an object of JavaScript's, and what leads on from one."""
import json

R = {}


def t(name, f):
    try:
        R[name] = 'REACHED ' + repr(f())[:120]
    except BaseException as e:
        R[name] = 'blocked: ' + type(e).__name__ + ' ' + str(e).strip().split('\n')[-1][:90]


def js_any():
    for attempt in (lambda: member('pyodide.ffi', 'to_js')([1]), lambda: js_objects()[0], js):
        try:
            return attempt()
        except BaseException:
            continue
    raise ImportError('no object of JavaScript')


def frames():
    frame = sys._getframe()
    while frame is not None:
        yield frame
        frame = frame.f_back


t('js by an import', lambda: by_import('js'))
t('js by importlib', lambda: by_importlib('js'))
t('js by the bootstrap', lambda: by_bootstrap('js'))
t('js in sys.modules', lambda: by_modules('js'))
t('js in globals of a function', lambda: by_globals('js'))
t('js found by the collector', lambda: by_garbage('js'))
t('pyodide_js', lambda: member('pyodide_js', 'version') + '')
t('_pyodide_core by an import', lambda: need(is_js(by_builtins('_pyodide_core').to_js([1]))) or 'made')
t('_pyodide_core made anew', lambda: need(is_js(by_create('_pyodide_core').create_proxy(print))) or 'made')
t('_pyodide_core.create_proxy', lambda: need(is_js(member('_pyodide_core', 'create_proxy')(print))) or 'made')
t('_pyodide_core.run_sync', lambda: member('_pyodide_core', 'run_sync')(member('_pyodide_core', 'to_js')([])))
t('to_js of a list', lambda: need(is_js(member('pyodide.ffi', 'to_js')([1]))) or 'made')
t('to_js of a dictionary', lambda: need(is_js(member('pyodide.ffi', 'to_js')({}))) or 'made')
t('to_js of bytes', lambda: need(is_js(member('pyodide.ffi', 'to_js')(b'abc'))) or 'made')
t('to_js with a converter', lambda: member('pyodide.ffi', 'to_js')([object()], default_converter=lambda *found: found) and 'called')
t('to_js of a function', lambda: need(is_js(member('pyodide.ffi', 'to_js')(print))) or 'made')
t('create_proxy', lambda: need(is_js(member('pyodide.ffi', 'create_proxy')([]))) or 'made')
t('create_once_callable', lambda: need(is_js(member('pyodide.ffi', 'create_once_callable')(print))) or 'made')
t('run_sync', lambda: member('pyodide.ffi', 'run_sync')(mod('asyncio').sleep(0)))
t('can_run_sync', lambda: need(member('pyodide.ffi', 'can_run_sync')()) or 'yes')
t('register_js_module', lambda: member('pyodide.ffi', 'register_js_module')('marked', type('Mark', (), {})) or 'registered')
t('jsnull', lambda: member('pyodide.ffi', 'jsnull').constructor)
t('run_js', lambda: member('pyodide.code', 'run_js')('1 + 1'))
t('the finder of JavaScript modules', lambda: [one for one in sys.meta_path if type(one).__name__ == 'JsFinder'][0])
t('modules of the finder', lambda: member('_pyodide._importhook', 'jsfinder').jsproxies)
t('objects that can be found', lambda: js_objects()[0].constructor)


def classes():
    found = [one for one in every_class() if one.__name__.startswith('Js') and one.__module__ in ('_pyodide_core', 'pyodide.ffi', '_pyodide._core_docs')]
    made = []
    for one in found:
        try:
            made.append(one())
        except BaseException:
            continue
    need(any(is_js(one) and dir(one) for one in made))
    return made


t('making a JsProxy from its class', classes)


def doubles():
    """An object of the class of a proxy that was never given one of JavaScript's."""
    for one in every_class():
        if one.__name__ == 'JsProxy':
            made = object.__new__(one)
            return made, made.anything
    raise LookupError('no such class')


t('object.__new__ of JsProxy', doubles)


def caught():
    for attempt in (lambda: by_import('js').nothing.more, lambda: member('_pyodide_core', 'to_js')([]).nothing()):
        try:
            attempt()
        except BaseException as error:
            for name in ('js_error', 'stack', 'constructor'):
                if is_js(getattr(error, name, None)) or is_js(error):
                    return name, getattr(error, name)
    raise LookupError('no error of JavaScript')


t('errors of JavaScript', caught)
t('the event loop', lambda: need(any(is_js(one) for one in vars(mod('asyncio').new_event_loop()).values())) or 'there')
t('scheduleCallback', lambda: member('pyodide.webloop', 'scheduleCallback').constructor)
t('setTimeout of the web loop', lambda: need(is_js(member('pyodide.webloop', 'setTimeout'))) or 'there')
t('the loop of Pyodide', lambda: member('pyodide.webloop', 'WebLoop')().call_later(0, print) and 'asked')
t('the package loader', lambda: member('pyodide._package_loader', 'loadedPackages').constructor)
t('standard output', lambda: [need(is_js(one.buffer.raw)) or 'there' for one in (sys.__stdout__, sys.__stderr__, sys.__stdin__)])
t('locals of the caller', lambda: [one for frame in frames() for one in frame.f_locals.values() if is_js(one)][0].constructor)


t('Object', lambda: js().Object)
t('eval', lambda: js().eval('1 + 1'))
t('Function', lambda: js().Function.new('return 1')())
t('Function by constructors', lambda: js_any().constructor.constructor('return typeof process')())
t('AsyncFunction', lambda: js_any().constructor.constructor('return (async () => 0).constructor')()('return 1')())
t('GeneratorFunction', lambda: js().Object.getPrototypeOf(js().eval('(function*(){})')).constructor('yield 1'))
t('import()', lambda: js().eval('import("node:fs")'))
t('globalThis by this', lambda: member('pyodide.code', 'run_js')('(function(){ return this })()').Object)
t('setTimeout of a string', lambda: js().setTimeout('globalThis.mark = 1', 0))
t('WebAssembly', lambda: js().WebAssembly.Module)
t('Reflect.construct', lambda: js().Reflect.construct)
t('Proxy', lambda: js().Proxy.new(js().Object.new(), js().Object.new()))
t('Error.prepareStackTrace', lambda: setattr(js().Error, 'prepareStackTrace', print) or 'set')
t('SharedArrayBuffer and Atomics.wait', lambda: js().Atomics.wait)
t('the module object', lambda: member('pyodide_js', '_module').HEAPU8)
t('the API object', lambda: member('pyodide_js', '_api').config)
t('process.getBuiltinModule', lambda: js().process.getBuiltinModule('fs').readFileSync)
t('process.binding', lambda: js().process.binding('fs'))
t('process._linkedBinding', lambda: js().process._linkedBinding)
t('require', lambda: js().require('fs'))
t('module.createRequire', lambda: js().process.getBuiltinModule('module').createRequire('/')('fs').statSync('/').uid)
t('Buffer', lambda: js().Buffer)
t('postMessage', lambda: js().postMessage('mark'))
t('structuredClone', lambda: js().structuredClone)
t('navigator', lambda: js().navigator.userAgent)
t('indexedDB', lambda: js().indexedDB)
t('localStorage', lambda: js().localStorage)
t('document', lambda: js().document)


t('any object of JavaScript', js_any)
json.dumps(R)
