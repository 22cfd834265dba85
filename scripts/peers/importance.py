"""Importance-sampled log p(x) of 100 images by 1000 samples each, 784-500-20, in JAX, PyTorch and NumPy.

Prints one line for each library and workload: `library workload rate`, in millions of samples a second.
Usage: importance.py [repetitions] [images at a time]

All in single precision. The images go through in chunks, whose size is the one that suits each library best on two
cores: a chunk's activations must not leave the last cache.
"""

import sys
import time

import numpy as np

IMAGES, SAMPLES, PIXELS, HIDDEN, LATENT = 100, 1000, 784, 500, 20
REPETITIONS = int(sys.argv[1]) if len(sys.argv) > 1 else 3
CHUNKS = {"numpy": 1, "torch": 1, "jax": 1}
if len(sys.argv) > 2:
    CHUNKS = dict.fromkeys(CHUNKS, int(sys.argv[2]))
VARIANCE = 0.1

generator = np.random.default_rng(0)


def layer(inputs, outputs):
    deviation = np.float32(np.sqrt(2 / (inputs + outputs)))
    return deviation * generator.standard_normal((inputs, outputs), dtype=np.float32), np.zeros(outputs, np.float32)


encoder, mean_head, variance_head = layer(PIXELS, HIDDEN), layer(HIDDEN, LATENT), layer(HIDDEN, LATENT)
decoder, output = layer(LATENT, HIDDEN), layer(HIDDEN, PIXELS)
images = (np.arange(IMAGES * PIXELS) % 97 / 96).astype(np.float32).reshape(IMAGES, PIXELS)


def report(library, workload, function):
    function()
    times = []
    for _ in range(REPETITIONS):
        start = time.perf_counter()
        function()
        times.append(time.perf_counter() - start)
    print(library, workload, IMAGES * SAMPLES / min(times) / 1e6, flush=True)


def log_weights(x, noise, tanh, exp, bernoulli, gaussian):
    """x: (images, pixels), noise: (images, samples, latent). Everything but the likelihood is the same in each library."""
    features = tanh(x @ encoder_[0] + encoder_[1])
    mean, log_variance = features @ mean_[0] + mean_[1], features @ variance_[0] + variance_[1]
    latent = mean[:, None] + exp(0.5 * log_variance)[:, None] * noise
    outputs = tanh(latent @ decoder_[0] + decoder_[1]) @ output_[0] + output_[1]
    ratio = 0.5 * (noise**2 - latent**2 + log_variance[:, None]).sum(2)
    return (bernoulli or gaussian)(x[:, None], outputs) + ratio


def gaussian(x, mean):
    return -((x - mean) ** 2).sum(2) / (2 * VARIANCE) - PIXELS / 2 * float(np.log(2 * np.pi * VARIANCE))


# NumPy

encoder_, mean_, variance_, decoder_, output_ = encoder, mean_head, variance_head, decoder, output


def numpy_bernoulli(x, logits):
    return (x * logits - np.maximum(logits, 0) - np.log1p(np.exp(-np.abs(logits)))).sum(2)


def numpy_importance(bernoulli):
    result = []
    for first in range(0, IMAGES, CHUNKS["numpy"]):
        x = images[first : first + CHUNKS["numpy"]]
        noise = generator.standard_normal((len(x), SAMPLES, LATENT), dtype=np.float32)
        weights = log_weights(x, noise, np.tanh, np.exp, bernoulli, gaussian)
        largest = weights.max(1)
        result.append(largest + np.log(np.exp(weights - largest[:, None]).mean(1)))
    return np.concatenate(result)


report("numpy", "importance-bernoulli", lambda: numpy_importance(numpy_bernoulli))
report("numpy", "importance-gaussian", lambda: numpy_importance(None))

# PyTorch

try:
    import torch

    encoder_, mean_, variance_, decoder_, output_ = (
        tuple(map(torch.from_numpy, pair)) for pair in (encoder, mean_head, variance_head, decoder, output)
    )
    torch_images = torch.from_numpy(images)

    def torch_bernoulli(x, logits):
        return (x * logits - torch.nn.functional.softplus(logits)).sum(2)

    def torch_chunk(x, noise, bernoulli):
        return torch.logsumexp(log_weights(x, noise, torch.tanh, torch.exp, bernoulli, gaussian), 1)

    def torch_importance(chunk, bernoulli):
        with torch.no_grad():
            return torch.cat(
                [chunk(x, torch.randn(len(x), SAMPLES, LATENT), bernoulli) for x in torch_images.split(CHUNKS["torch"])]
            )

    for name, chunk in (("torch", torch_chunk), ("torch-compiled", torch.compile(torch_chunk))):
        report(name, "importance-bernoulli", lambda: torch_importance(chunk, torch_bernoulli))
        report(name, "importance-gaussian", lambda: torch_importance(chunk, None))
except ImportError:
    pass

# JAX

try:
    import jax
    import jax.numpy as jnp
except ImportError:
    sys.exit()

encoder_, mean_, variance_, decoder_, output_ = encoder, mean_head, variance_head, decoder, output
jax_images = jnp.asarray(images).reshape(-1, CHUNKS["jax"], PIXELS)


def jax_bernoulli(x, logits):
    return (x * logits - jax.nn.softplus(logits)).sum(2)


def jax_importance(bernoulli):
    def chunk(both):
        x, key = both
        noise = jax.random.normal(key, (CHUNKS["jax"], SAMPLES, LATENT))
        return jax.nn.logsumexp(log_weights(x, noise, jnp.tanh, jnp.exp, bernoulli, gaussian), 1) - jnp.log(SAMPLES)

    return jax.jit(lambda key: jax.lax.map(chunk, (jax_images, jax.random.split(key, len(jax_images)))))


keys = iter(jax.random.split(jax.random.PRNGKey(0), 10_000))
for workload, bernoulli in (("importance-bernoulli", jax_bernoulli), ("importance-gaussian", None)):
    function = jax_importance(bernoulli)
    report("jax", workload, lambda: function(next(keys)).block_until_ready())
