#!/usr/bin/env python3
"""How fast the tools are, beside ICU's sentence break iterator, wc -w and cat.

Prints tables in Markdown, and writes all figures as JSON where that is asked for. Times are the least
CPU time, user and system, of several rounds in which the commands take turns; instructions, which are
the same on a busy machine, are counted by callgrind.

Needs the build folder with its target icu_loop, GNU time, and valgrind for the instructions (Debian
packages time and valgrind)."""
import argparse
import hashlib
import json
import math
import os
import pathlib
import platform
import re
import shutil
import subprocess
import sys
import tempfile
import time

sys.dont_write_bytecode = True
import generate

ROOT = pathlib.Path(__file__).resolve().parents[2]
MEGABYTE = 1000 * 1000
PACKED = {".zst": "zstd", ".gz": "gzip", ".xz": "xz"}


def read_arguments():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("build", type=pathlib.Path, help="build folder, of the preset release")
    parser.add_argument("--size", type=float, default=100, metavar="MB",
                        help="of the generated text (default 100)")
    parser.add_argument("--real", type=pathlib.Path, metavar="FOLDER",
                        help="measure on the *.txt in FOLDER, packed or not, too")
    parser.add_argument("--rounds", type=int, default=3, metavar="N", help="(default 3)")
    parser.add_argument("--align", default="5000,20000,100000", metavar="N,...",
                        help="sentences a side for segalign (default 5000,20000,100000)")
    parser.add_argument("--pairs", type=pathlib.Path, metavar="FILE",
                        help="lines 'German<TAB>English' for segalign, in place of random words")
    parser.add_argument("--instructions", type=float, default=2, metavar="MB",
                        help="of text for callgrind (default 2); 0: do not count")
    parser.add_argument("--json", type=pathlib.Path, metavar="FILE")
    return parser.parse_args()


def run(command, output=subprocess.DEVNULL):
    """CPU and wall-clock seconds of a command."""
    start = time.monotonic()
    process = subprocess.Popen([str(part) for part in command], stdin=subprocess.DEVNULL,
                               stdout=output)
    _, status, usage = os.wait4(process.pid, 0)
    wall = time.monotonic() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        sys.exit(f"bench.py: exit status {process.returncode} of {' '.join(map(str, command))}")
    return {"cpu_s": usage.ru_utime + usage.ru_stime, "wall_s": wall}


def measure(command, folder, output=subprocess.DEVNULL):
    """The same, with the peak memory: GNU time is small, so that it does not count itself."""
    memory = folder / "memory"
    figures = run(["/usr/bin/time", "-f", "%M", "-o", memory, *command], output)
    figures["peak_mb"] = int(memory.read_text().split()[-1]) * 1024 / MEGABYTE
    return figures


def best(old, new):
    return new if old is None else {key: min(old[key], new[key]) for key in new}


def in_turns(commands, rounds, folder):
    """The best figures of each command, by its name."""
    figures = dict.fromkeys(commands)
    for _ in range(rounds):
        for name, command in commands.items():
            figures[name] = best(figures[name], measure(command, folder))
    return figures


# --- Inputs


def read_real(folder, size):
    """The beginnings of all texts of a folder, of the same length if they are long enough."""
    paths = sorted(path for path in folder.iterdir()
                   if re.search(r"\.txt(\.(zst|gz|xz))?$", path.name))
    if not paths:
        sys.exit(f"bench.py: {folder}: no *.txt")
    data = b""
    for path in paths:
        unpack = PACKED.get(path.suffix)
        command = [unpack, "-dc", path] if unpack else ["cat", path]
        with subprocess.Popen(command, stdout=subprocess.PIPE) as process:
            part = process.stdout.read(size // len(paths))
            data += part[:part.rfind(b"\n") + 1]
            process.stdout.close()
    return data


def make_texts(arguments, tools, folder):
    """The texts to be measured on, by name, each with a damaged one behind it."""
    size = int(arguments.size * MEGABYTE)
    names = ["generated"] + ["real"] * (arguments.real is not None)
    texts = {}
    for name in names:
        texts[name], texts[name + ", damaged"] = folder / name, folder / (name + ".damaged")
        with open(texts[name], "wb") as file:
            if name == "real":
                file.write(read_real(arguments.real, size))
            else:
                generate.text(ROOT / "corpora", size, file)
        run([tools / "segnoise", "-o", texts[name + ", damaged"], texts[name]])
    return texts


def make_pairs(arguments, tools, folder, count):
    """A noisy document and its translation."""
    source, target = folder / "source", folder / "target"
    with open(source, "wb") as german, open(target, "wb") as english:
        if arguments.pairs is None:
            generate.pairs(ROOT / "libseg/data/translations/de-en.inc", count, german, english)
        else:
            with open(arguments.pairs, "rb") as file:
                for line, _ in zip(file, range(count)):
                    left, right = line.rstrip(b"\n").split(b"\t")[:2]
                    german.write(left + b"\n")
                    english.write(right + b"\n")
    run([tools / "segnoise", f"--bitext={folder / 'pair'}", source, target])
    return [folder / "pair.source", folder / "pair.target"]


# --- What is measured


def count_sentences(tools, path, folder):
    with open(folder / "sentences", "wb") as file:
        run([tools / "segsplit", path], file)
    with open(folder / "sentences", "rb") as file:
        return sum(line != b"\n" for line in file)


def measure_text(name, path, tools, icu, arguments, folder):
    """All commands on a text."""
    split = {"segsplit": [tools / "segsplit", path], "ICU": [icu, path],
             "wc -w": ["wc", "-w", path], "cat": ["cat", path]}
    commands = {"segrepair": [tools / "segrepair", path]}
    if not name.endswith("damaged"):
        commands = {**split, **commands}
    for tool in ("segsplit", "segrepair"):
        if tool in commands:
            commands[f"{tool} -j 2"] = [*commands[tool][:1], "-j", "2", path]
    sentences = count_sentences(tools, path, folder)
    size = path.stat().st_size
    figures = in_turns(commands, arguments.rounds, folder)
    for row in figures.values():
        row["mb_s"] = size / MEGABYTE / row["cpu_s"]
        row["sentences_s"] = sentences / row["cpu_s"]
    return {"text": name, "bytes": size, "sentences": sentences,
            "sha256": hashlib.sha256(path.read_bytes()).hexdigest(), "commands": figures}


def measure_align(arguments, tools, folder):
    rows = []
    for count in map(int, arguments.align.split(",")):
        document = make_pairs(arguments, tools, folder, count)
        sides = [path.read_bytes().count(b"\n") for path in document]
        command = {"segalign": [tools / "segalign", "-t", "en", *document]}
        figures = in_turns(command, arguments.rounds, folder)["segalign"]
        rows.append({"sentences": sides, **figures})
    return rows


def exponent(rows):
    """The slope of log time over log sentences, by least squares."""
    x = [math.log(sum(row["sentences"]) / 2) for row in rows]
    y = [math.log(row["cpu_s"]) for row in rows]
    mean_x, mean_y = sum(x) / len(x), sum(y) / len(y)
    spread = sum((a - mean_x) ** 2 for a in x)
    return sum((a - mean_x) * (b - mean_y) for a, b in zip(x, y)) / spread if spread > 0 else None


def measure_start(tools, icu, rounds, folder):
    """Seconds of a call on an empty file, the mean of several."""
    empty = folder / "empty"
    empty.touch()
    calls = 10 * rounds
    commands = {"segsplit": [tools / "segsplit", empty], "segrepair": [tools / "segrepair", empty],
                "segalign": [tools / "segalign", empty, empty], "ICU": [icu, empty],
                "cat": ["cat", empty]}
    return {name: sum(run(command)["cpu_s"] for _ in range(calls)) / calls
            for name, command in commands.items()}


def count_instructions(command):
    answer = subprocess.run(
        ["valgrind", "--tool=callgrind", "--callgrind-out-file=/dev/null", *map(str, command)],
        stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True,
        check=False)
    found = re.search(r"Collected : (\d+)", answer.stderr)
    if answer.returncode != 0 or found is None:
        sys.exit(f"bench.py: valgrind: {answer.stderr.strip().splitlines()[-1]}")
    return int(found[1])


def measure_instructions(texts, tools, icu, size, folder):
    """Instructions per byte, without those of the start."""
    empty, part = folder / "empty", folder / "part"
    empty.touch()
    rows = {}
    for name, path in texts.items():
        with open(path, "rb") as file:
            part.write_bytes(file.read(size))
        programs = {"segsplit": tools / "segsplit", "segrepair": tools / "segrepair", "ICU": icu}
        for tool, program in programs.items():
            if tool == "segrepair" or not name.endswith("damaged"):
                start, whole = count_instructions([program, empty]), count_instructions([program, part])
                rows[f"{tool}, {name}"] = (whole - start) / part.stat().st_size
    return rows


# --- Tables


def machine():
    name = re.search(r"model name\s*: (.*)", pathlib.Path("/proc/cpuinfo").read_text())
    system = re.search(r'PRETTY_NAME="(.*)"', pathlib.Path("/etc/os-release").read_text())
    return {"processor": name[1] if name else platform.machine(), "cores": os.cpu_count(),
            "system": system[1] if system else platform.system()}


def print_rows(result, suffix, icu, cat):
    commands = result["commands"]
    for name, row in commands.items():
        if name.endswith("-j 2"):
            continue
        threads = commands.get(f"{name} -j 2")
        speed_up = f"{row['wall_s'] / threads['wall_s']:.2f}" if threads else ""
        print(f"| {name}{suffix} | {row['cpu_s']:.2f} | {row['mb_s']:.1f} | "
              f"{row['sentences_s']:,.0f} | {row['peak_mb']:.0f} | {row['mb_s'] / icu['mb_s']:.2f} | "
              f"{cat['mb_s'] / row['mb_s']:.0f} | {speed_up} |")


def print_text(clean, damaged):
    print(f"| {clean['text']}, {clean['bytes'] / MEGABYTE:.0f} MB | CPU s | MB/s | sentences/s | "
          "peak MB | × ICU's speed | × cat's CPU | -j 2: × speed |")
    print("|---|---|---|---|---|---|---|---|")
    others = clean["commands"]["ICU"], clean["commands"]["cat"]
    print_rows(clean, "", *others)
    print_rows(damaged, ", damaged text", *others)
    print()


def print_tables(results):
    where = results["machine"]
    print(f"{where['processor']}, {where['cores']} cores, {where['system']}; "
          f"best of {results['rounds']} rounds.\n")
    for clean, damaged in zip(results["texts"][::2], results["texts"][1::2]):
        print_text(clean, damaged)
    print("| segalign | CPU s | µs a sentence | peak MB |\n|---|---|---|---|")
    for row in results["align"]:
        source, target = row["sentences"]
        print(f"| {source} x {target} | {row['cpu_s']:.1f} | {1e6 * row['cpu_s'] / source:.0f} | "
              f"{row['peak_mb']:.0f} |")
    if results["align_exponent"] is not None:
        print(f"\nTime grows with the power {results['align_exponent']:.2f} of the sentences.\n")
    print("| call on an empty file | CPU ms |\n|---|---|")
    for name, seconds in results["start_s"].items():
        print(f"| {name} | {1000 * seconds:.1f} |")
    if results["instructions_per_byte"]:
        print("\n| | instructions a byte |\n|---|---|")
        for name, count in results["instructions_per_byte"].items():
            print(f"| {name} | {count:.0f} |")


def main():
    arguments = read_arguments()
    build = arguments.build.resolve()
    tools, icu = build / "tools", build / "tests/bench/icu_loop"
    for needed in (tools / "segsplit", icu, pathlib.Path("/usr/bin/time")):
        if not needed.exists():
            sys.exit(f"bench.py: {needed} is missing; see --help")
    if arguments.instructions > 0 and shutil.which("valgrind") is None:
        sys.exit("bench.py: valgrind is missing; install it, or give --instructions=0")
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        texts = make_texts(arguments, tools, folder)
        results = {"machine": machine(), "rounds": arguments.rounds}
        results["texts"] = [measure_text(name, path, tools, icu, arguments, folder)
                            for name, path in texts.items()]
        results["align"] = measure_align(arguments, tools, folder)
        results["align_exponent"] = exponent(results["align"])
        results["start_s"] = measure_start(tools, icu, arguments.rounds, folder)
        size = int(arguments.instructions * MEGABYTE)
        results["instructions_per_byte"] = (
            measure_instructions(texts, tools, icu, size, folder) if size > 0 else {})
    print_tables(results)
    if arguments.json:
        arguments.json.write_text(json.dumps(results, indent=2) + "\n")


if __name__ == "__main__":
    main()
