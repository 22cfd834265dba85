"""The workloads that need no derivative, in NumPy."""

import numpy as np

from shapes import *

generator = np.random.default_rng(0)


def affine(layer, x):
    return x @ layer[0] + layer[1]


def hidden_features(layers, x):
    for layer in layers:
        x = np.tanh(affine(layer, x))
    return x


def log_mean_exp(log_weights):
    largest = log_weights.max(-1, keepdims=True)
    return np.log(np.exp(log_weights - largest).mean(-1)) + largest[..., 0]


def marginal():
    hidden, output, observation = small_decoder()

    def run():
        latent = generator.standard_normal((DRAWS, LATENT), dtype=np.float32)
        mean = affine(output, np.tanh(affine(hidden, latent)))
        return log_mean_exp(-np.square(mean - observation).sum(1))

    return run


def divergence():
    mean, deviation = np.full(DIMENSION, 0.5), np.full(DIMENSION, 0.7)

    def run():
        noise = generator.standard_normal((DRAWS, DIMENSION))
        latent = mean + deviation * noise
        return (0.5 * latent**2 - 0.5 * noise**2 - np.log(deviation)).sum(1).mean()

    return run


def importance(bernoulli, images_at_a_time=5):
    encoder, mean_head, variance_head, decoder, output = model(IMAGE_PIXELS, IMAGE_HIDDEN, IMAGE_LATENT)
    data = np.split(images(), IMAGES // images_at_a_time)

    def chunk(x):
        features = hidden_features(encoder, x)
        mean, log_variance = affine(mean_head, features), affine(variance_head, features)
        noise = generator.standard_normal((images_at_a_time, SAMPLES, IMAGE_LATENT), dtype=np.float32)
        latent = mean[:, None] + np.exp(0.5 * log_variance)[:, None] * noise
        f = affine(output, hidden_features(decoder, latent))
        x = x[:, None]
        if bernoulli:
            likelihood = (x * f - np.maximum(f, 0) - np.log1p(np.exp(-np.abs(f)))).sum(2)
        else:
            likelihood = -5 * np.square(x - f).sum(2) - IMAGE_PIXELS / 2 * (LOG_TWO_PI + np.log(0.1))
        ratio = 0.5 * (noise**2 - latent**2 + log_variance[:, None]).sum(2)
        return log_mean_exp(likelihood + ratio)

    return lambda: np.concatenate([chunk(x) for x in data])


def workloads(compiled):
    return {
        "divergence": divergence,
        "eq1": marginal,
        "importance-bernoulli": lambda: importance(True),
        "importance-gaussian": lambda: importance(False),
    }


def versions():
    return f"NumPy {np.__version__}"
