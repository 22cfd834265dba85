"""The sizes of the benchmark's workloads, and the arrays that every library starts from, in single precision."""

import numpy as np

# Eq. (1) through a decoder 2-64-64, and a sampled divergence in 16 dimensions.
DRAWS, LATENT, HIDDEN, PIXELS, DIMENSION = 1_000_000, 2, 64, 64, 16
# Importance-sampled log p(x), 784-500-20.
IMAGES, SAMPLES, IMAGE_PIXELS, IMAGE_HIDDEN, IMAGE_LATENT = 100, 1000, 784, 500, 20
# Training: pixels, hidden, latent, batch, steps.
TRAINING = {
    "train-784-500-20": (784, 500, 20, 100, 200),
    "train-64-64-2": (64, 64, 2, 100, 10_000),
    "train-64-128-8": (64, 128, 8, 32, 10_000),
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


def model(pixels, hidden, latent):
    """Encoder's hidden layer, mean, log-variance; decoder's hidden layer, output."""
    generator = np.random.default_rng(0)
    shapes = [(pixels, hidden), (hidden, latent), (hidden, latent), (latent, hidden), (hidden, pixels)]
    return [layer(generator, *shape) for shape in shapes]


def images():
    return (np.arange(IMAGES * IMAGE_PIXELS) % 97 / 96).astype(np.float32).reshape(IMAGES, IMAGE_PIXELS)


def training_data(pixels):
    return np.random.default_rng(1).random((ROWS, pixels), dtype=np.float32)
