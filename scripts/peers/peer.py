"""Runs the benchmark's workloads in one library, one at a time, on request.

Usage: peer.py numpy|torch|torch-compiled|jax

Reads the name of a workload from each line of standard input, runs it once, and answers with one line: the seconds it
took and the processor's seconds, or `none` where the library has no such workload. The first run of each is not timed:
it compiles. `versions` is answered with a line of text. By hand: echo eq1 | python peer.py jax
"""

import importlib
import sys
import time


def main():
    name = sys.argv[1] if len(sys.argv) > 1 else ""
    modules = {"numpy": "numpy_peer", "torch": "torch_peer", "torch-compiled": "torch_peer", "jax": "jax_peer"}
    if name not in modules:
        sys.exit(f"peer.py: expected one of {', '.join(modules)}, found '{name}'")
    library = importlib.import_module(modules[name])
    workloads = library.workloads(compiled=name == "torch-compiled")
    ready = {}
    for line in sys.stdin:
        workload = line.strip()
        if workload == "versions":
            print(library.versions(), flush=True)
            continue
        if workload not in workloads:
            print("none", flush=True)
            continue
        if workload not in ready:
            ready[workload] = workloads[workload]()
            ready[workload]()
        wall, processor = time.perf_counter(), time.process_time()
        ready[workload]()
        print(time.perf_counter() - wall, time.process_time() - processor, flush=True)


main()
