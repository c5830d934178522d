"""Makes the system fail the tools, one call at a time.

usage: faults.py TOOLS SHIM SCRATCH SOURCE

TOOLS holds the tools, built without sanitizers, SHIM is what is preloaded (shim.c), SCRATCH a folder
to make, SOURCE the source tree. Whatever fails: the result is whole and the status 0 or 1 as without the
fault, or the status is 2, one line on standard error says why, and nothing stands under the name of the
output. No block of memory stays allocated that does not without the fault. A tool that is killed leaves
the old file, or the whole new one.
"""

import errno
import os
import random
import shutil
import signal
import subprocess
import sys

tools, shim, scratch, source = (os.path.abspath(path) for path in sys.argv[1:5])
TEXT = """Er kam nach RusslandDamit ist es aus. fÃ¼r die Regie-
rung , so sagt er&nbsp;es. Am 3. Mai, z. B. in Bonn, war Schluss!

Teilen Drucken Impressum
"""
RULES = os.path.join(source, "tests/cli/support/rules.srx")
SUPPORT = os.path.join(source, "tests/cli/support")
runs = 0
wrong = []


def write(name, data):
    with open(name, "wb") as file:
        file.write(data.encode() if isinstance(data, str) else data)


def read(name):
    with open(name, "rb") as file:
        return file.read()


def make_inputs():
    write("text", TEXT)
    write("long", TEXT * 3000)
    write("sentences.de", "Das Haus steht am Fluss.\nEin Baum.\n\nEr kam am 3. Mai.\n")
    write("sentences.en", "The house is by the river.\nA tree.\n\nHe came on May 3.\n")
    write("jsonl", '{"id":1,"text":"Ja. Nein."}\n{"text":"Er kam nach RusslandDamit ist es aus."}\n')
    write("html", "<p>Ja<b>J</b>a &lt;<p> Nein.<br>So &auml; ist es. Gut.")
    write("tsv", "Ja. Nein.\t1\nGut.\t2\n")
    write("latin", TEXT.encode("utf-16"))
    for packer, end in (("gzip", "gz"), ("zstd", "zst"), ("xz", "xz")):
        packed = subprocess.run([packer, "-c"], input=TEXT.encode(), stdout=subprocess.PIPE, check=True)
        write("text." + end, packed.stdout)
    run(["segrepair", "--edits=edits", "-o", "repaired", "text"])
    run(["segsplit", "-o", "segments", "text"])


# Each writes to OUT alone.
COMMANDS = [
    "segrepair --edits=OUT.edits --rejects=OUT.rejects --drop=furniture -o OUT text",
    "segrepair --undo=edits -o OUT repaired",
    "segrepair -o OUT latin",
    "segrepair -o OUT.gz text.gz",
    "segrepair --input-format=jsonl -o OUT jsonl",
    "segrepair --input-format=tmx -o OUT %s/memory.tmx" % SUPPORT,
    "segrepair --input-format=html -o OUT html",
    "segsplit --format=jsonl -o OUT text",
    "segsplit --max-length=40 -o OUT.zst text.zst",
    "segsplit --model=german.model -o OUT text",
    "segsplit -l en -o OUT text",
    "segsplit --srx=%s -o OUT text" % RULES,
    "segsplit --input-format=tsv -o OUT tsv",
    "segsplit --input-format=xliff -o OUT %s/page21.xlf" % SUPPORT,
    "segsplit --format=xliff -o OUT text",
    "segalign --target-lang=xx -o OUT sentences.de sentences.en",
    "segeval -o OUT split segments segments",
    "segnoise -o OUT text",
]
def environment(fault):
    made = dict(os.environ, LC_ALL="C", FAULT_COUNTS="counts")
    if fault is not None:
        made.update(FAULT=fault, LD_PRELOAD=shim)
    return made


def run(command, fault=None):
    global runs
    runs += 1
    line = [os.path.join(tools, command[0])] + command[1:]
    try:
        return subprocess.run(line, env=environment(fault), stdin=subprocess.DEVNULL, timeout=60,
                              stdout=subprocess.PIPE, stderr=subprocess.PIPE, check=False)
    except subprocess.TimeoutExpired:
        return subprocess.CompletedProcess(line, -1, b"", b"does not end")


def outputs():
    """All files that a command made, hidden ones too."""
    return {name: read(name) for name in sorted(os.listdir(".")) if "OUT" in name or name[0] == "."}


def clear():
    for name in outputs():
        os.unlink(name)


def counts():
    """Allocations, blocks, reads, writes, moments."""
    return [int(word) for word in read("counts").split()]


def complain(command, fault, what):
    wrong.append("%s, FAULT='%s': %s" % (" ".join(command), fault, what))


def check(command, fault, whole, blocks):
    clear()
    if os.path.exists("counts"):
        os.unlink("counts")
    result = run(command, fault)
    lines = result.stderr.decode(errors="replace").splitlines()
    made = outputs()
    left = counts()[1] if os.path.exists("counts") else 0
    if result.returncode == whole[0]:
        if made != whole[1]:
            complain(command, fault, "status %d, but another result" % whole[0])
    elif command[command.index("-o") + 1] in made:  # a log comes before its text
        complain(command, fault, "leaves %s" % list(made))
    if result.returncode not in (whole[0], 2):
        complain(command, fault, "status %d, %r" % (result.returncode, lines))
    elif result.returncode == 2 and (len(lines) != 1 or not lines[0].startswith(command[0] + ": ")):
        complain(command, fault, "says %r" % lines)
    if any(name.startswith(".seg") for name in made):
        complain(command, fault, "leaves a temporary file")
    if left > blocks:
        complain(command, fault, "%d blocks leak" % (left - blocks))


def fail_calls(command):
    """Every allocation, read and write fails once, and reads and writes are short or interrupted."""
    clear()
    result = run(command, "none")
    if result.returncode > 1 or result.stderr:
        complain(command, "none", result.stderr)
        return
    whole = result.returncode, outputs()
    allocations, blocks, reads, writes = counts()[:4]
    faults = ["short", "reads %d" % errno.EINTR, "writes %d" % errno.EINTR]
    for n in range(1, allocations + 1):
        faults += ["alloc %d" % n, "allocs %d" % n]
    for n in range(1, reads + 1):
        faults += ["read %d %d" % (n, errno.EIO), "read %d %d" % (n, errno.EINTR)]
    for n in range(1, writes + 1):
        faults += ["write %d %d" % (n, number)
                   for number in (errno.ENOSPC, errno.EPIPE, errno.EIO, errno.EINTR, errno.EDQUOT)]
    for fault in faults:
        check(command, fault, whole, blocks)
    for fault in faults[:3]:
        clear()
        if run(command, fault).returncode != whole[0] or outputs() != whole[1]:
            complain(command, fault, "does not go on")


def kill(command):
    """A signal before every read, write and rename leaves the old file or the whole new one."""
    clear()
    run(command, "none")
    new = read("OUT")
    for number in (signal.SIGTERM, signal.SIGKILL, signal.SIGINT):
        for n in range(1, counts_of(command)[4] + 1):
            for old in (None, b"old"):
                clear()
                if old is not None:
                    write("OUT", old)
                result = run(command, "signal %d %d" % (n, number))
                found = read("OUT") if os.path.exists("OUT") else None
                if result.returncode != -number or found not in (old, new):
                    complain(command, "signal %d %d" % (n, number), "status %d" % result.returncode)


def counts_of(command):
    clear()
    run(command, "none")
    return counts()


def damage_models():
    """Cut and changed anywhere, a model is refused with one line."""
    good = read("german.model")
    chance = random.Random(7)
    for i in range(60):
        bad = bytearray(good)
        place = chance.randrange(1024 if i % 3 == 0 else len(bad))
        if i % 2 == 0:
            bad[place] ^= 1 << chance.randrange(8)
        else:
            del bad[place:]
        write("bad.model", bytes(bad))
        for command in (["segsplit"], ["segrepair"]):
            clear()
            command = command + ["--model=bad.model", "-o", "OUT", "text"]
            result = run(command)
            if result.returncode != 2 or len(result.stderr.splitlines()) != 1 or outputs():
                complain(command, "model changed at %d" % place, result.stderr)


def main():
    shutil.rmtree(scratch, ignore_errors=True)
    os.makedirs(scratch)
    os.chdir(scratch)
    make_inputs()
    shutil.copy(os.path.join(source, "libseg/data/de/german.model"), "german.model")
    for line in COMMANDS:
        before = runs
        fail_calls(line.split())
        print("%5d runs: %s" % (runs - before, line.replace(source, "")), flush=True)
    before = runs
    for line in ("segrepair -o OUT text", "segsplit -o OUT long", "segalign -o OUT sentences.de sentences.en"):
        kill(line.split())
    print("%5d runs: killed" % (runs - before))
    before = runs
    damage_models()
    print("%5d runs: damaged models" % (runs - before))
    print("\n".join(wrong[:40]))
    print("%d runs, %d wrong" % (runs, len(wrong)))
    return 1 if wrong else 0


sys.exit(main())
