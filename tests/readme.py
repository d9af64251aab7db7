#!/usr/bin/env python3
"""README's commands do what README says.

  readme.py BINARY

Runs every ```sh block of README.md in order, in a scratch folder that sees fixtures/, with BINARY as `dateline` and in place of `cargo run --release --`. Other lines that
start with cargo are left to .ci/run. Where a ```text or ```json block follows a ```sh block, that is what the commands must print; BLESS=1 writes it anew. A block ```file NAME becomes
that file, TAB standing for a tab. Python 3, standard library only.
"""
import difflib, os, pathlib, re, subprocess, sys, tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent
FENCE = re.compile(r'^```(\w+)(?: (\S+))?\n(.*?)^```$', re.M | re.S)


def run(commands, folder, path):
    lines = [line.replace('cargo run --release --', 'dateline') for line in commands.splitlines()]
    script = '\n'.join(line for line in lines if not line.lstrip().startswith('cargo '))
    done = subprocess.run(['bash', '-eu', '-o', 'pipefail', '-c', script], cwd=folder, env={**os.environ, 'PATH': path}, capture_output=True, text=True, timeout=300)
    if done.returncode:
        sys.exit(f'README.md: exit code {done.returncode} of\n{commands}{done.stderr}')
    return done.stdout


def main():
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    readme = (ROOT / 'README.md').read_text(encoding='utf-8')
    blocks = list(FENCE.finditer(readme))
    new, end, faults, commands = [], 0, [], 0
    with tempfile.TemporaryDirectory(prefix='dateline-readme-') as folder:
        (pathlib.Path(folder) / 'bin').mkdir()
        (pathlib.Path(folder) / 'bin/dateline').symlink_to(pathlib.Path(sys.argv[1]).resolve())
        (pathlib.Path(folder) / 'fixtures').symlink_to(ROOT / 'fixtures')
        path = f'{folder}/bin:{os.environ["PATH"]}'
        printed = None
        for at, block in enumerate(blocks):
            kind, name, text = block.groups()
            if kind == 'file':
                target = pathlib.Path(folder, name)
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_text(text.replace('TAB', '\t'), encoding='utf-8')
            if kind == 'sh':
                printed, commands = run(text, folder, path), commands + 1
            elif kind in ('text', 'json') and at and blocks[at - 1].group(1) == 'sh':
                if printed != text:
                    faults.append(''.join(difflib.unified_diff(text.splitlines(True), printed.splitlines(True), 'README.md', 'the program')))
                new += [readme[end:block.start(3)], printed]
                end = block.end(3)
    if os.environ.get('BLESS'):
        (ROOT / 'README.md').write_text(''.join([*new, readme[end:]]), encoding='utf-8')
    elif faults:
        sys.exit('README.md: BLESS=1 writes what the program prints now\n' + '\n'.join(faults))
    print(f'  {commands} blocks of commands')


if __name__ == '__main__':
    main()
