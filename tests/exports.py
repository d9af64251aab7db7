#!/usr/bin/env python3
"""What other tools make of dateline's output forms.

  exports.py BINARY

Writes the articles of fixtures/ and tests/exports/ (emoji, CRLF, combining marks, a formula for a headline) in every form, and lets other programs read them:

  csv, tsv         Python's csv module: the same events as `--format events`, every cell by its column, no cell that a spreadsheet takes for a formula
  geojson          geojson: a valid FeatureCollection, a feature for each event with coordinates and no other
  ftm              followthemoney: what it makes of every entity is what was written, all that is required is there, every reference leads to something
                   of the right kind; every country of the gazetteers is one of its
  stix             stix2: a valid bundle without anything custom, every id there once, every reference within
  labelstudio      its own rules: regions with the words of the text at their offsets, relations between them, every finding there
  brat             bioc: marks with the words of the text file at their offsets, events and relations between them
  spacy            spaCy: Doc.from_json with validation, through a DocBin and back, the text and every span with its words
  conll            conllu: CoNLL-U Plus, tokens with the words of the text at their offsets, sentences rebuilt
  webannotation    positions and quotations find the same words, ids are there once
  marked           nothing in a text steers the terminal
  parquet          pyarrow and DuckDB: the same events as `--format events` to the last field, the same columns in a file without rows (where it is built in)
  jsonl, events    DuckDB, through `schema --duckdb`
  merge --format   the same of merged events

Needs the packages of tests/exports.requirements.txt.
"""
import csv, io, json, pathlib, subprocess, sys, tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent
RISKY = tuple('=+-@\t\r\n＝＋－＠')


DATES = ['2025-06-21', '2025-06-21T20:59:08+02:00', '2025-06-21T20:59', '2025-06-21T20:59:08.123Z', '0999-01-01', 'None', None]
URLS = ['https://a.example', 'HTTP://A.example/x y?z=ü#', 'reuters.com', 'https://a.example?x=1', 'https://[broken', 'ftp://a.example/', 'mailto:a@b.example', None]


class Program:
    def __init__(self, binary, folder):
        self.binary, self.folder = binary, folder
        odd = folder / 'odd.jsonl'
        story = '“Odd”  Ørsted-O’Neil; Zoe\u0308 \u200bLee and the\u00a0“Harbor Watch” met in Lyon on Monday, the Ministry of Defense said. \x07\u202eA bomb killed 12 in Gao.'
        with open(odd, 'w', encoding='utf-8') as out:
            for number, (published, url) in enumerate(zip(DATES * len(URLS), URLS * len(DATES))):
                out.write(json.dumps({'id': f'odd "{number}"\t=1', 'published': published, 'url': url, 'text': story}) + '\n')
            out.write('{broken\n')
        self.inputs = [ROOT / 'fixtures', ROOT / 'tests/exports/article.txt', odd]

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
                'event_id': squeezed(event['id']), 'event_type': event['type'], 'trigger': squeezed(event['trigger']['text']), 'notes': squeezed(event['evidence']['text']),
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


def texts(program):
    """Records by id, with text and offsets in code points."""
    records = [json.loads(line) for line in program.extract('jsonl', '--with-text').splitlines()]
    return {record['id']: record for record in records if not record['error']}


def spans_of(record):
    """Everything that is marked: start, end, words."""
    found = [mention for entity in record['entities'] for mention in entity['mentions']] + record['times'] + record['counts']
    found += [segment for quote in record['quotes'] for segment in quote['segments']]
    for event in record['events']:
        found += [event['trigger'], *event['mentions'], *event['arguments']]
    return {(span['start'], span['end'], span['text']) for span in found}


def follow_the_money(program):
    from followthemoney import model
    from followthemoney.types import registry
    known, lines, number = {}, [json.loads(line) for line in program.extract('ftm', '--with-text').splitlines()], 0
    for line in lines:
        if known.setdefault(line['id'], line['schema']) != line['schema']:
            sys.exit(f'ftm: {line["id"]} is a {known[line["id"]]} and a {line["schema"]}')
    for line in lines:
        schema = model.get(line['schema'])
        schema.validate(line)
        back = model.get_proxy(line, cleaned=False).to_dict()
        check(back['id'] == line['id'] and back['schema'] == line['schema'], f'ftm: {line}')
        kept = {name: sorted(values) for name, values in back['properties'].items()}
        check(kept == {name: sorted(values) for name, values in line['properties'].items()}, f'ftm: {line}\nis not\n{back}')
        for name, values in line['properties'].items():
            kind = schema.properties[name]
            for value in values if kind.type == registry.entity else ():
                check(value in known and model.get(known[value]).is_a(kind.range), f'ftm: {name} of {line}')
        number += 1
    with open(ROOT / 'gazetteers/place/countries.tsv', encoding='utf-8', newline='') as table:
        for row in csv.DictReader(table, delimiter='\t'):
            code = row.get('country') or ''
            check(not code or registry.country.clean(code.lower()) == code.lower(), f'ftm: knows no country {code}')
    check({'Article', 'Person', 'Organization', 'Address', 'Event', 'Mention'} <= set(known.values()), f'ftm: only {set(known.values())}')
    return number


def stix_bundle(program):
    import stix2
    text = program.extract('stix')
    bundle = stix2.parse(text, allow_custom=False)
    ids = [thing.id for thing in bundle.objects]
    check(len(ids) == len(set(ids)), f'stix: {len(ids) - len(set(ids))} ids twice')
    for thing in bundle.objects:
        refs = [*getattr(thing, 'object_refs', ()), *(getattr(thing, name) for name in ('source_ref', 'target_ref', 'created_by_ref') if hasattr(thing, name))]
        check(set(refs) <= set(ids), f'stix: {thing.id} refers to what is not there')
    kinds = {thing.type for thing in bundle.objects}
    check(kinds == {'report', 'identity', 'location', 'incident', 'note', 'relationship'}, f'stix: {kinds}')
    check(len(stix2.parse(program.run('extract', '-q', '--isolated', '--format', 'stix', stdin=b'')).objects) == 1, 'stix: an empty input gives no empty bundle')
    return len(ids)


def label_studio(program, records):
    tasks = json.loads(program.extract('labelstudio'))
    check([task['data']['id'] for task in tasks] == list(records), 'labelstudio: other articles')
    number = 0
    for task in tasks:
        text, result = task['data']['text'], task['predictions'][0]['result']
        regions = [item for item in result if item['type'] == 'labels']
        ids = {region['id'] for region in regions}
        check(len(ids) == len(regions), 'labelstudio: an id twice')
        for region in regions:
            value = region['value']
            check(text[value['start']:value['end']] == value['text'] != '', f'labelstudio: {value}')
        record = records[task['data']['id']]
        check(text == record['text'], 'labelstudio: another text')
        there = {(region['value']['start'], region['value']['end'], region['value']['text']) for region in regions}
        check(spans_of(record) <= there, f'labelstudio: {spans_of(record) - there} is not there')
        relations = [item for item in result if item['type'] == 'relation']
        check(len(regions) + len(relations) == len(result), 'labelstudio: an item that is neither region nor relation')
        check(all(relation['from_id'] in ids and relation['to_id'] in ids for relation in relations), 'labelstudio: a relation without an end')
        check(len(relations) >= sum(len(event['arguments']) for event in record['events']), 'labelstudio: a participant is lost')
        number += len(regions)
    return number


def brat(program, records):
    from bioc import brat
    folder = program.folder / 'brat'
    program.extract('brat', '-o', f'{folder}/')
    program.run('extract', '--format', 'brat', ROOT / 'tests/exports/article.txt', code=(2,))
    marks = sorted(folder.rglob('*.ann'))
    check(len(marks) >= len(records), 'brat: articles are missing')
    number, known = 0, {record['text'] for record in records.values()}
    for path in marks:
        with open(path.with_suffix('.txt'), encoding='utf-8', newline='') as text_file, open(path, encoding='utf-8', newline='') as mark_file:
            doc = brat.load(text_file, mark_file)
        text = path.with_suffix('.txt').read_bytes().decode('utf-8')
        check(text in known or not text, f'brat: {path.name}: another text')
        ids, here = {mark.id for mark in doc.entities}, 0
        for line in path.read_text(encoding='utf-8').split('\n'):
            if line.startswith('T'):
                _, where, words = line.split('\t')
                places = [tuple(map(int, place.split())) for place in where.split(' ', 1)[1].split(';')]
                check(' '.join(text[start:end] for start, end in places) == words != '', f'brat: {path.name}: {line!r}')
                here += 1
        number += here
        check(here == len(ids), f'brat: {path.name}: bioc reads no marks')
        for event in doc.events:
            check({event.trigger_id, *event.arguments.values()} <= ids, f'brat: {path.name}: {vars(event)}')
    return number


def spacy_docs(program, records):
    import spacy
    from spacy.tokens import Doc, DocBin
    vocab = spacy.blank('en').vocab
    store, docs, number = DocBin(store_user_data=True), [], 0
    for line in program.extract('spacy').splitlines():
        data = json.loads(line)
        record = records[data['article']['id']]
        doc = Doc(vocab).from_json(data, validate=True)
        check(doc.text == data['text'] == record['text'], f'spacy: {record["id"]}: another text')
        check([(ent.start_char, ent.end_char, ent.label_) for ent in doc.ents] == [(ent['start'], ent['end'], ent['label']) for ent in data['ents']], f'spacy: {record["id"]}: other names')
        names = {(mention['start'], mention['end'], mention['text']) for entity in record['entities'] for mention in entity['mentions']}
        there = {(span.start_char, span.end_char, span.text) for span in doc.spans['entities']}
        # a span of words does not begin or end with white space
        check({name for name in names if name[2] == name[2].strip()} <= there, f'spacy: {record["id"]}: {names - there}')
        check(len(doc.spans['arguments']) == sum(len(event['arguments']) for event in record['events']), f'spacy: {record["id"]}: a participant is lost')
        store.add(doc)
        docs.append(doc)
        number += len(doc)
    check(len(docs) == len(records), 'spacy: other articles')
    for doc, back in zip(docs, DocBin().from_bytes(store.to_bytes()).get_docs(vocab)):
        check(back.text == doc.text and [str(ent) for ent in back.ents] == [str(ent) for ent in doc.ents], 'spacy: lost in a DocBin')
    return number


def conll(program, records):
    import conllu
    text = program.extract('conll')
    number, article = 0, None
    records = {' '.join(name.split()): record for name, record in records.items()}
    for sentence in conllu.parse_incr(io.StringIO(text)):
        article = sentence.metadata.get('newdoc id', article)
        record = records[article]
        rebuilt = ''
        for at, token in enumerate(sentence):
            start, end = map(int, token['misc']['TokenRange'].split(':'))
            check(record['text'][start:end] == token['form'], f'conll: {article}: {token}')
            check(token['id'] == at + 1, f'conll: {article}: {token}')
            rebuilt += token['form'] + (' ' if token['misc'].get('SpaceAfter') != 'No' else '')
            if token['dateline:ner'].startswith('I-'):
                check(sentence[at - 1]['dateline:ner'][1:] == token['dateline:ner'][1:], f'conll: {article}: {token} goes on from nothing')
            number += 1
        check(''.join(rebuilt.split()) == ''.join(sentence.metadata['text'].split()), f'conll: {article}: {sentence.metadata}')
    names = sum(line.split('\t')[2].startswith('B-') for line in text.splitlines() if line and line[0].isdigit())
    check(names > 1000, f'conll: {names} names')
    return number


def web_annotations(program, records):
    ids, number = set(), 0
    pages = [json.loads(line) for line in program.extract('webannotation').splitlines()]
    check(len(pages) == len(records), 'webannotation: other articles')
    for page, record in zip(pages, records.values()):
        check(page['@context'] == 'http://www.w3.org/ns/anno.jsonld' and page['type'] == 'AnnotationPage', 'webannotation: no page')
        text, found = record['text'], set()
        for item in page['items']:
            check(item['id'].startswith('urn:uuid:') and item['id'] not in ids, f'webannotation: {item["id"]} twice')
            ids.add(item['id'])
            position, quotation = item['target']['selector']
            start, end = position['start'], position['end']
            check(text[start:end] == quotation['exact'] != '', f'webannotation: {item}')
            check(text[:start].endswith(quotation['prefix']) and text[end:].startswith(quotation['suffix']), f'webannotation: {item}')
            found.add((start, end, quotation['exact']))
            number += 1
        check(spans_of(record) <= found, f'webannotation: {spans_of(record) - found} is not there')
    return number


def marked(program):
    import re, unicodedata
    plain, colored = (program.extract('marked', '--color', when) for when in ('never', 'always'))
    own = re.compile(r'\x1b\[[0-9;]*m')
    check('\x1b' not in plain and own.search(colored), 'marked: colors')
    check(program.extract('marked') == plain, 'marked: colors where no terminal is')
    for text in (plain, own.sub('', colored)):
        steering = {letter for letter in text if unicodedata.category(letter) == 'Cc' and letter not in '\n\t' or letter in '\u202e\u202d\u2066\u2067'}
        check(not steering, f'marked: {steering}')
    return plain.count('|')


def parquet(program, events):
    import duckdb
    import pyarrow.parquet
    if 'parquet' not in program.run('extract', '--help'):
        return 'not built in'
    place = program.folder / 'events.parquet'
    program.extract('parquet', '-o', place)
    rows = pyarrow.parquet.read_table(place).to_pylist()
    check(rows == events, 'parquet: pyarrow reads other events than --format events writes')
    nothing = program.folder / 'nothing.parquet'
    program.run('extract', '-q', '--isolated', '--format', 'parquet', '-o', nothing, stdin=b'')
    check(pyarrow.parquet.read_schema(nothing) == pyarrow.parquet.read_schema(place), 'parquet: other columns in a file without rows')
    stream = subprocess.run([program.binary, 'extract', '-q', '--isolated', '--format', 'parquet', '-j', '3', *program.inputs], capture_output=True).stdout
    check(stream == place.read_bytes(), 'parquet: other bytes in a stream, from three threads')
    program.run('extract', '-q', '--format', 'parquet', '-o', nothing, '--journal', program.folder / 'journal', *program.inputs, code=(2,))
    lines = program.folder / 'events.jsonl'
    lines.write_text(''.join(json.dumps(event) + '\n' for event in events))
    for name in ('event', 'record'):
        columns = program.run('schema', name, '--duckdb')
        (program.folder / 'records.jsonl').write_text(program.extract('jsonl'))
        file = {'event': lines, 'record': program.folder / 'records.jsonl'}[name]
        count = len(file.read_text().splitlines())
        check(duckdb.sql(f"SELECT count(*) FROM read_json('{file}', format = 'newline_delimited', {columns})").fetchall()[0][0] == count, f'schema {name} --duckdb')
    columns = program.run('schema', 'event', '--duckdb')
    query = 'SELECT id, type, arguments, place.lat, time."from", counts, article.title FROM {} ORDER BY id'
    one, other = (duckdb.sql(query.format(source)).fetchall() for source in (f"'{place}'", f"read_json('{lines}', format = 'newline_delimited', {columns})"))
    check(one == other and len(one) == len(events), 'parquet: DuckDB reads other events than from JSON lines')
    records = program.extract('jsonl').encode()
    happenings = [json.loads(line) for line in program.run('merge', '-q', stdin=records).splitlines()]
    program.run('merge', '-q', '--format', 'parquet', '-o', place, stdin=records)
    check(pyarrow.parquet.read_table(place).to_pylist() == happenings, 'merge --format parquet: other happenings')
    return f'{len(events)} events'


def main():
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    with tempfile.TemporaryDirectory(prefix='dateline-exports-') as folder:
        program = Program(pathlib.Path(sys.argv[1]).resolve(), pathlib.Path(folder))
        events = tables(program)
        print(f'  csv, tsv: {len(events)} events')
        print(f'  geojson: {maps(program, events)} features')
        print(f'  parquet: {parquet(program, events)}')
        print(f'  ftm: {follow_the_money(program)} entities')
        print(f'  stix: {stix_bundle(program)} objects')
        records = texts(program)
        check(any('\r\n' in record['text'] and any(ord(letter) > 0xffff for letter in record['text']) for record in records.values()), 'no article with emoji and CR LF')
        print(f'  labelstudio: {label_studio(program, records)} regions')
        print(f'  brat: {brat(program, records)} marks')
        print(f'  spacy: {spacy_docs(program, records)} tokens')
        print(f'  conll: {conll(program, records)} tokens')
        print(f'  webannotation: {web_annotations(program, records)} annotations')
        print(f'  marked: {marked(program)} marks')
        print(f'  merged: {merged(program)} happenings')


if __name__ == '__main__':
    main()
