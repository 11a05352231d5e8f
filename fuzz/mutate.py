#!/usr/bin/env python3
"""Tries the program on damaged files from outside: no coverage, but the very program people run, whole processes.

    python fuzz/mutate.py PROGRAM TARGET SECONDS [SEED]

TARGET is a folder of corpus/. Seeds are cut, joined, bytes and signs that matter changed; a file that ends in another way
than exit code 0, 1 or 2, says that it panicked, or runs for more than ten seconds is kept in artifacts/TARGET.
"""
import hashlib
import io
import pathlib
import random
import resource
import subprocess
import sys
import tempfile
import time
import zipfile

HERE = pathlib.Path(__file__).parent
PIECES = {
    "delimited": [b'"', b'""', b",", b";", b"\t", b"|", b"\r\n", b"\n", b"\xff", b"\xc3", b"\xef\xbb\xbf", b"\xff\xfe", b"\0", b"sep=;\n",
                  b"4", b"9", b"99999999999999999999", b"1e308", b"-0", b"3,5", b"nan", b"Total", b"U1", b"Sangat Baik",
                  b"2026-13-40", b"\xe2\x80\x8b", b" ", b"\n\n\n", b"Jumlah,,,", b"Layanan", b"L", b"P"],
    "workbook": [b"<row>", b"</row>", b"<c>", b"</c>", b"<v>", b"</v>", b't="s"', b't="inlineStr"', b'r="XFD1048576"', b'r="A0"', b"<is><t>",
                 b"&#0;", b"&amp;", b"]]>", b"<!--", b"1e400", b"-1", b's="99999"', b"</sheetData>", b"<mergeCell ref=\"A1:XFD9\"/>"],
    "counts": [b"0", b"-1", b"18446744073709551615", b"4294967296", b"[", b"]", b"{", b"}", b'"', b"null", b",", b"1.5", b"1e99", b"\\u0000"],
    "instrument": [b"=", b"[", b"]", b'"', b"0", b"-1", b"99999999999", b"1/0", b"1/9", b"'''", b"\n", b"[[items]]", b"min", b"max", b"true", b"nan"],
    "survey": [b"=", b"[", b"]", b'"', b"0", b"-1", b"99999999999", b"\n", b"items = ", b"A:XFD", b"by = ", b"period = ", b"semua", b"1900-01-01"],
}
SMALL = ("No,Persyaratan,Prosedur,Waktu,Biaya,Produk,Kompetensi,Perilaku,Pengaduan,Sarana,Jenis Kelamin,jumlah\n"
         "1,4,3,2,4,3,3,4,4,3,L,2\n2,3,3,1,4,b,3,4,,3,P,1\n3,1,2,3,4,4,9,4,4,2,L,5\n")


def changed(seeds, pieces, chance):
    data = bytearray(chance.choice(seeds))
    for _ in range(chance.choice([1, 1, 2, 3, 5, 9, 20])):
        at, other = chance.randint(0, len(data)), chance.randint(0, len(data))
        low, high = min(at, other), min(max(at, other), min(at, other) + chance.choice([1, 4, 40, 400]))
        match chance.randrange(7):
            case 0:
                del data[low:high]
            case 1:
                data[at:at] = chance.choice(pieces)
            case 2:
                data[low:high] = chance.choice(pieces)
            case 3 if data:
                data[min(at, len(data) - 1)] ^= 1 << chance.randrange(8)
            case 4:
                data[at:at] = data[low:high] * chance.choice([1, 2, 50])
            case 5:
                piece = chance.choice(seeds)
                data[at:at] = piece[low % (len(piece) + 1):][:chance.choice([4, 40, 400])]
            case _ if data:
                data[min(at, len(data) - 1)] = chance.randrange(256)
        del data[1 << 20:]
    return bytes(data)


def packed(parts):
    """The parts of a workbook, as the target of the same name takes them."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for part in parts.removeprefix(b"==").split(b"\n=="):
            name, _, text = part.partition(b"\n")
            archive.writestr(name.decode("latin-1").replace("\0", "_") or "_", text)
    return file.getvalue()


def commands(program, target, data, folder, chance):
    def put(name, content):
        (folder / name).write_bytes(content)
        return str(folder / name)
    small = put("kecil.csv", SMALL.encode())
    group = chance.choice([[], ["--by", "Jenis Kelamin"], ["--instrument", "likert-5"], ["--period", "semua"]])
    if target == "delimited":
        path = put("jawaban.csv", data)
        yield [program, chance.choice(["check", "index"]), path, *group]
    elif target == "workbook":
        path = put("jawaban.xlsx", packed(data) if data.startswith(b"==") else data)
        yield [program, chance.choice(["check", "index"]), path, *group]
    elif target == "counts":
        path = put("hitungan.json", data)
        yield [program, chance.choice(["check", "index"]), path, *([path] if chance.random() < .3 else [])]
    elif target == "instrument":
        yield [program, "index", small, "--instrument", put("sendiri.toml", data)]
    else:
        yield [program, "check", small, "--survey", put("survey.toml", data)]


def main():
    program, target, seconds = sys.argv[1], sys.argv[2], float(sys.argv[3])
    chance = random.Random(int(sys.argv[4]) if len(sys.argv) > 4 else 1)
    seeds = [path.read_bytes() for path in sorted((HERE / "corpus" / target).iterdir())]
    if target == "delimited":
        seeds = [seed[1:] for seed in seeds]
    runs, codes, found, end = 0, {}, 0, time.monotonic() + seconds
    memory = lambda: resource.setrlimit(resource.RLIMIT_AS, (1 << 30, 1 << 30))
    with tempfile.TemporaryDirectory(dir="/dev/shm") as name:
        while time.monotonic() < end:
            try:
                data = changed(seeds, PIECES[target], chance)
                made = list(commands(program, target, data, pathlib.Path(name), chance))
            except (ValueError, OverflowError):
                continue
            for command in made:
                try:
                    ended = subprocess.run(command, capture_output=True, timeout=60, preexec_fn=memory)
                    code, said = ended.returncode, ended.stderr + ended.stdout
                except subprocess.TimeoutExpired:
                    code, said = "slow", b""
                runs += 1
                codes[code] = codes.get(code, 0) + 1
                if code not in (0, 1, 2) or b"panicked at" in said:
                    found += 1
                    kept = HERE / "artifacts" / target
                    kept.mkdir(parents=True, exist_ok=True)
                    named = kept / hashlib.sha256(data).hexdigest()[:12]
                    named.write_bytes(data)
                    print(f"{code}: {named}: {' '.join(command[1:])}\n{said[-300:].decode(errors='replace')}", flush=True)
                elif code == 0 and len(seeds) < 400 and chance.random() < .05:
                    # What is still read is worth to be changed further.
                    seeds.append(data)
    print(f"{target}: {runs} runs in {seconds:.0f} s, {found} found, exit codes {codes}", flush=True)


main()
