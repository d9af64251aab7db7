#!/usr/bin/env python3
"""What other tools make of dateline's output forms.

  exports.py BINARY

Writes the articles of fixtures/ and tests/exports/ (emoji, CRLF, combining marks, a formula for a headline) in every form, and lets other programs read them:

  csv, tsv         Python's csv module: the same events as `--format events`, every cell by its column, no cell that a spreadsheet takes for a formula
  geojson          geojson: a valid FeatureCollection, a feature for each event with coordinates and no other
  merge --format   the same of merged events

Needs the packages of tests/exports.requirements.txt.
"""
import csv, io, json, pathlib, subprocess, sys, tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent
RISKY = tuple('=+-@\t\r\n＝＋－＠')


class Program:
    def __init__(self, binary, folder):
        self.binary, self.folder = binary, folder
        self.inputs = [ROOT / 'fixtures', ROOT / 'tests/exports/article.txt']

    def run(self, *arguments, stdin=None, code=(0, 1)):
        done = subprocess.run([self.binary, *map(str, arguments)], input=stdin, capture_output=True)
        if done.returncode not in code:
            sys.exit(f'{arguments}: exit code {done.returncode}\n{done.stderr.decode()}')
        return done.stdout.decode('utf-8')

    def extract(self, form, *arguments):
        return self.run('extract', '-q', '--isolated', '--format', form, *arguments, *self.inputs)


def check(truth, message):
    if not truth:
        sys.exit(message)


def bare(cell):
    """A cell without the apostrophe that keeps spreadsheets from running it."""
    return cell[1:] if cell.startswith("'") and cell.lstrip("'").startswith(RISKY) else cell


def tables(program):
    events = [json.loads(line) for line in program.extract('events').splitlines()]
    for form, between in (('csv', ','), ('tsv', '\t')):
        text = program.extract(form)
        rows = list(csv.DictReader(io.StringIO(text, newline=''), delimiter=between))
        check(len(rows) == len(events) > 100, f'{form}: {len(rows)} rows, {len(events)} events')
        check(form == 'csv' or text.count('\n') == len(rows) + 1, 'tsv: a line that is no event')
        squeezed = (lambda words: words) if form == 'csv' else lambda words: words.replace('\r\n', ' ').translate(str.maketrans('\t\r\n', '   '))
        for row, event in zip(rows, events):
            check(None not in row and None not in row.values(), f'{form}: {row["event_id"]} has other columns')
            for column, cell in row.items():
                number = column in ('latitude', 'longitude') or not cell.startswith(RISKY)
                check(number, f'{form}: {column} {cell!r} works as a formula')
            place, time = event['place'] or {}, event['time'] or {}
            wanted = {
                'event_id': event['id'], 'event_type': event['type'], 'trigger': squeezed(event['trigger']['text']), 'notes': squeezed(event['evidence']['text']),
                'article_title': squeezed(event['article']['title'] or ''), 'location': squeezed(place.get('name') or ''), 'time_value': time.get('value') or '',
                'modality': event['modality'], 'quad': str(event['codes']['quad'] or ''), 'main': str(event['main']).lower(), 'published': event['article']['published'] or '',
            }
            for column, value in wanted.items():
                check(bare(row[column]) == value, f'{form}: {event["id"]}: {column} {row[column]!r}, {value!r} was wanted')
            for column, value in (('latitude', place.get('lat')), ('longitude', place.get('lon')), ('confidence', event['confidence'])):
                check((float(row[column]) if row[column] else None) == value, f'{form}: {column} {row[column]!r}')
    return events


def maps(program, events):
    import geojson
    text = program.extract('geojson')
    collection = geojson.loads(text)
    check(collection.is_valid, f'geojson: {collection.errors()}')
    located = [event for event in events if event['place'] and event['place']['lat'] is not None]
    check([feature['id'] for feature in collection['features']] == [event['id'] for event in located], 'geojson: other features than events with coordinates')
    for feature, event in zip(collection['features'], located):
        check(feature['geometry']['coordinates'] == [event['place']['lon'], event['place']['lat']], f'geojson: {event["id"]} lies elsewhere')
        check(feature['properties']['place_precision'] == event['place']['precision'], f'geojson: {event["id"]}: precision')
    empty = geojson.loads(program.run('extract', '-q', '--isolated', '--format', 'geojson', stdin=b''))
    check(empty.is_valid and empty['features'] == [], 'geojson: an empty input gives no empty collection')
    return len(located)


def merged(program):
    import geojson
    records = program.extract('jsonl')
    happenings = [json.loads(line) for line in program.run('merge', '-q', stdin=records.encode()).splitlines()]
    for form, between in (('csv', ','), ('tsv', '\t')):
        rows = list(csv.DictReader(io.StringIO(program.run('merge', '-q', '--format', form, stdin=records.encode()), newline=''), delimiter=between))
        check([row['event_id'] for row in rows] == [event['id'] for event in happenings], f'merge --format {form}: other events')
        check([int(row['sources']) for row in rows] == [event['sources'] for event in happenings], f'merge --format {form}: other sources')
    collection = geojson.loads(program.run('merge', '-q', '--format', 'geojson', stdin=records.encode()))
    located = [event['id'] for event in happenings if event['place'] and event['place']['lat'] is not None]
    check(collection.is_valid and [feature['id'] for feature in collection['features']] == located, 'merge --format geojson: other features')
    return len(happenings)


def main():
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    with tempfile.TemporaryDirectory(prefix='dateline-exports-') as folder:
        program = Program(pathlib.Path(sys.argv[1]).resolve(), pathlib.Path(folder))
        events = tables(program)
        print(f'  csv, tsv: {len(events)} events')
        print(f'  geojson: {maps(program, events)} features')
        print(f'  merged: {merged(program)} happenings')


if __name__ == '__main__':
    main()
