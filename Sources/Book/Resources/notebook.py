import base64, html, json, pathlib, subprocess, tempfile
from IPython.display import HTML, display

results, figures = {}, tempfile.mkdtemp()


def section(number):
    """What the built chapter gives for one section; it runs once."""
    if number not in results:
        call = command + ["--step", number, "--json", "--figures", figures] + options
        run = subprocess.run(call, cwd=package, capture_output=True, text=True)
        if run.returncode not in (0, 1) or not run.stdout:
            raise RuntimeError(f"{' '.join(call)}: {run.stderr.strip() or run.returncode}")
        results[number] = json.loads(run.stdout)
    return results[number]


def short(number):
    return "–" if number is None else f"{number:.8g}".replace("-", "−")


def allowed(claim):
    """How far the sides of a claim may lie apart: its tolerance, or 6.11 standard errors."""
    return claim["tolerance"] if claim["standardError"] is None else 6.11 * claim["standardError"]


def table(heads, rows):
    head = "".join(f"<th>{name}</th>" for name in heads)
    body = "".join("<tr>" + "".join(f"<td>{html.escape(cell)}</td>" for cell in row) + "</tr>" for row in rows)
    return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


def plot(claims):
    """Bars: how much of what is allowed lies between the two sides of each equality."""
    shares = [abs(claim["observed"] - claim["expected"]) / allowed(claim) for claim in claims]
    bars = "".join(
        f'<text x="0" y="{22 * k + 15}">{html.escape(claim["equation"])}</text>'
        f'<rect x="80" y="{22 * k + 4}" width="{400 * min(1, share):.1f}" height="14" fill="#0072b2"/>'
        f'<text x="{86 + 400 * min(1, share):.1f}" y="{22 * k + 15}">{100 * share:.2g} %</text>'
        for k, (claim, share) in enumerate(zip(claims, shares)))
    high = 22 * len(claims)
    words = "How much of what is allowed lies between the two sides of each equality"
    return (f'<svg width="560" height="{high + 22}" role="img" aria-label="{words}" style="background:#fff" '
            f'font-family="sans-serif" font-size="12"><line x1="480" x2="480" y1="0" y2="{high}" stroke="#d55e00"/>'
            f'{bars}<text x="0" y="{high + 16}">{words}; the line is all of it.</text></svg>')


def show(number, lines, butNot=None, values={}, pictures={}):
    """Shows what the cell on some lines of a section gave: values, claims, a plot of the claims, figures.

    The section's last cell also has the claims of code elsewhere: all but those on the lines of the section's other cells.
    """
    result = section(number)
    rows = [(name, meaning, ", ".join(map(short, numbers if isinstance(numbers, list) else [numbers])))
            for name, meaning in values.items() if (numbers := result["values"].get(name)) is not None]
    if rows:
        display(HTML(table(["name", "what it is", "value"], rows)))
    isOn = lambda claim, lines: claim["file"] == text and lines[0] <= claim["line"] <= lines[1]
    isOwn = lambda claim: isOn(claim, lines) or butNot is not None and not any(isOn(claim, other) for other in butNot)
    claims = [claim for claim in result["claims"] if isOwn(claim)]
    if claims:
        display(HTML(table(
            ["eq.", "claim", "this run", "", "expected", "allowed", ""],
            [(f"({claim['equation']})", claim["statement"], short(claim["observed"]), claim["relation"],
              short(claim["expected"]), short(allowed(claim)), "✓" if claim["holds"] else "✗ " + claim["verdict"])
             for claim in claims])))
    equal = [claim for claim in claims if claim["relation"] == "=" and allowed(claim)]
    if equal:
        display(HTML(plot(equal)))
    for name, words in pictures.items():
        file = pathlib.Path(figures, name + ".svg")
        if file.exists():
            data = base64.b64encode(file.read_bytes()).decode()
            display(HTML(f'<img src="data:image/svg+xml;base64,{data}" alt="{html.escape(words, quote=True)}" width="720">'
                         f"<p>{html.escape(words)}</p>"))
