"""Trains ten models for a few steps, and compares their bounds and gradients with PyTorch's: check-against-pytorch."""

import csv
import json
import math
import pathlib
import struct
import subprocess
import sys
import tempfile

import torch
from model import VariationalAutoencoder
from safetensors.torch import load_file, save_file

# The tolerances: 1e-10 and 1e-5 of the tensor's largest element, per precision.
TOLERANCE = {"double": 1e-10, "single": 1e-5}

# What is added to one parameter so that the comparison must fail; a gradient moves by some 1e-8 to 1e-5 of itself.
MUTATION = ("decoder.output.bias", 1e-6)

# Name, how the model is trained (in double precision, where nothing is said), and the objective: V, K, divergence, its
# weight. A parameter of single precision is taken exactly by both sides.
CASES = [
    ("linear-gaussian", "--hidden none --latent 3 --precision single", {}),
    ("tanh-gaussian", "--hidden 16 --latent 2", {"samples": 2}),
    ("relu-two-layers", "--hidden 20,12 --latent 4 --activation relu --observation-variance 0.5", {"samples": 3}),
    ("softplus-learned", "--hidden 16 --latent 3 --activation softplus --observation-variance learned", {}),
    ("sigmoid-mean", "--hidden 16 --latent 2 --output sigmoid --observation-variance 0.02 --precision single",
     {"weight": 0.25}),
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
    run = subprocess.run([vae, *map(str, arguments)], capture_output=True, text=True)
    if run.returncode != 0:
        sys.exit(f"check-against-pytorch: exit code {run.returncode}: {run.stderr.strip()}")
    return run.stdout


def write_table(path, rows):
    with open(path, "w", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows([[repr(float(x)) for x in row] for row in rows])


def digits():
    """The first digits as the program itself reads them: pixels from 0 to 1, without the label."""
    with open("Sources/EmbeddedDigits/Resources/digits.csv") as file:
        rows = [line.strip().split(",") for line in file if line[:1].isdigit()]
    return [[float(x) / 16 for x in row[:64]] for row in rows[:ROWS]]


def largest_difference(ours, theirs):
    """The largest difference of two tensors, relative to the largest element; infinite where it is not a number."""
    if ours.shape != theirs.shape:
        sys.exit(f"check-against-pytorch: expected a gradient of shape {list(theirs.shape)}, found {list(ours.shape)}")
    difference = ((ours.double() - theirs).abs().max() / theirs.abs().max().clamp_min(1e-300)).item()
    # A comparison with what is not a number is false either way round, and would let it pass.
    return math.inf if math.isnan(difference) else difference


def relative(ours, theirs):
    """The difference of two numbers, relative to the second; infinite where the first is none."""
    difference = math.inf if ours is None else abs(ours / theirs - 1)
    return math.inf if math.isnan(difference) else difference


def differences(vae, model, arguments, precision, numbers, gradient, folder):
    """How far the program's bound and gradient of a model lie from PyTorch's, by name."""
    out = folder / "gradient.safetensors"
    reply = json.loads(run(
        vae, "gradient", "--model", model, "--out", out, "--precision", precision, "--json", *arguments))
    ours = load_file(out)
    if ours.keys() != gradient.keys():
        sys.exit(f"check-against-pytorch: expected gradients of {sorted(gradient)}, found {sorted(ours)}")
    result = {key: largest_difference(ours[key], gradient[key]) for key in gradient}
    return result | {key: relative(reply[key]["mean"], number) for key, number in numbers.items()}


def check(vae, name, training, objective, folder, record):
    generator = torch.Generator().manual_seed(42)
    model, data, noise = folder / f"{name}.safetensors", folder / "x.csv", folder / f"{name}-noise.csv"
    precision = [] if "--precision" in training else ["--precision", "double"]
    run(vae, "train", "--data", "digits", "--epochs", 3, "--out", model, *training.split(), *precision)
    theirs, metadata = VariationalAutoencoder.load(model, torch.float64)
    x = torch.tensor(digits(), dtype=torch.float64)
    latents = json.loads(metadata["architecture"])["latentDimension"]
    draws = objective.get("samples", 1) * objective.get("importance", 1)
    epsilon = torch.randn(ROWS * draws, latents, generator=generator, dtype=torch.float64)
    write_table(data, x.tolist())
    write_table(noise, epsilon.tolist())

    value, reconstruction, divergence = theirs.objective(x, epsilon, **objective)
    value.backward()
    gradient = {key: parameter.grad for key, parameter in theirs.named_parameters()}
    numbers = {"objective": value.item(), "reconstruction": reconstruction.item(), "divergence": divergence.item()}
    arguments = ["--data", data, "--noise", noise]
    for key, option in [("samples", "samples"), ("importance", "importance"), ("divergence", "divergence"),
                        ("weight", "divergence-weight")]:
        if key in objective:
            arguments += [f"--{option}", objective[key]]

    worst = {}
    bound = {"evidenceLowerBound": numbers["reconstruction"] - numbers["divergence"]}
    for precision, tolerance in TOLERANCE.items():
        found = differences(vae, model, arguments, precision, numbers | bound, gradient, folder)
        place = max(found, key=found.get)
        worst[precision] = (found[place], place, found[place] <= tolerance)
    # The comparison must be able to fail: the program is given another model than PyTorch.
    other = folder / "mutated.safetensors"
    tensors = load_file(model)
    tensors[MUTATION[0]][0] += MUTATION[1]
    save_file(tensors, other, metadata={key: text for key, text in metadata.items() if key != "checksum"})
    found = max(differences(vae, other, arguments, "double", numbers | bound, gradient, folder).values())
    worst["mutated"] = (found, MUTATION[0], found > TOLERANCE["double"])
    if record:
        keep(name, theirs, metadata, x, epsilon, objective, gradient, numbers)
    return worst


def keep(name, model, metadata, x, epsilon, objective, gradient, numbers):
    """Leaves one file that holds the model under its own names, and beside them data, noise and PyTorch's numbers."""
    FIXTURES.mkdir(parents=True, exist_ok=True)
    own = {key: metadata[key] for key in ("architecture", "format", "formatVersion")}
    # "divergence" is how it enters; its value has a name of its own.
    values = {"meanDivergence" if key == "divergence" else key: value for key, value in numbers.items()}
    own["expected"] = json.dumps({"torch": torch.__version__, **objective, **values}, sort_keys=True)
    tensors = {key: tensor.detach().contiguous() for key, tensor in model.state_dict().items()}
    tensors |= {f"training.gradient.{key}": tensor.contiguous() for key, tensor in gradient.items()}
    tensors |= {"training.observations": x, "training.noise": epsilon}
    path = FIXTURES / f"{name}.safetensors"
    save_file(tensors, path, metadata=own)
    order_header(path)


def order_header(path):
    """Gives the strings of a file the order of their names: safetensors gives them another in each run."""
    content = path.read_bytes()
    (length,) = struct.unpack("<Q", content[:8])
    header = json.loads(content[8:8 + length])
    header["__metadata__"] = dict(sorted(header["__metadata__"].items()))
    text = json.dumps(header, separators=(",", ":")).encode()
    text += b" " * (-len(text) % 8)
    path.write_bytes(struct.pack("<Q", len(text)) + text + content[8 + length:])


def main():
    vae, record = sys.argv[1], "--record" in sys.argv[2:]
    print(f"PyTorch {torch.__version__}; largest difference relative to the largest element, over {ROWS} digits")
    print(f"{'model':24} {'double':>9}  {'single':>9}  {'mutated':>9}  where (double; single)")
    failed = False
    with tempfile.TemporaryDirectory() as folder:
        for name, training, objective in CASES:
            worst = check(vae, name, training, objective, pathlib.Path(folder), record)
            (double, where, first), (single, place, second), (mutated, _, seen) = worst.values()
            failed |= not (first and second and seen)
            verdict = "agree" if first and second and seen else "DISAGREE" if seen else "BLIND"
            print(f"{name:24} {double:9.1e}  {single:9.1e}  {mutated:9.1e}  {where}; {place}  {verdict}")
    print(f"mutated: the program's {MUTATION[0]}[0] is larger by {MUTATION[1]}, which must be seen in double precision")
    print("a disagreement: more than 1e-10 in double, 1e-5 in single precision" if failed else "all agree")
    sys.exit(1 if failed else 0)


main()
