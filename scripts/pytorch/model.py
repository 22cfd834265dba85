"""The variational autoencoder in PyTorch, from the equations of the notes, with this project's names of parameters."""

import json

import torch
from safetensors import safe_open
from torch import nn
from torch.distributions import Bernoulli, Independent, Normal, kl_divergence

ACTIVATIONS = {
    "tanh": torch.tanh,
    "relu": torch.relu,
    "softplus": nn.functional.softplus,
    "sigmoid": torch.sigmoid,
    "identity": lambda x: x,
}


class Hidden(nn.ModuleList):
    """Affine layers, each followed by the same function."""

    def __init__(self, widths, activation):
        super().__init__(nn.Linear(a, b) for a, b in zip(widths, widths[1:]))
        self.activation = ACTIVATIONS[activation]

    def forward(self, x):
        for layer in self:
            x = self.activation(layer(x))
        return x


class Encoder(nn.Module):
    """x to the mean and the log-variance of q(z | x), eq. (8)."""

    def __init__(self, a):
        super().__init__()
        widths = [a["observationDimension"], *a["encoderHidden"]]
        self.hidden = Hidden(widths, a["encoderActivation"])
        self.mean = nn.Linear(widths[-1], a["latentDimension"])
        self.logVariance = nn.Linear(widths[-1], a["latentDimension"])

    def forward(self, x):
        features = self.hidden(x)
        return self.mean(features), self.logVariance(features)


class Decoder(nn.Module):
    """z to p(x | z), eq. (8)."""

    def __init__(self, a):
        super().__init__()
        widths = [a["latentDimension"], *a["decoderHidden"]]
        self.hidden = Hidden(widths, a["decoderActivation"])
        self.output = nn.Linear(widths[-1], a["observationDimension"])
        self.outputActivation = ACTIVATIONS[a["outputActivation"]]
        self.isBernoulli = a["likelihood"] == "bernoulli"
        self.observationVariance = a.get("observationVariance")
        if a["learnsObservationVariance"]:
            self.logVariance = nn.Parameter(torch.zeros(1))

    def distribution(self, z):
        f = self.outputActivation(self.output(self.hidden(z)))
        if self.isBernoulli:
            # The digits are grey: the cross-entropy of values between 0 and 1.
            return Independent(Bernoulli(logits=f, validate_args=False), 1)
        if self.observationVariance is None:
            deviation = torch.exp(self.logVariance / 2).expand_as(f)
        else:
            deviation = torch.full_like(f, self.observationVariance**0.5)
        return Independent(Normal(f, deviation), 1)


class VariationalAutoencoder(nn.Module):
    """Encoder and decoder, with the bound of eqs. (7), (16), (19) and (20) and its relatives."""

    def __init__(self, architecture):
        super().__init__()
        self.encoder = Encoder(architecture)
        self.decoder = Decoder(architecture)

    @classmethod
    def load(cls, path, dtype):
        with safe_open(path, framework="pt") as file:
            metadata = file.metadata()
            model = cls(json.loads(metadata["architecture"])).to(dtype)
            names = [name for name in file.keys() if not name.startswith(("optimizer.", "training."))]
            model.load_state_dict({name: file.get_tensor(name).to(dtype) for name in names}, strict=True)
        return model, metadata

    def objective(self, x, noise, samples=1, importance=1, divergence="analytic", weight=1.0):
        """What is climbed, and the bound's two terms: means over the data."""
        mean, logVariance = self.encoder(x)
        n, d = mean.shape
        epsilon = noise.reshape(n, samples, importance, d)
        center, deviation = mean[:, None, None, :], torch.exp(logVariance / 2)[:, None, None, :]
        z = center + deviation * epsilon
        logLikelihood = self.decoder.distribution(z).log_prob(x[:, None, None, :])
        prior = Independent(Normal(torch.zeros_like(z), torch.ones_like(z)), 1)
        if divergence == "sticking-the-landing":
            center, deviation = center.detach(), deviation.detach()
        q = Independent(Normal(center.expand_as(z), deviation.expand_as(z)), 1)
        if divergence == "analytic":
            divergences = kl_divergence(
                Independent(Normal(mean, torch.exp(logVariance / 2)), 1),
                Independent(Normal(torch.zeros_like(mean), torch.ones_like(mean)), 1),
            )
            terms = logLikelihood - weight * divergences[:, None, None]
            divergenceMean = divergences.mean()
        else:
            ratios = q.log_prob(z) - prior.log_prob(z)
            terms = logLikelihood - weight * ratios
            divergenceMean = ratios.mean()
        bounds = torch.logsumexp(terms, dim=2) - torch.log(torch.tensor(float(importance), dtype=terms.dtype))
        return bounds.mean(), logLikelihood.mean(), divergenceMean
