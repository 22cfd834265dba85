"""The workloads in PyTorch, in single precision but for the divergence, eager or compiled."""

import torch

from shapes import *

torch.manual_seed(0)


def tensors(layers):
    """A layer, or a list of layers, of arrays."""
    return [tensors(layer) for layer in layers] if isinstance(layers, list) else tuple(map(torch.from_numpy, layers))


def affine(layer, x):
    return x @ layer[0] + layer[1]


def hidden_features(layers, x):
    for layer in layers:
        x = torch.tanh(affine(layer, x))
    return x


def maybe(compiled, function):
    return torch.compile(function) if compiled else function


def without_gradient(compiled, function):
    function = maybe(compiled, function)

    def run(*arguments):
        with torch.no_grad():
            return function(*arguments)

    return run


def marginal(compiled):
    hidden, output, observation = small_decoder()
    hidden, output, observation = tensors(hidden), tensors(output), torch.from_numpy(observation)

    def run():
        mean = affine(output, torch.tanh(affine(hidden, torch.randn(DRAWS, LATENT))))
        return torch.logsumexp(-torch.square(mean - observation).sum(1), 0) - float(np.log(DRAWS))

    return without_gradient(compiled, run)


def divergence(compiled):
    def run():
        noise = torch.randn(DRAWS, DIMENSION, dtype=torch.float64)
        latent = 0.5 + 0.7 * noise
        return (0.5 * latent**2 - 0.5 * noise**2 - float(np.log(0.7))).sum(1).mean()

    return without_gradient(compiled, run)


def importance(compiled, bernoulli, images_at_a_time=5):
    encoder, mean_head, variance_head, decoder, output = map(tensors, model(IMAGE_PIXELS, IMAGE_HIDDEN, IMAGE_LATENT))
    data = torch.from_numpy(images()).split(images_at_a_time)

    def chunk(x):
        features = hidden_features(encoder, x)
        mean, log_variance = affine(mean_head, features), affine(variance_head, features)
        noise = torch.randn(images_at_a_time, SAMPLES, IMAGE_LATENT)
        latent = mean[:, None] + torch.exp(0.5 * log_variance)[:, None] * noise
        f = affine(output, hidden_features(decoder, latent))
        x = x[:, None]
        if bernoulli:
            likelihood = (x * f - torch.nn.functional.softplus(f)).sum(2)
        else:
            likelihood = -5 * torch.square(x - f).sum(2) - IMAGE_PIXELS / 2 * (LOG_TWO_PI + float(np.log(0.1)))
        ratio = 0.5 * (noise**2 - latent**2 + log_variance[:, None]).sum(2)
        return torch.logsumexp(likelihood + ratio, 1) - float(np.log(SAMPLES))

    function = without_gradient(compiled, chunk)
    return lambda: torch.cat([function(x) for x in data])


def training(compiled, pixels, hidden, latent, batch, steps):
    """Eq. (20), its divergence in closed form, climbed by Adam."""
    encoder, mean_head, variance_head, decoder, output = map(tensors, model(pixels, hidden, latent))
    layers = [*encoder, mean_head, variance_head, *decoder, output]
    parameters = [tensor.requires_grad_() for layer in layers for tensor in layer]
    optimizer = torch.optim.Adam(parameters, 1e-3, fused=True)
    data = torch.from_numpy(training_data(pixels))

    def loss(x, noise):
        features = hidden_features(encoder, x)
        mean, log_variance = affine(mean_head, features), affine(variance_head, features)
        f = affine(output, hidden_features(decoder, mean + noise * torch.exp(0.5 * log_variance)))
        divergence = -0.5 * (1 + log_variance - log_variance.exp() - mean**2).sum()
        return (((f - x) ** 2).sum() + divergence) / batch

    loss = maybe(compiled, loss)

    def run():
        for _ in range(steps):
            x = data[torch.randint(0, ROWS, (batch,))]
            value = loss(x, torch.randn(batch, latent))
            optimizer.zero_grad()
            value.backward()
            optimizer.step()
        return value.item()

    return run


def workloads(compiled):
    return {
        "divergence": lambda: divergence(compiled),
        "eq1": lambda: marginal(compiled),
        "importance-bernoulli": lambda: importance(compiled, True),
        "importance-gaussian": lambda: importance(compiled, False),
    } | {name: lambda sizes=sizes: training(compiled, *sizes) for name, sizes in TRAINING.items()}


def versions():
    return f"PyTorch {torch.__version__}"
