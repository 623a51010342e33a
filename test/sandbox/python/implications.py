# One unknown
check_implies(2*x + 6 == 10, x == 2)  # proved
check_implies(2*x + 6 == 10, x == 3)  # refuted
check_implies(x**2 == 4, x == 2)  # refuted
check_implies(x == 2, x**2 == 4)  # proved
check_implies(x == 2, x**2 == 4, equivalent=True)  # refuted
check_implies(x**2 == 4, Or(Eq(x, 2), Eq(x, -2)), equivalent=True)  # proved
check_implies(p**2 == 4, p == 2, equivalent=True)  # proved
check_implies(x**2 == x, x == 1)  # refuted
check_implies(sqrt(x) == x - 2, x == (x - 2)**2)  # proved
check_implies(sqrt(x) == x - 2, x == (x - 2)**2, equivalent=True)  # refuted
check_implies(sqrt(x + 3) == x - 3, x == 6)  # proved
check_implies(x**3 == 8, x == 2)  # proved
check_implies(w**3 == 8, w == 2)  # refuted
check_implies(x**2 + 1 == 0, x == 5)  # proved
check_implies(log(x) + log(x - 2) == log(8), x == 4)  # proved
check_implies(Abs(x - 1) == 3, Or(Eq(x, 4), Eq(x, -2)), equivalent=True)  # proved
check_implies(Abs(x - 1) == 3, x == 4)  # refuted
check_implies(2**x == 8, x == 3)  # proved
check_implies(sin(x) == 0, x == 0)  # refuted
check_implies(x**5 - x - 1 == 0, x > 1)  # proved
check_implies(x**5 - x - 1 == 0, x > 2)  # refuted
check_implies(cos(x) == x, And(x > 0, x < 1))  # not refuted
check_implies(cos(x) == x, x > 1)  # refuted
check_implies(n**2 == 9, n == 3)  # proved
check_implies(1/x == 2, x == Rational(1, 2), equivalent=True)  # proved
check_implies(x/(x - 1) == 1/(x - 1), x == 1)  # proved
check_implies(x*(x - 1) == 0, x == 1)  # refuted
check_implies(x == polygamma(1, Rational(1, 4)), x == pi**2 + 8*Catalan)  # tested
check_implies(x == polygamma(1, Rational(1, 4)), x == pi**2 + 8*Catalan + 10**(-9))  # refuted

# Inequalities
check_implies(x > 3, x**2 > 9)  # proved
check_implies(x**2 > 9, x > 3)  # refuted
check_implies(2*x > 6, x > 3, equivalent=True)  # proved
check_implies(-2*x > 6, x > -3)  # refuted
check_implies(-2*x > 6, x < -3, equivalent=True)  # proved
check_implies(x**2 < 4, And(x > -2, x < 2), equivalent=True)  # proved
check_implies(x**2 < 4, x < 2, equivalent=True)  # refuted
check_implies(x > 1, x >= 1)  # proved
check_implies(x >= 1, x > 1)  # refuted
check_implies(1/x > 1, And(x > 0, x < 1), equivalent=True)  # proved
check_implies(1/x > 1, x < 1, equivalent=True)  # refuted
check_implies(x*y > 0, x > 0)  # refuted
check_implies([x > 0, y > 0], x + y > 0)  # holds
check_implies([x > 0, y > 0], x > y)  # refuted
check_implies(x < y, 3*x < 3*y)  # proved
check_implies(x < y, -x < -y)  # refuted
check_implies(x < y, x**2 < y**2)  # refuted
check_implies(n > 2, n >= 3)  # proved

# Several unknowns
check_implies([sqrt(x**4 - x**2 - 11) == (75 - x**4 + x**2)/(2*x**2), x != 0], x**4 - x**2 - 11 == ((75 - x**4 + x**2)/(2*x**2))**2)  # proved
check_implies(2*sqrt(x*y) == 50 - x - y, 4*x*y == (50 - x - y)**2)  # proved
check_implies(sqrt(x) == y - 1, x == y**2 - 2*y + 2)  # refuted
check_implies(cbrt(x) == 2*y, x == 8*y**3)  # proved
check_implies(x**2 == y**2, x == y)  # refuted
check_implies([x + y == 10, x - y == 2], [x == 6, y == 4], equivalent=True)  # proved
check_implies([x + y == 10, x - y == 2], [x == 6, y == 5])  # refuted
check_implies([x + y == 3, x*y == 2], x == 1)  # refuted
check_implies([x + y == 3, x*y == 2], x**2 + y**2 == 5)  # proved
check_implies([x + y == 3, x*y == 2], x**3 + y**3 == 9)  # proved
check_implies([x + y == 3, x*y == 2], x**3 + y**3 == 10)  # refuted
check_implies(x + y + z == 0, x**3 + y**3 + z**3 == 3*x*y*z)  # proved
check_implies(x + y + z == 0, x**2 + y**2 + z**2 == 0)  # refuted
check_implies(x*y == 0, x == 0)  # refuted
check_implies(x*y == 0, Or(Eq(x, 0), Eq(y, 0)), equivalent=True)  # proved
check_implies(x**2 == y**2, x == y)  # refuted
check_implies(x == y, x**2 == y**2)  # proved
check_implies(y == 2*x + 1, 3*y - 6*x == 3, equivalent=True)  # proved
check_implies([y == 2*x, z == 3*y], z == 6*x)  # proved
check_implies([y == 2*x, z == 3*y], z == 5*x)  # refuted
check_implies(x*y == x*z, y == z)  # refuted
check_implies(p*x == p*y, x == y)  # proved
check_implies([x**2 + y**2 == 1, x == y], Or(Eq(x, sqrt(2)/2), Eq(x, -sqrt(2)/2)))  # proved
check_implies(x**2 + y**2 == 0, x == 0)  # not refuted
check_implies([x + y == 1], x**2 + y**2 >= Rational(1, 2))  # proved
check_implies([x + y == 1], x**2 + y**2 > Rational(1, 2))  # refuted
check_implies(x**2 + b*x + c == 0, Or(Eq(x, (-b + sqrt(b**2 - 4*c))/2), Eq(x, (-b - sqrt(b**2 - 4*c))/2)))  # proved
check_implies(x**2 + b*x + c == 0, Or(Eq(x, (b + sqrt(b**2 - 4*c))/2), Eq(x, (b - sqrt(b**2 - 4*c))/2)))  # refuted
check_implies(sin(x)**2 + y == 1, y == cos(x)**2)  # proved
