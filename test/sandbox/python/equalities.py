# Each line is a check, run after preamble.py, and what is expected of it.

# Polynomials and quotients
check((x + y)**3, x**3 + 3*x**2*y + 3*x*y**2 + y**3)  # proved
check((x + y)**3, x**3 + 3*x**2*y + 3*x*y**2 - y**3)  # refuted
check((x + y)**2, x**2 + y**2)  # refuted
check((x**2 - 1)/(x - 1), x + 1)  # proved
check(1/x + 1/y, 2/(x + y))  # refuted
check(1/x + 1/y, (x + y)/(x*y))  # proved
check(x**3 - y**3, (x - y)*(x**2 + x*y + y**2))  # proved
check(x**4 + 4*y**4, (x**2 + 2*x*y + 2*y**2)*(x**2 - 2*x*y + 2*y**2))  # proved
check(x**4 + 4*y**4, (x**2 + 2*x*y + 2*y**2)*(x**2 - 2*x*y - 2*y**2))  # refuted
check((x + y + z)**2, x**2 + y**2 + z**2 + 2*x*y + 2*y*z)  # refuted
check(x*(x - 1)*(x - 2)*(x - 3)*(x - 5), 0)  # refuted
check(x - x/10**30, x)  # refuted
check((x - 1)**10, expand((x - 1)**10))  # proved

# Numbers
check(2**64, 18446744073709551616)  # proved
check(2**64, 18446744073709551615)  # refuted
check(sqrt(2) + sqrt(3), sqrt(5 + 2*sqrt(6)))  # proved
check(sqrt(2) + sqrt(3), sqrt(5) + 1)  # refuted
check(cbrt(2 + sqrt(5)) - cbrt(sqrt(5) - 2), 1)  # proved
check(exp(pi*sqrt(163)), 262537412640768744)  # refuted
check(Rational(355, 113), pi)  # refuted
check(cos(pi/5), (1 + sqrt(5))/4)  # proved
check(cos(pi/7)*cos(2*pi/7)*cos(3*pi/7), Rational(1, 8))  # holds
check(sin(pi/18)*sin(5*pi/18)*sin(7*pi/18), Rational(1, 8))  # holds
check(tan(pi/8), sqrt(2) - 1)  # proved
check(tan(pi/8), sqrt(2) - Rational(99, 100))  # refuted
check(4*atan(Rational(1, 5)) - atan(Rational(1, 239)), pi/4)  # holds
check(log(8)/log(2), 3)  # proved
check(log(6), log(2)*log(3))  # refuted
check(log(6), log(2) + log(3))  # proved
check(factorial(20), 2432902008176640001)  # refuted
check(binomial(10, 3), 120)  # proved
check((-8)**Rational(1, 3), -2)  # unknown
check(real_root(-8, 3), -2)  # proved
check(sqrt(-4), 2*I)  # proved
check(exp(I*pi), -1)  # proved
check((1 + I)**4, -4)  # proved
check((1 + I)**4, 4)  # refuted
check(gamma(Rational(1, 2)), sqrt(pi))  # proved
check(zeta(2), pi**2/6)  # proved
check(7919, nextprime(7919))  # refuted

# Floats are rounded numbers
check(0.1 + 0.2, 0.3)  # holds
check(0.1 + 0.24, 0.3)  # refuted
check(x**(1/2), sqrt(x))  # holds
check(2/3*x, 2*x/3)  # holds
check(0.5*x + 0.25*x, 0.75*x)  # holds
check(0.5*x + 0.25*x, 0.8*x)  # refuted
check(pi, 3.14)  # tested
check(pi, 3.15)  # refuted
check(Rational(15, 4), 3.8)  # tested
check(Rational(15, 4), 3.7)  # refuted
check(2/3, 0.67)  # tested
check(19.99*3, 59.97)  # holds
check(N(pi), pi)  # tested
check(N(pi, 30), pi)  # tested
check(sqrt(2), 1.41421356)  # tested
check(sqrt(2), 1.4142135)  # refuted

# Roots, absolute values, logarithms: the domain decides
check(sqrt(x**2), x)  # refuted
check(sqrt(x**2), Abs(x))  # proved
check(sqrt(p**2), p)  # proved
check(log(p*q), log(p) + log(q))  # proved
check(log(p + q), log(p) + log(q))  # refuted
check(log(x**2), 2*log(x))  # not refuted
check(log(x**2), 2*log(Abs(x)))  # holds
check(sqrt(x)*sqrt(y), sqrt(x*y))  # not refuted
check(sqrt(p + q), sqrt(p) + sqrt(q))  # refuted
check(exp(log(x)), x)  # proved
check(x/Abs(x), 1)  # refuted
check(p/Abs(p), 1)  # proved
check(Abs(x - y), Abs(y - x))  # proved
check(Max(x, y), (x + y + Abs(x - y))/2)  # holds
check(Max(x, y), (x + y - Abs(x - y))/2)  # refuted
check(sign(x)*Abs(x), x)  # holds
check(sqrt(z**2 + 2*z + 1), z + 1)  # refuted

# Trigonometry and exponentials
check(sin(x)**2 + cos(x)**2, 1)  # proved
check(sin(2*x), 2*sin(x)*cos(x))  # proved
check(sin(2*x), 2*sin(x))  # refuted
check(sin(x + y), sin(x)*cos(y) + cos(x)*sin(y))  # proved
check(sin(x + y), sin(x)*cos(y) - cos(x)*sin(y))  # refuted
check(cos(3*x), 4*cos(x)**3 - 3*cos(x))  # proved
check(tan(x/2), sin(x)/(1 + cos(x)))  # holds
check(1 + tan(x)**2, 1/cos(x)**2)  # proved
check((1 + sin(x) - cos(x))/(1 + sin(x) + cos(x)), tan(x/2))  # holds
check(sinh(2*x), 2*sinh(x)*cosh(x))  # proved
check(cosh(x)**2 + sinh(x)**2, 1)  # refuted
check(2**x*2**y, 2**(x + y))  # proved
check((2**x)**y, 2**(x*y))  # holds
check(exp(x + y), exp(x) + exp(y))  # refuted
check(asin(sin(x)), x)  # refuted
check(sin(asin(x)), x)  # proved
check(atan(x) + atan(1/x), pi/2)  # refuted
check(atan(p) + atan(1/p), pi/2)  # holds
check(log(8, 2), 3)  # proved
check(log(p)/log(2), log(p, 2))  # proved

# Whole numbers
check(factorial(n + 1)/factorial(n), n + 1)  # proved
check(binomial(n, 2), n*(n - 1)/2)  # proved
check(binomial(n, 2), n*(n + 1)/2)  # refuted
check(binomial(n, k) + binomial(n, k + 1), binomial(n + 1, k + 1))  # holds
check((-1)**(2*n), 1)  # proved
check(cos(n*pi), (-1)**n)  # proved
check((-1)**n, 1)  # refuted
check(floor(n/2) + ceiling(n/2), n)  # holds
check(floor(x) + floor(-x), 0)  # refuted
check(Mod(n**2, 4)*(Mod(n**2, 4) - 1), 0)  # holds
check(fibonacci(n + 2), fibonacci(n + 1) + fibonacci(n))  # holds
check(gcd(12, 18), 6)  # proved

# Complex values, only where they are meant
check(conjugate(w)*w, Abs(w)**2)  # holds
check(re(w) + I*im(w), w)  # proved
check(Abs(w)**2, w**2)  # refuted
check(sqrt(w**2), w)  # refuted
check((w + 1)*(w - 1), w**2 - 1)  # proved
check(exp(I*x), cos(x) + I*sin(x))  # proved
check(exp(I*x), cos(x) - I*sin(x))  # refuted

# Sums, products, limits, derivatives, integrals
check(Sum(k**2, (k, 1, n)), n*(n + 1)*(2*n + 1)/6)  # proved
check(Sum(k**2, (k, 1, n)), n*(n + 1)*(2*n + 2)/6)  # refuted
check(Sum(k*factorial(k), (k, 1, n)), factorial(n + 1) - 1)  # proved
check(Sum(1/(k*(k + 1)), (k, 1, n)), n/(n + 1))  # proved
check(Sum(1/(k*(k + 1)), (k, 1, n)), (n - 1)/(n + 1))  # refuted
check(Sum(binomial(n, k), (k, 0, n)), 2**n)  # holds
check(Sum(Rational(1, 2)**k, (k, 0, oo)), 2)  # proved
check(Sum(1/k**2, (k, 1, oo)), pi**2/6)  # proved
check(Sum(1/k**2, (k, 1, oo)), pi**2/7)  # refuted
check(Sum(1/k, (k, 1, oo)), 10)  # refuted
check(Sum(k, (k, 1, 100)), 5050)  # proved
check(Sum(k, (k, 1, 100)), 5000)  # refuted
check(Product(1 - 1/k**2, (k, 2, n)), (n + 1)/(2*n))  # proved
check(Limit(sin(x)/x, x, 0), 1)  # proved
check(Limit(sin(x)/x, x, 0), 0)  # refuted
check(Limit((1 + 1/x)**x, x, oo), E)  # proved
check(Limit((1 - cos(x))/x**2, x, 0), Rational(1, 2))  # proved
check(Limit(1/x, x, 0), oo)  # unknown
check(Limit(1/x, x, 0, '+'), oo)  # proved
check(Limit(Abs(x)/x, x, 0), 1)  # unknown
check(limit(Abs(x)/x, x, 0, '-'), -1)  # proved
check(limit(sqrt(x), x, 0), 0)  # proved
check(limit(1/x**2, x, 0), oo)  # proved
check(Limit(1/x, x, 0, '-'), oo)  # refuted
check(limit(x*log(x), x, 0), 0)  # proved
check(diff(x**x, x), x**x*(log(x) + 1))  # proved
check(Derivative(x**3, x), 3*x**2)  # proved
check(Derivative(x**3, x), 2*x**2)  # refuted
check(Derivative(sin(x**2), x), cos(x**2))  # refuted
check(Integral(x**2, (x, 0, 1)), Rational(1, 3))  # proved
check(Integral(x**2, (x, 0, 1)), Rational(1, 2))  # refuted
check(Integral(exp(-x**2), (x, -oo, oo)), sqrt(pi))  # proved
check(Integral(sin(x)/x, (x, 0, oo)), pi/2)  # proved
check(Integral(1/(1 + x**2), (x, -oo, oo)), pi)  # proved
check(Integral(1/(1 + x**2), (x, -oo, oo)), 2*pi)  # refuted
check(Integral(log(sin(x)), (x, 0, pi/2)), -pi*log(2)/2)  # not refuted
check(Integral(1/x, (x, -1, 1)), 0)  # unknown
check(Integral(1/x**2, (x, -1, 1)), -2)  # refuted
check(Integral(1/x, (x, 0, 1)), oo)  # proved
check(Integral(1/x, (x, 0, 1)), 7)  # refuted
check(Integral(sin(x), (x, 0, oo)), 1)  # not refuted
check(Sum((-1)**k, (k, 0, oo)), Rational(1, 2))  # unknown
check(Sum(2**k, (k, 0, oo)), -1)  # refuted
check(Sum((-1)**(k + 1)/k, (k, 1, oo)), log(2))  # proved
check(Integral(x*exp(x), x), (x - 1)*exp(x))  # proved
check(Integral(x*exp(x), x), (x - 1)*exp(x) + 7)  # proved
check(Integral(x*exp(x), x), x*exp(x))  # refuted
check(Integral(1/x, x), log(x))  # proved
check(Integral(sin(x)**2, x), x/2 - sin(2*x)/4)  # proved
check(Integral(x, (x, 0, y)), y**2/2)  # proved
check(integrate(x*exp(x), x), (x - 1)*exp(x) + b)  # proved
check(integrate(x*exp(x), x) == x*exp(x) + b)  # refuted
check(integrate(x**2, (x, 0, 1)) + limit(sin(x)/x, x, 0), Rational(4, 3))  # proved
check(2*summation(k, (k, 1, n)), n**2 + n)  # proved
check(2*integrate(x, x), x**2)  # proved
check(limit(1/x, x, 0, '-'), -oo)  # proved
check(limit(1/x, x, 0), oo)  # unknown
check(product(k, (k, 1, n)), factorial(n))  # proved
check(series(sin(x), x, 0, 4), x - x**3/6 + O(x**4))  # proved
check(series(cos(x), x, 0, 4), 1 - x**2/3 + O(x**4))  # refuted

# What has no value decides nothing
check(1/(x - x), 1)  # unknown
check(zoo, zoo)  # unknown
check(nan, nan)  # unknown
check(oo, oo)  # proved
check(Symbol('f')(x) if False else Function('f')(x), Function('g')(x))  # unknown
check(Function('f')(x) + 0, Function('f')(x))  # proved
check(log(0), 1)  # unknown
check(sqrt(-1 - x**2), sqrt(-1 - x**2))  # proved

# Matrices, lists, sets, functions, truth values
check(Matrix([[1, 2], [3, 4]])*Matrix([[0, 1], [1, 0]]), Matrix([[2, 1], [4, 3]]))  # proved
check(Matrix([[1, 2], [3, 4]])**-1, Matrix([[-2, 1], [Rational(3, 2), Rational(-1, 2)]]))  # proved
check(Matrix([[1, 2], [3, 4]])**-1, Matrix([[-2, 1], [Rational(3, 2), Rational(1, 2)]]))  # refuted
check(Matrix([[cos(x), -sin(x)], [sin(x), cos(x)]]).det(), 1)  # proved
check(Matrix([1, 2]), Matrix([[1, 2]]))  # refuted
check(eye(2)*x, Matrix([[x, 0], [0, x]]))  # proved
check([x + x, y*y], [2*x, y**2])  # proved
check([1, 2, 3], [1, 2])  # refuted
check((x + 1)**2 == x**2 + 2*x + 1)  # proved
check({1, 2, 3}, {3, 2, 1})  # proved
check({sqrt(4), 3}, {2, 3})  # proved
check({1, 2}, {1, 3})  # refuted
check(Interval(0, 1), Interval.open(0, 1))  # refuted
check(Union(Interval(0, 1), Interval(1, 2)), Interval(0, 2))  # proved
check(solveset(x**2 < 4, x, S.Reals), Interval.open(-2, 2))  # proved
check(solve(x**2 - 5*x + 6, x), [2, 3])  # proved
check(lambda t: (t + 1)**2, lambda s: s**2 + 2*s + 1)  # proved
check(lambda t: (t + 1)**2, lambda s: s**2 + 1)  # refuted
check(sin, cos)  # refuted
check(isprime(97))  # proved
check(isprime(91))  # refuted
check(Contains(3, Interval(0, 5)))  # proved
check(Implies(x > 2, x > 1))  # proved
check(Implies(x > 1, x > 2))  # refuted
check(Or(x <= 0, x > 0))  # holds
check(And(x**2 >= 0, x >= 0))  # refuted
check(Not(Eq(x, x + 1)))  # holds
check(x**2 + 2*x, 8, x=2)  # proved
check(x**2 + 2*x, 9, x=2)  # refuted

# Slips of the code, not of the mathematics
check(2^3, 8)  # error
check("x", x)  # error
check(x)  # error
check(None, 3)  # error
check(u**2 + 1, u)  # error
check(u + u, 2*u)  # proved
check(nothing, 1)  # error

# Real values alone are meant
check(log(x*y, 2), log(x, 2) + log(y, 2))  # proved
check(log(x**2), 2*log(x))  # proved
check(log(x, b) + log(y, b), log(x*y, b))  # proved
check(sqrt(x)*sqrt(y), sqrt(x*y))  # proved
check(log(x*y), log(x) - log(y))  # refuted
check(sqrt(x**2), x)  # refuted
check(log(x**2), log(x))  # refuted

# Products of sines and cosines
check(sin(12*pi/180)*sin(24*pi/180), Rational(1, 2)*(cos(12*pi/180) - cos(36*pi/180)))  # holds
check(-Rational(1, 2)*sin(42*pi/180)*cos(36*pi/180), -Rational(1, 4)*(sin(78*pi/180) + sin(6*pi/180)))  # holds
check(sin(12*pi/180)*sin(24*pi/180), Rational(1, 2)*(cos(12*pi/180) - cos(37*pi/180)))  # refuted
check(sin(7*pi/180)*sin(11*pi/180), Rational(1, 2)*(cos(4*pi/180) - cos(18*pi/180)))  # proved
