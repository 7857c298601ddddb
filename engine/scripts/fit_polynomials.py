#!/usr/bin/env python3
"""Fits the approximations in dev.lanewise.engine.kernel.Approximations and measures them in fp32.

Prints the coefficients as they stand in the Java source, and the largest error of the fp32
evaluation (fused multiply-adds, in the same order) against double precision.

    python fit_polynomials.py        # needs numpy
"""

import math

import numpy as np

f32 = np.float32


def fma(a, b, c):
    """a * b + c in fp32: the product of two floats is exact in double precision."""
    return (a.astype(np.float64) * b.astype(np.float64) + np.asarray(c, np.float64)).astype(f32)


def horner(coefficients, x):
    result = np.full_like(x, f32(coefficients[-1]))
    for c in coefficients[-2::-1]:
        result = fma(result, x, f32(c))
    return result


def fit_exp(degree):
    """exp(r) = 1 + r * p(r) on [-ln2/2, ln2/2], least relative error (Lawson's weights)."""
    half = math.log(2) / 2
    r = half * np.cos(np.pi * (np.arange(2000) + 0.5) / 2000)
    y = np.exp(r)
    basis = r[:, None] ** np.arange(1, degree + 1)
    w = np.ones_like(r)
    for _ in range(200):
        scale = np.sqrt(w) / y
        p = np.linalg.lstsq(basis * scale[:, None], (y - 1) * scale, rcond=None)[0]
        error = np.abs((1 + basis @ p - y) / y)
        w = w * (error / error.max() + 1e-3)
        w /= w.sum()
    return [1.0, *p]


def fit_erf(limit, numerator, denominator):
    """erf(x / sqrt 2) = x * P(x^2) / Q(x^2) on [-limit, limit], least absolute error."""
    k = np.arange(4000)
    x = limit * np.sin((k + 0.5) * np.pi / 8000)
    u = (x / limit) ** 2
    y = np.array([math.erf(v / math.sqrt(2)) for v in x])
    w, q, best = np.ones_like(x), np.ones_like(x), (math.inf,)
    for _ in range(60):
        a = np.concatenate([x[:, None] * u[:, None] ** np.arange(numerator + 1), -y[:, None] * u[:, None] ** np.arange(1, denominator + 1)], axis=1)
        scale = np.sqrt(w) / np.abs(q)
        solution = np.linalg.lstsq(a * scale[:, None], y * scale, rcond=None)[0]
        p_coefficients = solution[: numerator + 1]
        q_coefficients = np.concatenate([[1], solution[numerator + 1 :]])
        q = np.polyval(q_coefficients[::-1], u)
        error = np.abs(x * np.polyval(p_coefficients[::-1], u) / q - y)
        if error.max() < best[0]:
            unscale = float(limit) ** -2
            best = (error.max(), p_coefficients * unscale ** np.arange(numerator + 1), q_coefficients * unscale ** np.arange(denominator + 1))
        w = w * (error / error.max() + 1e-3)
        w /= w.sum()
    return best[1], best[2]


def exp32(coefficients, x):
    magic = f32(12582912.0)
    t = fma(x, np.full_like(x, f32(1.44269504)), magic)
    n = t - magic
    r = fma(n, np.full_like(x, f32(-math.log(2))), x)
    p = horner(coefficients, r)
    return (p.view(np.int32) + (t.view(np.int32) << 23)).view(f32)


def show(name, coefficients):
    print(name, ", ".join(float(f32(c)).hex().replace("0000000p", "p") + "f" for c in coefficients))


def main():
    exp_coefficients = fit_exp(5)
    show("EXP", exp_coefficients)
    for limit in (1.0, 20.0, 87.3):
        x = np.linspace(-limit, limit, 4_000_001).astype(f32)
        y = np.exp(x.astype(np.float64))
        error = np.max(np.abs(exp32(exp_coefficients, x) - y) / y)
        print(f"exp: largest relative error up to |x| = {limit}:", error)

    limit = 5.5
    p, q = fit_erf(limit, 5, 5)
    show("ERF_P", p)
    show("ERF_Q", q)
    x = np.linspace(-12, 12, 4_000_001).astype(f32)
    erf = np.vectorize(math.erf)(x.astype(np.float64) / math.sqrt(2))
    exact = 0.5 * x.astype(np.float64) * (1 + erf)
    c = np.clip(x, f32(-limit), f32(limit))
    u = c * c
    g = (c * horner(p, u)) / horner(q, u)
    h = f32(0.5) * x
    gelu = fma(h, g, h)
    print("gelu: largest error / max(1, |x|)", np.max(np.abs(gelu - exact) / np.maximum(np.abs(x), 1)))


if __name__ == "__main__":
    main()
