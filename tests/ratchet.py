#!/usr/bin/env python3
"""Accuracy only rises: figures of this build against tests/score.tsv.

  ratchet.py FIGURES.json …

Each FIGURES.json is {measure: figure}, as the scorer's --json writes it, and `learn_evidence DATA folds` for the names: there every text is read with weights learned
on others, so those figures count, not the scorer's. A figure that is lower than the recorded one by more than its tolerance fails, as does a recorded
measure that is not there any more. With BLESS=1 rises are recorded and new measures added; nothing is ever lowered. Measures that end in "wrong" count faults: there
lower is better. Python 3, standard library only.
"""
import json, os, pathlib, sys

TABLE = pathlib.Path(__file__).resolve().parent / 'score.tsv'
TOLERANCE = 0.3


def recorded():
    if not TABLE.exists():
        return {}
    rows = [line.split('\t') for line in TABLE.read_text(encoding='utf-8').splitlines()[1:]]
    return {measure: (float(figure), float(tolerance)) for measure, figure, tolerance in rows}


def rise(measure, old, new):
    return old - new if measure.endswith('wrong') else new - old


def main():
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    now = {}
    for path in sys.argv[1:]:
        now.update(json.loads(pathlib.Path(path).read_text(encoding='utf-8')))
    # where there are figures of texts that the weights have not seen, those of the same texts seen do not count
    unseen = [measure for measure in now if ' folds ' in measure]
    for measure in unseen:
        now.pop(measure.replace(' folds ', ' '), None)
    before, bless, faults, table = recorded(), bool(os.environ.get('BLESS')), [], {}
    print(f'  {"measure":44} {"recorded":>9} {"now":>7}')
    for measure in sorted(before.keys() | now.keys()):
        old, tolerance = before.get(measure, (None, TOLERANCE))
        new = now.get(measure)
        change = rise(measure, old, new) if old is not None and new is not None else 0.0
        told = '' if abs(change) < 1e-9 else f'{change:+.1f}'
        print(f'  {measure:44} {"-" if old is None else f"{old:g}":>9} {"-" if new is None else f"{new:g}":>7} {told}')
        if new is None:
            faults.append(f'{measure}: {old:g} is recorded, no figure was found')
        elif old is not None and change < -tolerance - 1e-9:
            faults.append(f'{measure}: {old:g} is recorded, {new:g} was found')
        table[measure] = (new if old is None or (new is not None and change > 0) else old, tolerance)
    if bless:
        rows = [f'{measure}\t{figure:g}\t{tolerance:g}' for measure, (figure, tolerance) in sorted(table.items())]
        TABLE.write_text('\n'.join(['measure\tfigure\ttolerance', *rows]) + '\n', encoding='utf-8')
    elif any(measure not in before for measure in now):
        print('  BLESS=1 records the new measures')
    if faults:
        sys.exit('accuracy fell:\n' + '\n'.join(faults))


if __name__ == '__main__':
    main()
