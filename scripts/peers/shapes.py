"""The sizes of the benchmark's workloads, and the arrays that every library starts from, in single precision."""

import numpy as np

# Eq. (1) through a decoder 2-64-64, and a sampled divergence in 16 dimensions.
DRAWS, LATENT, HIDDEN, PIXELS, DIMENSION = 1_000_000, 2, 64, 64, 16
# Importance-sampled log p(x), 784-500-20.
IMAGES, SAMPLES, IMAGE_PIXELS, IMAGE_HIDDEN, IMAGE_LATENT = 100, 1000, 784, [500], 20
# Training: pixels, widths of the encoder's hidden layers (the decoder's are the same from behind), latent, batch, steps.
TRAINING = {
    "train-784-500-20": (784, [500], 20, 100, 200),
    "train-64-64-2": (64, [64], 2, 100, 10_000),
    "train-64-128-8": (64, [128], 8, 32, 10_000),
    "train-4-32-16-2": (4, [32, 16], 2, 10_000, 200),
}
ROWS = 20_000
LOG_TWO_PI = float(np.log(2 * np.pi))


def layer(generator, inputs, outputs):
    """A weight of shape (inputs, outputs), Glorot's, and a bias of zeros."""
    deviation = np.float32(np.sqrt(2 / (inputs + outputs)))
    return deviation * generator.standard_normal((inputs, outputs), dtype=np.float32), np.zeros(outputs, np.float32)


def small_decoder():
    generator = np.random.default_rng(0)
    observation = np.arange(PIXELS, dtype=np.float32) / PIXELS
    return layer(generator, LATENT, HIDDEN), layer(generator, HIDDEN, PIXELS), observation


def chain(generator, widths):
    return [layer(generator, *shape) for shape in zip(widths, widths[1:])]


def model(pixels, hidden, latent):
    """Encoder's hidden layers, mean, log-variance; decoder's hidden layers, output."""
    generator = np.random.default_rng(0)
    encoder = chain(generator, [pixels, *hidden])
    heads = [layer(generator, hidden[-1], latent) for _ in range(2)]
    return encoder, *heads, chain(generator, [latent, *hidden[::-1]]), layer(generator, hidden[0], pixels)


def images():
    return (np.arange(IMAGES * IMAGE_PIXELS) % 97 / 96).astype(np.float32).reshape(IMAGES, IMAGE_PIXELS)


def training_data(pixels):
    return np.random.default_rng(1).random((ROWS, pixels), dtype=np.float32)
