"""Scores of customers in many digits, for retention_truth.t: python3 retention_truth.py >retention_truth.csv (mpmath; ten minutes).

Formulas are those of the papers, none of the program's: the likelihoods as they are printed, the expectations by 2F1 (of the regular
models by sums of incomplete beta functions), what is worth all the future by Tricomi's function (Pareto/NBD) or an integral. Each is
computed with more and more digits until 18 of them agree; a case that does not get there in a while is left out.  What is below the
range of double is 0.

Columns: model, parameters, x, t_x, t and horizon; log-likelihood, P(alive), expected visits to the horizon, expected visits of twelve
months of 4.345 each discounted by 0.01 a month, and of all the future; the last two not of every case.
"""
import random
import signal

import mpmath as mp
from mpmath import mpf

MONTH = mpf("4.345")
DISCOUNT = mpf("0.01")
NAMES = ("bgnbd", "mbgnbd", "bgcnbd", "mbgcnbd", "pareto_nbd")


class BetaGeometric:
    def __init__(self, k, first, parameters, x, t_x, t):
        self.r, self.alpha, self.a, self.b, x, t_x, t = map(mpf, (*parameters, x, t_x, t))
        self.k, self.x, self.now, self.shape = k, x, self.alpha + t, self.r + k * x
        self.returns = self.b + x + first
        if self.a == 1:
            self.a += mpf(10) ** (-mp.mp.dps // 3)
        silent = (t - t_x) / self.now
        self.stages = [mp.rf(self.shape, j) / mp.factorial(j) * silent**j for j in range(k)]
        alive = mp.fsum(self.stages)
        lost = 0 if x + first == 0 else self.a / (self.b + x - 1 + first) * (self.now / (self.alpha + t_x)) ** self.shape
        rising = lambda a, n: mp.loggamma(a + n) - mp.loggamma(a)
        self.p_alive = alive / (alive + lost)
        self.log_likelihood = (
            rising(self.b, x + first) - rising(self.a + self.b, x + first) + rising(self.r, k * x)
            + self.r * mp.log(self.alpha) - self.shape * mp.log(self.now) + mp.log(alive + lost)
        )

    def expected(self, horizon):
        if horizon == 0:
            return mpf(0)
        z = horizon / (self.now + horizon)
        if self.k > 1:
            return self.p_alive * mp.fsum(w * self.of_stage(j, z) for j, w in enumerate(self.stages) if w) / mp.fsum(self.stages)
        c = self.a + self.returns - 1
        f = mp.hyp2f1(self.shape, self.returns, c, z, maxterms=10**6, maxprec=20000)
        return self.p_alive * c / (self.a - 1) * (1 - mp.exp(-self.shape * mp.log1p(horizon / self.now)) * f)

    def of_stage(self, stage, z):
        """the sum over n of the probabilities that the customer is there for the n-th visit and has time for it"""
        total, stays, n = mpf(0), mpf(1), 1
        while n < 3000:
            term = stays * mp.betainc(n * self.k - stage, self.shape + stage, 0, z, regularized=True)
            total += term
            if term < mpf(10) ** -25 * total and n * self.k - stage > (self.shape + stage) * z / (1 - z):
                return total
            stays *= (self.returns + n - 1) / (self.a + self.returns + n - 1)
            n += 1
        raise ValueError("too many visits")

    def residual(self, rate):
        return mp.quad(lambda y: self.expected(y / rate) * mp.exp(-y), [0, mpf(1) / 100, mpf(1) / 10, 1, 5, 20, 60])


class Pareto:
    def __init__(self, parameters, x, t_x, t):
        self.r, self.alpha, self.s, self.beta, x, t_x, t = map(mpf, (*parameters, x, t_x, t))
        self.t, self.shape = t, self.r + x
        larger, distance = max(self.alpha, self.beta), abs(self.alpha - self.beta)
        second = self.s + 1 if self.alpha >= self.beta else self.shape
        power = lambda u: mp.exp(-(self.shape + self.s) * mp.log(larger + u)) * mp.hyp2f1(
            self.shape + self.s, second, self.shape + self.s + 1, distance / (larger + u), maxterms=10**6, maxprec=20000)
        alive = mp.exp(-self.shape * mp.log(self.alpha + t) - self.s * mp.log(self.beta + t))
        lost = self.s / (self.shape + self.s) * (power(t_x) - power(t)) if t_x < t else mpf(0)
        self.p_alive = alive / (alive + lost)
        self.log_likelihood = (
            mp.loggamma(self.shape) - mp.loggamma(self.r) + self.r * mp.log(self.alpha) + self.s * mp.log(self.beta) + mp.log(alive + lost)
        )

    def expected(self, horizon):
        beta, s = self.beta + self.t, self.s - 1
        time = mp.log1p(horizon / beta)
        return self.p_alive * self.shape * beta / (self.alpha + self.t) * (time if s == 0 else -mp.expm1(-s * time) / s)

    def residual(self, rate):
        beta = self.beta + self.t
        return self.p_alive * self.shape * beta / (self.alpha + self.t) * mp.hyperu(1, 2 - self.s, rate * beta)


def score(name, parameters, x, t_x, t, horizon, value):
    if name == "pareto_nbd":
        customer = Pareto(parameters, x, t_x, t)
    else:
        k = int(parameters[0]) if len(parameters) == 5 else 1
        customer = BetaGeometric(k, name.startswith("m"), parameters[-4:], x, t_x, t)
    result = [customer.log_likelihood, customer.p_alive, customer.expected(mpf(horizon))]
    if value:
        visits = [customer.expected(i * MONTH) for i in range(13)]
        result.append(mp.fsum((visits[i] - visits[i - 1]) / (1 + DISCOUNT) ** i for i in range(1, 13)))
        result.append(customer.residual(mp.log1p(DISCOUNT) / MONTH))
    return result


def agree(a, b):
    return a is not None and b is not None and all(abs(u - v) <= mpf(10) ** -18 * abs(v) for u, v in zip(a, b))


def stop(*_):
    raise TimeoutError


def truth(*case):
    before = None
    signal.alarm(60 if case[-1] else 5)
    try:
        for mp.mp.dps in (40, 60, 100, 250, 600):
            try:
                result = score(*case)
            except (mp.libmp.NoConvergence, ValueError, ZeroDivisionError, OverflowError):
                result = None
            if agree(before, result):
                return result
            before = result
    except TimeoutError:
        pass
    finally:
        signal.alarm(0)
    return None


def cases(name):
    """published and odd parameters; nobody came back, fleets, seen today, long lost; horizons from nothing to far"""
    rnd = random.Random(name)
    parameters = [(0.243, 4.414, 0.793, 2.426), (0.5, 6, 1, 2), (3.7, 9.1, 1 + 1e-9, 0.4), (0.02, 300, 0.05, 40), (60, 500, 30, 0.7), (2, 40, 0.3, 3)]
    odd = [tuple(10 ** rnd.uniform(-6, 6) for _ in range(4)) for _ in range(10)] + [(1e-12,) * 4, (1e12,) * 4, (1e12, 1e12, 1e-12, 1e-12), (0.4, 10, 84, 25)]
    customers = [(0, 0, 0), (0, 0, 1 / 7), (0, 0, 520), (1, 0, 26), (1, 30, 30), (2, 30.43, 38.86), (7, 51, 400), (80, 99.9, 100), (2500, 499, 500), (60000, 700, 703)]
    regular = "cnbd" in name
    for i, p in enumerate(parameters + odd):
        k = [(2, 3, 4, 12, 32)[i % 5]] if regular else []
        for j, customer in enumerate(customers):
            if ((i + j) % 2 == 0 or i < 2) and not (regular and p[1] + customer[2] < 1e-3):
                horizon = (0, 1e-9, 4.345, 52, 520, 1e6)[(i * 7 + j) % (5 if regular else 6)]
                yield [*k, *p], *customer, horizon, (i < 3 or p[2] == 84) and j in (2, 4, 5, 7) and not regular


def main():
    signal.signal(signal.SIGALRM, stop)
    print("model,parameters,x,t_x,t,horizon,ll,p_alive,expected,value,residual")
    for name in NAMES:
        for parameters, *rest in cases(name):
            result = truth(name, parameters, *rest)
            if result is not None:
                row = [mp.nstr(v, 18) if abs(v) > 1e-300 else "0" for v in result] + [""] * (5 - len(result))
                print(name, '"{%s}"' % ",".join(map(repr, parameters)), *map(repr, rest[:-1]), *row, sep=",", flush=True)


main()
