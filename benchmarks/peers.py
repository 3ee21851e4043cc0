#!/usr/bin/env python3
"""Measures Python's process pools and this one on the same work, in turn, and writes the table of the documentation.

    benchmarks/peers.py [--rounds 3] [--name peers] [--peers fork,spawn,futures,loky]

Each figure is the median over the rounds. Ours come from benchmarks/peer-work, with the JDK of JAVA_HOME. With --figures -
nothing is measured: one line of JSON, {"ours": {field: figure}, "peers": {name: {field: figure}}}, is read instead.

loky needs Debian's python3-joblib; a peer that is not installed is named and left out.
"""
import argparse
import concurrent.futures
import csv
import datetime
import json
import multiprocessing
import os
import pathlib
import platform
import re
import statistics
import subprocess
import sys
import time

HERE = pathlib.Path(__file__).resolve().parent
DOCS = HERE.parent / "docs" / "modules" / "ROOT"
WORKERS = 2

# field: what it is called in the table, and whether less is better
FIELDS = {
    "first_result_ms": ("Pool made, first result back, ms", True),
    "apply_p50_us": ("One call after the other, median, µs", True),
    "apply_p99_us": ("The same, 99 of 100 are faster, µs", True),
    "async_per_s": ("20,000 submitted, all results, per s", False),
    "map_chunk1_per_s": ("map of 20,000, chunks of one, per s", False),
    "map_per_s": ("map of a million, default chunks, per s", False),
    "mib_in_per_s": ("1 MiB to a worker, MiB per s", False),
    "mib_echo_per_s": ("1 MiB to a worker and back, MiB per s", False),
    "clustered_over_ideal": ("Long tasks last, elapsed over ideal", True),
    "idle_worker_private_mb": ("Private memory of a worker, MB", True),
}
TITLES = {
    "fork": "Pool, fork",
    "spawn": "Pool, spawn",
    "futures": "Executor",
    "loky": "loky",
}


# The work. On the level of the module, because a spawned worker imports it.

def square(x):
    return x * x


def length(data):
    return len(data)


def echo(data):
    return data


def nap(millis):
    time.sleep(millis / 1000)
    return millis


def process(_):
    return os.getpid()


class Pool:
    """multiprocessing.Pool."""

    million = 1_000_000

    def __init__(self, method):
        self.pool = multiprocessing.get_context(method).Pool(WORKERS)

    def apply(self, function, item):
        return self.pool.apply(function, (item,))

    def submit_all(self, function, items):
        pending = [self.pool.apply_async(function, (item,)) for item in items]
        return [each.get() for each in pending]

    def map(self, function, items, chunk=None):
        return self.pool.map(function, items, chunk)

    def close(self):
        self.pool.close()
        self.pool.join()


class Executor:
    """What has the interface of concurrent.futures. It has no chunks of its own choice: eight for the whole are given."""

    million = 200_000  # it takes long enough; the figure is per second

    def __init__(self, executor):
        self.executor = executor

    def apply(self, function, item):
        return self.executor.submit(function, item).result()

    def submit_all(self, function, items):
        pending = [self.executor.submit(function, item) for item in items]
        return [each.result() for each in pending]

    def map(self, function, items, chunk=None):
        return list(self.executor.map(function, items, chunksize=chunk or max(1, len(items) // (4 * WORKERS))))

    def close(self):
        self.executor.shutdown(wait=True)


def make(peer):
    if peer in ("fork", "spawn"):
        return Pool(peer)
    if peer == "futures":
        return Executor(concurrent.futures.ProcessPoolExecutor(WORKERS))
    try:
        from loky import get_reusable_executor
    except ImportError:
        from joblib.externals.loky import get_reusable_executor
    return Executor(get_reusable_executor(WORKERS))


def seconds(work):
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def measure(peer):
    made = time.perf_counter()
    pool = make(peer)
    pool.apply(square, 1)
    found = {"first_result_ms": (time.perf_counter() - made) * 1e3}
    for i in range(300):
        pool.apply(square, i)
    calls = sorted(seconds(lambda i=i: pool.apply(square, i)) * 1e6 for i in range(3000))
    found["apply_p50_us"] = calls[1500]
    found["apply_p99_us"] = calls[2970]
    found["async_per_s"] = 20_000 / seconds(lambda: pool.submit_all(square, range(20_000)))
    found["map_chunk1_per_s"] = 20_000 / seconds(lambda: pool.map(square, range(20_000), 1))
    found["map_per_s"] = pool.million / seconds(lambda: pool.map(square, range(pool.million)))
    mebibytes = [bytes(1 << 20)] * 300
    found["mib_in_per_s"] = 300 / seconds(lambda: pool.map(length, mebibytes, 1))
    found["mib_echo_per_s"] = 300 / seconds(lambda: pool.map(echo, mebibytes, 1))
    naps = [1] * 360 + [30] * 40
    found["clustered_over_ideal"] = seconds(lambda: pool.map(nap, naps)) / (sum(naps) / WORKERS / 1e3)
    rollup = pathlib.Path("/proc/%d/smaps_rollup" % pool.apply(process, 0)).read_text()
    found["idle_worker_private_mb"] = sum(int(line.split()[1]) for line in rollup.splitlines()
                                          if line.startswith("Private_")) / 1024
    pool.close()
    return found


def figures_of(command):
    run = subprocess.run(command, stdout=subprocess.PIPE, text=True, timeout=600)
    lines = [line for line in run.stdout.splitlines() if line.startswith("{")]
    if run.returncode != 0 or not lines:
        return None
    return {field: figure for field, figure in json.loads(lines[-1]).items() if field.removeprefix("cold_") in FIELDS}


def medians(rounds, peers):
    commands = {"ours": [str(HERE / "peer-work")]}
    commands.update((peer, [sys.executable, __file__, "--measure", peer]) for peer in peers)
    seen = {name: {} for name in commands}
    for _ in range(rounds):
        for name, command in commands.items():
            found = figures_of(command)
            if found is None:
                print(name + ": not installed, or failed", file=sys.stderr)
                continue
            for field, figure in found.items():
                seen[name].setdefault(field, []).append(figure)
    middle = {name: {field: statistics.median(all_) for field, all_ in found.items()} for name, found in seen.items() if found}
    return {"ours": middle.pop("ours"), "peers": middle}


def rows(figures):
    ours, peers = figures["ours"], figures["peers"]
    yield ["", "This pool, first time", "This pool"] + [TITLES.get(name, name) for name in peers] + ["Times the best"]
    for field, (title, less) in FIELDS.items():
        others = [found[field] for found in peers.values() if field in found]
        if field not in ours:
            continue
        best = min(others) / ours[field] if less else ours[field] / max(others)
        yield [title, text(ours.get("cold_" + field)), text(ours[field])] + [text(found.get(field)) for found in peers.values()] + ["%.2f" % best]


def text(figure):
    if figure is None:
        return "-"
    return "{:,.0f}".format(figure) if figure >= 100 else "%.1f" % figure if figure >= 10 else "%.2f" % figure


def machine():
    java = pathlib.Path(os.environ["JAVA_HOME"], "bin", "java") if os.environ.get("JAVA_HOME") else "java"
    version = subprocess.run([str(java), "-version"], stderr=subprocess.PIPE, text=True).stderr
    model = re.search(r"(?m)^model name\s*: (.*)$", pathlib.Path("/proc/cpuinfo").read_text())
    return "%d cores%s, Linux %s, JDK %s, Python %s, %s" % (
        os.cpu_count(), " (%s)" % model.group(1).strip() if model else "", platform.release().split("-")[0],
        re.search('"(.*)"', version).group(1), platform.python_version(),
        datetime.datetime.now(datetime.timezone.utc).date())


def write(name, table):
    folder = DOCS / "partials" / "measured"
    folder.mkdir(parents=True, exist_ok=True)
    lines = ['[%%header,cols="3%s"]' % (",>1" * (len(table[0]) - 1)), "|==="]
    lines += [" ".join("|" + cell for cell in row) for row in table]
    lines += ["|===", "", "_Measured on %s._" % machine(), ""]
    (folder / (name + ".adoc")).write_text("\n".join(lines))
    with open(folder / (name + ".csv"), "w", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows([cell.replace(",", "") for cell in row] for row in table)


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--rounds", type=int, default=3)
    options.add_argument("--name", default="peers")
    options.add_argument("--peers", default="fork,spawn,futures,loky")
    options.add_argument("--figures", choices=["-"])
    options.add_argument("--measure", help=argparse.SUPPRESS)
    given = options.parse_args()
    if given.measure:
        print(json.dumps(measure(given.measure)))
        return
    if given.figures:
        figures = json.loads([line for line in sys.stdin if line.startswith("{")][-1])
    else:
        figures = medians(given.rounds, given.peers.split(","))
    table = list(rows(figures))
    for row in table:
        print("\t".join(row))
    write(given.name, table)


if __name__ == "__main__":
    main()
