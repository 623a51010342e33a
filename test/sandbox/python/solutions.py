check_solution(x**2 - 5*x + 6 == 0, x=[2, 3])  # proved
check_solution(x**2 - 5*x + 6 == 0, x=[2, 4])  # refuted
check_solution(x**2 - 5*x + 6 == 0, {x: 2})  # proved
check_solution(x**2 - 5*x + 6, x=2)  # proved
check_solution(x**2 - 5*x + 6 == 0, x=2, complete=True)  # refuted
check_solution(x**2 - 5*x + 6 == 0, x=[2, 3], complete=True)  # proved
check_solution(x**3 - 2 == 0, x=2**Rational(1, 3), complete=True)  # proved
check_solution(w**3 - 1 == 0, w=1, complete=True)  # refuted
check_solution(w**2 + 1 == 0, w=[I, -I], complete=True)  # proved
check_solution(x**2 + 1 == 0, x=[], complete=True)  # proved
check_solution(x**2 - 1 == 0, x=[], complete=True)  # refuted
check_solution(x**2 == 2, x=[sqrt(2), -sqrt(2)], complete=True)  # proved
check_solution(p**2 == 9, p=3, complete=True)  # proved
check_solution(p**2 == 9, p=-3)  # refuted
check_solution(n**2 == 2, n=[], complete=True)  # proved
check_solution(1/(x - 1) == 1/(x - 1), x=1)  # refuted
check_solution(sqrt(x) == x - 2, x=[4, 1])  # refuted
check_solution(sqrt(x) == x - 2, x=4, complete=True)  # proved
check_solution(log(x) + log(x - 2) == log(8), x=[4, -2])  # refuted
check_solution(log(x) + log(x - 2) == log(8), x=4, complete=True)  # holds
check_solution(sin(x) == 0, x=[0, pi])  # proved
check_solution(sin(x) == 0, x=[0, pi], complete=True)  # refuted
check_solution(sin(t) == t, t=Rational(1, 2))  # refuted
check_solution(2**x == 8, x=3, complete=True)  # proved
check_solution(Abs(x - 1) == 3, x=[4, -2], complete=True)  # proved
check_solution(Abs(x - 1) == 3, x=4, complete=True)  # refuted
check_solution(x**2 < 4, x=[0, 1, -1])  # proved
check_solution(x**2 < 4, x=2)  # refuted
check_solution([x + y == 3, x*y == 2], [{x: 1, y: 2}, {x: 2, y: 1}], complete=True)  # proved
check_solution([x + y == 3, x*y == 2], {x: 1, y: 2}, complete=True)  # refuted
check_solution([x + y == 3, x*y == 2], x=1, y=3)  # refuted
check_solution([x + y == 3, x - y == 1], x=2, y=1, complete=True)  # proved
check_solution([x + y == 3, 2*x + 2*y == 6], x=2, y=1, complete=True)  # not refuted
check_solution([x + y + z == 6, x - y == 0, y - z == 0], x=2, y=2, z=2, complete=True)  # proved
check_solution([x**2 + y**2 == 25, x - y == 1], [{x: 4, y: 3}, {x: -3, y: -4}], complete=True)  # proved
check_solution(x**2 + b*x + c == 0, x=(-b + sqrt(b**2 - 4*c))/2)  # proved
check_solution(x**2 + b*x + c == 0, x=(b + sqrt(b**2 - 4*c))/2)  # refuted
check_solution(x == cos(x), x=0.739)  # not refuted
check_solution(x == cos(x), x=0.75)  # refuted
check_solution(u**2 == 4, u=[2, -2], complete=True)  # proved
check_solution(u**2 == 4, u=3)  # refuted
check_solution(x**2 == 4, y=2)  # error
check_solution(x**2 == 5*x, x, [0, 5])  # proved
check_solution(x**2 == 5*x, x, [0, 4])  # refuted
check_solution(x**2 == 5*x, x, 5)  # proved
check_solution(x**2 == 5*x, [0, 5])  # proved
check_solution(x**2 == 5*x, {0, 5}, complete=True)  # proved
check_solution(x**2 == 5*x, FiniteSet(0, 4))  # refuted
check_solution(x**2 == -1, x, [], complete=True)  # proved
check_solution([x + y == 3, x*y == 2], [x, y], [(1, 2), (2, 1)], complete=True)  # proved
check_solution([x + y == 3, x*y == 2], (x, y), (1, 2))  # proved
check_solution([x + y == 3, x*y == 2], [x, y], [1, 3])  # refuted
check_solution([x + y == 3, x*y == 2], [x, y], [1, 2, 3])  # error
check_solution([x + y == 3, x*y == 2], [1, 2])  # error
check_solution(x**2 == 4, x, 2, 3)  # error
check_solution(x**2 == 4, x, 2, x=2)  # error
check_solution(x**2 == y, y, 2)  # refuted
check_solution(x == polygamma(1, Rational(1, 4)), x, pi**2 + 8*Catalan, complete=True)  # tested
check_solution(x**2 == 4)  # error

# Congruences
check_congruent(7**100, 1, 4)  # proved
check_congruent(7**101, 1, 4)  # refuted
check_congruent(n**3 + 5*n, 0, 6)  # proved
check_congruent(n**2, n, 2)  # proved
check_congruent(n**2, 1, 4)  # refuted
check_congruent(n**7, n, 7)  # proved
check_congruent(n**7 - n, 0, 42)  # proved
check_congruent(n*(n + 1)/2, 0, 3)  # refuted
check_congruent(2**n, 2, 6)  # refuted
check_congruent(10**n, 1, 9)  # holds
check_congruent((n + 1)**2, 1, n)  # proved
check_congruent(-1, 5, 6)  # proved
check_congruent(17, 5, 0)  # unknown
