"""Trains ten models for a few steps, and compares their bounds and gradients with PyTorch's. See check-against-pytorch."""

import csv
import json
import pathlib
import subprocess
import sys
import tempfile

import torch
from model import VariationalAutoencoder
from safetensors.torch import load_file, save_file

# The tolerances: 1e-10 and 1e-5 of the tensor's largest element, per precision.
TOLERANCE = {"double": 1e-10, "single": 1e-5}

# Name, how the model is trained, and the objective: V, K, divergence, its weight.
CASES = [
    ("linear-gaussian", "--hidden none --latent 3", {}),
    ("tanh-gaussian", "--hidden 16 --latent 2", {"samples": 2}),
    ("relu-two-layers", "--hidden 20,12 --latent 4 --activation relu --observation-variance 0.5", {"samples": 3}),
    ("softplus-learned", "--hidden 16 --latent 3 --activation softplus --observation-variance learned", {}),
    ("sigmoid-mean", "--hidden 16 --latent 2 --output sigmoid --observation-variance 0.02", {"weight": 0.25}),
    ("bernoulli", "--hidden 20 --latent 3 --likelihood bernoulli", {"samples": 2}),
    ("bernoulli-three-layers", "--hidden 16,12,8 --latent 2 --likelihood bernoulli --activation softplus", {}),
    ("sampled-divergence", "--hidden 12 --latent 3", {"samples": 2, "divergence": "sampled", "weight": 0.5}),
    ("sticking-the-landing", "--hidden 12 --latent 3 --observation-variance learned",
     {"samples": 2, "divergence": "sticking-the-landing"}),
    ("importance-weighted", "--hidden 16 --latent 3 --likelihood bernoulli",
     {"samples": 2, "importance": 5, "divergence": "sampled"}),
]
FIXTURES = pathlib.Path("Tests/VAETests/Fixtures")
ROWS = 6


def run(vae, *arguments):
    return subprocess.run([vae, *map(str, arguments)], check=True, capture_output=True, text=True).stdout


def write_table(path, rows):
    with open(path, "w", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows([[repr(float(x)) for x in row] for row in rows])


def digits(vae, folder):
    """A few digits as the program itself reads them: rows of another seed's choice would do as well."""
    with open("Sources/Datasets/Resources/digits.csv") as file:
        rows = [line.strip().split(",") for line in file if line[:1].isdigit()]
    return [[float(x) / 16 for x in row[:64]] for row in rows[:ROWS]]


def largest_difference(ours, theirs):
    """The largest difference of two tensors, relative to the largest element."""
    return ((ours.double() - theirs).abs().max() / theirs.abs().max().clamp_min(1e-300)).item()


def check(vae, name, training, objective, folder, record):
    generator = torch.Generator().manual_seed(42)
    model, data, noise = folder / f"{name}.safetensors", folder / "x.csv", folder / f"{name}-noise.csv"
    worst = {}
    run(vae, "train", "--data", "digits", "--epochs", 3, "--precision", "double", "--out", model, *training.split())
    theirs, metadata = VariationalAutoencoder.load(model, torch.float64)
    x = torch.tensor(digits(vae, folder), dtype=torch.float64)
    latents = json.loads(metadata["architecture"])["latentDimension"]
    draws = objective.get("samples", 1) * objective.get("importance", 1)
    epsilon = torch.randn(ROWS * draws, latents, generator=generator, dtype=torch.float64)
    write_table(data, x.tolist())
    write_table(noise, epsilon.tolist())

    value, reconstruction, divergence = theirs.objective(x, epsilon, **objective)
    value.backward()
    gradient = {key: parameter.grad for key, parameter in theirs.named_parameters()}
    options = []
    for key, option in [("samples", "samples"), ("importance", "importance"), ("divergence", "divergence"),
                        ("weight", "divergence-weight")]:
        if key in objective:
            options += [f"--{option}", objective[key]]
    for precision, tolerance in TOLERANCE.items():
        out = folder / "gradient.safetensors"
        reply = json.loads(run(
            vae, "gradient", "--model", model, "--data", data, "--noise", noise, "--out", out, "--precision", precision,
            "--json", *options))
        ours = load_file(out)
        assert ours.keys() == gradient.keys(), f"{name}: other names of parameters: {sorted(ours)}"
        differences = {key: largest_difference(ours[key], gradient[key]) for key in gradient}
        numbers = [("objective", value), ("reconstruction", reconstruction), ("divergence", divergence)]
        differences |= {key: abs(reply[key] / number.item() - 1) for key, number in numbers}
        place = max(differences, key=differences.get)
        worst[precision] = (differences[place], place, differences[place] <= tolerance)
    if record:
        keep(name, theirs, metadata, x, epsilon, objective, gradient, numbers)
    return worst


def keep(name, model, metadata, x, epsilon, objective, gradient, numbers):
    """Leaves one file that holds the model under its own names, and beside them data, noise and PyTorch's numbers."""
    FIXTURES.mkdir(parents=True, exist_ok=True)
    own = {key: metadata[key] for key in ("architecture", "format", "formatVersion")}
    expected = {key: number.item() for key, number in numbers}
    own["expected"] = json.dumps({"torch": torch.__version__, **objective, **expected}, sort_keys=True)
    tensors = {key: tensor.detach().contiguous() for key, tensor in model.state_dict().items()}
    tensors |= {f"training.gradient.{key}": tensor.contiguous() for key, tensor in gradient.items()}
    tensors |= {"training.observations": x, "training.noise": epsilon}
    save_file(tensors, FIXTURES / f"{name}.safetensors", metadata=own)


def main():
    vae, record = sys.argv[1], "--record" in sys.argv[2:]
    print(f"PyTorch {torch.__version__}; largest difference relative to the largest element, over {ROWS} digits")
    print(f"{'model':24} {'double':>9}  {'single':>9}  where (double; single)")
    failed = False
    with tempfile.TemporaryDirectory() as folder:
        for name, training, objective in CASES:
            worst = check(vae, name, training, objective, pathlib.Path(folder), record)
            (double, where, first), (single, place, second) = worst["double"], worst["single"]
            failed |= not (first and second)
            verdict = "agree" if first and second else "DISAGREE"
            print(f"{name:24} {double:9.1e}  {single:9.1e}  {where}; {place}  {verdict}")
    print("a disagreement: more than 1e-10 in double, 1e-5 in single precision" if failed else "all agree")
    sys.exit(1 if failed else 0)


main()
