"""The workloads in JAX, in single precision, each one compiled whole; a training run is one scan."""

import itertools

import jax
import jax.numpy as jnp

from shapes import *

keys = (jax.random.PRNGKey(number) for number in itertools.count())


def compiled_run(function):
    """A run of the compiled function with a fresh key, to its end."""
    compiled = jax.jit(function)
    return lambda: jax.block_until_ready(compiled(next(keys)))


def affine(layer, x):
    return x @ layer[0] + layer[1]


def hidden_features(layers, x):
    for layer in layers:
        x = jnp.tanh(affine(layer, x))
    return x


def log_mean_exp(log_weights, count):
    return jax.nn.logsumexp(log_weights, -1) - jnp.log(count)


def marginal():
    hidden, output, observation = small_decoder()

    def run(key):
        mean = affine(output, jnp.tanh(affine(hidden, jax.random.normal(key, (DRAWS, LATENT)))))
        return log_mean_exp(-jnp.square(mean - observation).sum(1), DRAWS)

    return compiled_run(run)


def divergence():
    def run(key):
        noise = jax.random.normal(key, (DRAWS, DIMENSION))
        latent = 0.5 + 0.7 * noise
        return (0.5 * latent**2 - 0.5 * noise**2 - jnp.log(0.7)).sum(1).mean()

    return compiled_run(run)


def importance(bernoulli, images_at_a_time=20):
    encoder, mean_head, variance_head, decoder, output = model(IMAGE_PIXELS, IMAGE_HIDDEN, IMAGE_LATENT)
    data = images().reshape(-1, images_at_a_time, IMAGE_PIXELS)

    def chunk(x_and_key):
        x, key = x_and_key
        features = hidden_features(encoder, x)
        mean, log_variance = affine(mean_head, features), affine(variance_head, features)
        noise = jax.random.normal(key, (images_at_a_time, SAMPLES, IMAGE_LATENT))
        latent = mean[:, None] + jnp.exp(0.5 * log_variance)[:, None] * noise
        f = affine(output, hidden_features(decoder, latent))
        x = x[:, None]
        if bernoulli:
            likelihood = (x * f - jax.nn.softplus(f)).sum(2)
        else:
            likelihood = -5 * jnp.square(x - f).sum(2) - IMAGE_PIXELS / 2 * (LOG_TWO_PI + jnp.log(0.1))
        ratio = 0.5 * (noise**2 - latent**2 + log_variance[:, None]).sum(2)
        return log_mean_exp(likelihood + ratio, SAMPLES)

    return compiled_run(lambda key: jax.lax.map(chunk, (data, jax.random.split(key, len(data)))))


def training(pixels, hidden, latent, batch, steps):
    """Eq. (20), its divergence in closed form, climbed by Adam."""
    data = jnp.asarray(training_data(pixels))

    def loss(parameters, x, noise):
        encoder, mean_head, variance_head, decoder, output = parameters
        features = hidden_features(encoder, x)
        mean, log_variance = affine(mean_head, features), affine(variance_head, features)
        f = affine(output, hidden_features(decoder, mean + noise * jnp.exp(0.5 * log_variance)))
        divergence = -0.5 * (1 + log_variance - jnp.exp(log_variance) - mean**2).sum()
        return (((f - x) ** 2).sum() + divergence) / batch

    def step(state, key):
        parameters, first, second, time = state
        key_of_rows, key_of_noise = jax.random.split(key)
        x = data[jax.random.randint(key_of_rows, (batch,), 0, ROWS)]
        value, gradient = jax.value_and_grad(loss)(parameters, x, jax.random.normal(key_of_noise, (batch, latent)))
        time = time + 1
        first = jax.tree.map(lambda m, g: 0.9 * m + 0.1 * g, first, gradient)
        second = jax.tree.map(lambda v, g: 0.999 * v + 0.001 * g * g, second, gradient)

        def move(p, m, v):
            return p - 1e-3 * (m / (1 - 0.9**time)) / (jnp.sqrt(v / (1 - 0.999**time)) + 1e-8)

        return (jax.tree.map(move, parameters, first, second), first, second, time), value

    parameters = jax.tree.map(jnp.asarray, model(pixels, hidden, latent))
    zeros = jax.tree.map(jnp.zeros_like, parameters)
    state = [(parameters, zeros, zeros, 0.0)]
    compiled = jax.jit(lambda state, key: jax.lax.scan(step, state, jax.random.split(key, steps)))

    def run():
        state[0], values = compiled(state[0], next(keys))
        return jax.block_until_ready(values)

    return run


def workloads(compiled):
    return {
        "divergence": divergence,
        "eq1": marginal,
        "importance-bernoulli": lambda: importance(True),
        "importance-gaussian": lambda: importance(False),
    } | {name: lambda sizes=sizes: training(*sizes) for name, sizes in TRAINING.items()}


def versions():
    return f"JAX {jax.__version__}, jaxlib {jax.lib.__version__}"
