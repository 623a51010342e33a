"""What probes share: several roads to the same thing, since closing one of them is not enough."""
import sys


def need(condition, why='nothing reached'):
    if not condition:
        raise AssertionError(why)


_known = {}


def once(look):
    """Remembers: some roads are slow, and each probe tries them all."""
    def found(*names):
        key = (look, names)
        if key not in _known:
            try:
                _known[key] = look(*names), None
            except BaseException as error:
                _known[key] = None, error
        value, error = _known[key]
        if error is not None:
            raise error
        return value
    return found


@once
def every_class():
    found, waiting, met = [], [object], set()
    while waiting:
        one = waiting.pop()
        try:
            below = type.__subclasses__(one)
        except TypeError:
            below = []
        for each in below:
            if id(each) not in met:
                met.add(id(each))
                found.append(each)
                waiting.append(each)
    return found


def loader(name):
    for one in every_class():
        if one.__name__ == name:
            return one
    raise LookupError(name)


def by_import(name):
    return __import__(name, fromlist=['x'])


def by_builtins(name):
    return sys.modules['builtins'].__import__(name, fromlist=['x'])


def by_importlib(name):
    import importlib
    return importlib.import_module(name)


def by_bootstrap(name):
    return loader('BuiltinImporter').load_module.__func__.__globals__['_gcd_import'](name)


def by_loader(name):
    return loader('BuiltinImporter').load_module(name)


def by_create(name):
    names = loader('BuiltinImporter').load_module.__func__.__globals__
    spec = names['ModuleSpec'](name, loader('BuiltinImporter'))
    made = names['_imp'].create_builtin(spec)
    names['_imp'].exec_builtin(made)
    return made


def by_modules(name):
    return sys.modules[name]


@once
def every_globals():
    found = {}
    for one in every_class():
        for function in list(vars(one).values()):
            names = getattr(function, '__globals__', None)
            if type(names) is dict:
                found[id(names)] = names
    return list(found.values())


def by_globals(name):
    for names in every_globals():
        if getattr(names.get(name), '__name__', None) == name:
            return names[name]
        inner = getattr(names.get('sys'), 'modules', {})
        if name in inner:
            return inner[name]
    raise LookupError(name)


def by_frames(name):
    frame = sys._getframe()
    while frame is not None:
        for names in (frame.f_globals, frame.f_locals, frame.f_builtins):
            if getattr(names.get(name), '__name__', None) == name:
                return names[name]
        frame = frame.f_back
    raise LookupError(name)


@once
def every_namespace():
    gc = by_loader('gc')
    gc.unfreeze()
    return {one['__name__']: one for one in gc.get_objects() if type(one) is dict and '__spec__' in one and type(one.get('__name__')) is str}


def by_garbage(name):
    names = every_namespace()[name]
    return type('Found', (), {'__getattr__': lambda self, key: names[key]})()


@once
def all_roads(name):
    return list(some_roads(name))


def roads(name):
    return iter(all_roads(name))


def some_roads(name):
    """Every module of that name that can be had, by whatever road."""
    for road in (by_import, by_builtins, by_importlib, by_bootstrap, by_loader, by_modules, by_globals, by_frames, by_garbage, by_create):
        try:
            found = road(name)
        except BaseException:
            continue
        if found is not None:
            yield found


def mod(name):
    for found in roads(name):
        return found
    raise ImportError('no road to ' + name)


def member(name, *members):
    """The first of these members that a module of that name has, whichever road leads to it."""
    for found in roads(name):
        for each in members:
            if hasattr(found, each):
                return getattr(found, each)
    raise ImportError('no road to ' + name + '.' + members[0])


def is_js(one):
    return any(each.__name__ == 'JsProxy' for each in type(one).__mro__)


@once
def js_objects():
    """Every object of JavaScript's that Python can find, other than by asking for one."""
    found = []
    for module in list(sys.modules.values()):
        for one in list(getattr(module, '__dict__', {}).values()):
            if is_js(one):
                found.append(one)
    try:
        gc = by_loader('gc')
        everything = gc.get_objects()
        found += [one for one in everything if is_js(one)]
        found += [one for one in gc.get_referents(*everything) if is_js(one)]
    except LookupError:
        pass
    frame = sys._getframe()
    while frame is not None:
        found += [one for one in list(frame.f_locals.values()) + list(frame.f_globals.values()) if is_js(one)]
        frame = frame.f_back
    return found


@once
def js():
    """JavaScript's global object, or anything from which it can be had."""
    for found in roads('js'):
        if hasattr(found, 'Object'):
            return found
    try:
        return member('pyodide.code', 'run_js')('globalThis')
    except BaseException:
        pass
    for one in js_objects():
        try:
            scope = one.constructor.constructor('return globalThis')()
            if scope is not None:
                return scope
        except BaseException:
            continue
    raise ImportError('no road to JavaScript')


def forge():
    """
    All memory, to read and to write, as one bytearray: forged bytes that say they are one, loaded as a constant that lies outside its code's own
    constants. No rule of Python's stands in the way of code that was not compiled.
    """
    import struct
    codes = mod('opcode').opmap
    start = lambda one: id(one) + bytes.__basicsize__ - 1
    fake = struct.pack('<7I', 1 << 29, id(bytearray), 0x7FFFFFFF, 0x7FFFFFFF, 0, 0, 0)
    pointer = struct.pack('<I', start(fake))
    constants = (None,)
    index = ((start(pointer) - id(constants) - tuple.__basicsize__) >> 2) & 0x3FFFFFFF
    bytecode = bytes([codes['RESUME'], 0])
    for shift in (24, 16, 8):
        bytecode += bytes([codes['EXTENDED_ARG'], index >> shift & 255])
    bytecode += bytes([codes['LOAD_CONST'], index & 255, codes['RETURN_VALUE'], 0])
    code = (lambda: None).__code__.replace(co_code=bytecode, co_consts=constants, co_stacksize=4)
    forged = type(forge)(code, {})
    _known['forged'] = fake, pointer, constants, forged
    return forged()


def in_memory(word, reserve=0):
    """
    How often bytes are found in memory, up to the end of what can be reserved without being overwritten. The word itself is there, and copies of
    it, so a few finds mean nothing.
    """
    memory, found = forge(), []

    class Long:
        """A list of this many items is made room for before it asks for the first."""

        def __length_hint__(self):
            return reserve >> 2

        def __iter__(self):
            return self

        def __next__(self):
            end = max(id(bytes(1 << 16)) + (1 << 16), id(object()), reserve + id(self))
            for begin in range(0, end, 1 << 20):
                found.append(memory[begin:min(begin + (1 << 20), end)].count(word))
            raise StopIteration

    list(Long())
    return sum(found)
