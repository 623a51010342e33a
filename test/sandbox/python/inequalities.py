# One symbol
check(x**2 + 1 > 0)  # proved
check(x**2 >= 0)  # proved
check(x**2 > 0)  # refuted
check(x**2 > x)  # refuted
check(x**2 - 2*x + 1 >= 0)  # proved
check((x - sqrt(2))**2 > 0)  # refuted
check(x**2 - 2*x*sqrt(2) + 2 > 0)  # refuted
check(x**4 - 4*x**3 + 6*x**2 - 4*x + 1 >= 0)  # proved
check(x**4 + x + 1 > 0)  # proved
check(x**4 - x + Rational(1, 10) > 0)  # refuted
check(p + 1/p >= 2)  # proved
check(p + 1/p > 2)  # refuted
check(x + 1/x >= 2)  # refuted
check(x/(x**2 + 1) <= Rational(1, 2))  # proved
check(x/(x**2 + 1) < Rational(1, 2))  # refuted
check(exp(x) >= 1 + x)  # proved
check(exp(x) > 1 + x)  # refuted
check(exp(x) > x)  # proved
check(log(p) <= p - 1)  # proved
check(log(p) < p)  # proved
check(sin(x) <= 1)  # holds
check(sin(x) < 1)  # refuted
check(Abs(sin(x)) <= Abs(x))  # holds
check(sqrt(p) <= (1 + p)/2)  # proved
check(sin(t) < t)  # holds
check(t**2 < t)  # proved
check(t**2 <= t**3)  # refuted
check(n**2 >= n)  # proved
check(n**2 > n)  # refuted
check(2**n > n)  # holds
check(2**n > n**2)  # refuted
check(n + 1 <= 2**n)  # holds
check(n >= 1)  # proved
check(n > 1)  # refuted
check(x < 1000000)  # refuted
check(x + 1 > x)  # proved
check(-2 < sin(x) < 2)  # holds
check(0 <= x < 1)  # refuted
check(0 < t < 1)  # proved
check(n**3 - n >= 0)  # proved
check((2*n - 3)**2 >= 1)  # proved
check((2*n - 3)**2 > 1)  # refuted

# Several symbols
check(x**2 + y**2 >= 2*x*y)  # proved
check(x**2 + y**2 > 2*x*y)  # refuted
check(x**2 + y**2 + z**2 >= x*y + y*z + z*x)  # proved
check((p + q)/2 >= sqrt(p*q))  # proved
check((p + q)/2 > sqrt(p*q))  # refuted
check(p/q + q/p >= 2)  # proved
check((x**2 + y**2)*(z**2 + 1) >= (x*z + y)**2)  # proved
check((p + q)*(1/p + 1/q) >= 4)  # proved
check((p + q)*(1/p + 1/q) >= 5)  # refuted
check(Abs(x + y) <= Abs(x) + Abs(y))  # holds
check(Abs(x - y) <= Abs(x) - Abs(y))  # refuted
check(x*y <= (x + y)**2/4)  # proved
check(p**3 + q**3 >= p**2*q + p*q**2)  # proved
check(p*q < p + q)  # refuted
check(x < y)  # refuted

# Numbers
check(sqrt(2) + sqrt(3) > 3)  # proved
check(sqrt(2) + sqrt(3) < 3)  # refuted
check(pi < Rational(22, 7))  # proved
check(pi**exp(1) < exp(pi))  # proved
check(2**100 > 10**30)  # proved
check(10**-50 > 0)  # proved
check(Rational(1, 3) >= 0.3333)  # proved
check(3 <= 3)  # proved
check(3 < 3)  # refuted
check(I > 0)  # unknown

# Never equal
check(x**2 + 1 != 0)  # proved
check(x**2 - 1 != 0)  # refuted
check(2 != 3)  # proved
check(2 != 2)  # refuted
check(exp(x) != 0)  # holds

# Constants: digits that agree prove nothing
check(polygamma(1, Rational(1, 4)) <= pi**2 + 8*Catalan)  # tested
check(polygamma(1, Rational(1, 4)) < pi**2 + 8*Catalan)  # unknown
check(polygamma(1, Rational(1, 4)) < pi**2 + 8*Catalan + Rational(1, 10**9))  # proved
check(cos(pi/7) - cos(2*pi/7) + cos(3*pi/7) <= Rational(1, 2))  # holds
check(sqrt(3 + 2*sqrt(2)) < 1 + sqrt(2))  # refuted
check(Integral(exp(-t**2)*cos(t)*sin(t**3), (t, 0, 1)) <= 1)  # tested
check(1 + I < 2)  # unknown
