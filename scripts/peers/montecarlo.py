"""The two Monte Carlo workloads of `benchmark` in NumPy and, where installed, JAX: millions of samples a second.

Prints one line for each library and workload: `library workload rate`. Usage: montecarlo.py [repetitions]
"""

import sys
import time

import numpy as np

SAMPLES, LATENT, HIDDEN, PIXELS, DIMENSION = 1_000_000, 2, 64, 64, 16
REPETITIONS = int(sys.argv[1]) if len(sys.argv) > 1 else 5

generator = np.random.default_rng(0)
hidden_weight = 0.3 * generator.standard_normal((LATENT, HIDDEN), dtype=np.float32)
hidden_bias = 0.3 * generator.standard_normal(HIDDEN, dtype=np.float32)
output_weight = 0.3 * generator.standard_normal((HIDDEN, PIXELS), dtype=np.float32)
output_bias = 0.3 * generator.standard_normal(PIXELS, dtype=np.float32)
observation = generator.random(PIXELS, dtype=np.float32)
variance = np.float32(0.5)


def report(library, workload, function):
    function()
    times = []
    for _ in range(REPETITIONS):
        start = time.perf_counter()
        function()
        times.append(time.perf_counter() - start)
    print(library, workload, SAMPLES / min(times) / 1e6, flush=True)


def numpy_marginal():
    latent = generator.standard_normal((SAMPLES, LATENT), dtype=np.float32)
    mean = np.tanh(latent @ hidden_weight + hidden_bias) @ output_weight + output_bias
    weights = -np.square(mean - observation).sum(1) / (2 * variance)
    largest = weights.max()
    return largest + np.log(np.exp(weights - largest).mean())


def numpy_divergence():
    mean, deviation = np.full(DIMENSION, 0.5), np.full(DIMENSION, 0.7)
    noise = generator.standard_normal((SAMPLES, DIMENSION))
    latent = mean + deviation * noise
    return (0.5 * latent**2 - 0.5 * noise**2 - np.log(deviation)).sum(1).mean()


report("numpy", "divergence", numpy_divergence)
report("numpy", "marginal", numpy_marginal)

try:
    import jax
    import jax.numpy as jnp
except ImportError:
    sys.exit()

keys = iter(jax.random.split(jax.random.PRNGKey(0), 10_000))


@jax.jit
def jax_marginal(key):
    latent = jax.random.normal(key, (SAMPLES, LATENT))
    mean = jnp.tanh(latent @ hidden_weight + hidden_bias) @ output_weight + output_bias
    return jax.nn.logsumexp(-jnp.square(mean - observation).sum(1) / (2 * variance)) - jnp.log(SAMPLES)


@jax.jit
def jax_divergence(key):
    noise = jax.random.normal(key, (SAMPLES, DIMENSION))
    latent = 0.5 + 0.7 * noise
    return (0.5 * latent**2 - 0.5 * noise**2 - jnp.log(0.7)).sum(1).mean()


report("jax(single)", "divergence", lambda: jax_divergence(next(keys)).block_until_ready())
report("jax", "marginal", lambda: jax_marginal(next(keys)).block_until_ready())
