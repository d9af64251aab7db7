#!/usr/bin/env python3
"""Articles whose events are known, for `dateline merge`: makes records, and scores what was merged of them.

  merge_truth.py make EVENTS SEED OUT.jsonl TRUTH.tsv     records that tell EVENTS events in all, and which happening each tells
  merge_truth.py score TRUTH.tsv MERGED.jsonl             pairwise precision, recall and F1; 1 when an event is lost or F1 is below 95
  merge_truth.py part RECORDS.jsonl PARTS.jsonl I OUT     the records that part I needs, as `merge --parts` says

Ten articles tell a happening on average. Tolls grow from day to day, a third of the articles are copies of a wire story, some give no place, no day of their own,
a surname only or a rough number; every fifth happening has a twin: the same kind of thing, on the same day, in another town. Python 3, standard library only.
"""
import json, random, sys

KINDS = (  # type, lemma, who does it, who suffers it, toll, chance of a count
    ('attack', 'attack', 'agent', 'target', 'killed', .8), ('protest', 'protest', 'agent', 'target', 'participant', .7), ('arrest', 'arrest', 'agent', 'patient', 'arrested', .5),
    ('release', 'release', 'agent', 'patient', 'patient', .5), ('meet', 'meet', 'participant', 'participant', 'participant', .1), ('accident', 'crash', 'agent', 'victim', 'killed', .8),
    ('bomb', 'bomb', 'agent', 'target', 'killed', .8), ('appoint', 'appoint', 'agent', 'person', 'patient', 0), ('visit', 'visit', 'visitor', 'destination', 'participant', 0),
    ('abduct', 'kidnap', 'agent', 'patient', 'patient', .5))
SOUNDS = [a + b for a in 'b d f g k l m n p r s t v z br dr kr st tr sh ch'.split() for b in 'a e i o u ai an el in or ur'.split()]


def word(rng, least=2, most=3):
    return ''.join(rng.choice(SOUNDS) for _ in range(rng.randint(least, most))).capitalize()


def day(number):
    import datetime
    return (datetime.date(2021, 1, 1) + datetime.timedelta(number)).isoformat()


class World:
    """towns on a grid some 110 km apart, people, groups; as many as there are happenings to fill, so that a larger corpus is no denser one"""
    def __init__(self, rng, happenings):
        self.towns = [{'id': f'town:{n}', 'name': word(rng), 'lat': -50 + n % 100 + .25, 'lon': -150 + n // 100 % 300 + .5, 'country': 'ABCDEFGHIJ'[n // 100 % 10] + 'ABCDEFGHIJ'[n // 1000 % 10]} for n in range(max(200, happenings // 12))]
        self.people = [word(rng) + ' ' + word(rng, 2, 4) for _ in range(max(300, happenings // 3))]
        self.groups = [word(rng) + ' ' + rng.choice(('Front', 'Party', 'Union', 'Brigade', 'Movement')) for _ in range(max(60, happenings // 40))]
        self.days = max(60, happenings // 60)


def happening(rng, world):
    kind = rng.choice(KINDS)
    return {'kind': kind, 'day': rng.randrange(world.days), 'town': rng.choice(world.towns), 'agent': rng.choice(world.groups) if kind[0] not in ('meet', 'visit') else rng.choice(world.people),
            'patient': rng.choice(world.people), 'toll': rng.choice((1, 2, 3, 4, 6, 9, 14, 23, 41, 120)), 'words': [word(rng).lower() for _ in range(6)]}


def entity(n, kind, name, link, country=None, subtype=None):
    return {'id': f'e{n}', 'type': kind, 'subtype': subtype, 'name': name, 'aliases': [], 'link': {'id': link, 'wikidata': None, 'geonames': None, 'iso3166': None},
            'location': {'lat': None, 'lon': None, 'country': country, 'admin1': None, 'population': None}, 'attributes': {'roles': [], 'age': None, 'nationality': [], 'gender': None, 'count': None},
            'mentions': [{'text': name, 'start': 0, 'end': len(name), 'type': 'name', 'metonym': None}], 'confidence': .9, 'explain': None}


def record(rng, h, number, wire):
    kind, lemma, doer, sufferer, toll, counted = h['kind']
    late = min(3, int(rng.expovariate(1.2)))
    published = h['day'] + late
    person = h['patient'] if wire or rng.random() < .8 else h['patient'].split()[-1]
    town = h['town']
    entities = [entity(1, 'organization' if doer == 'agent' else 'person', h['agent'], None), entity(2, 'person', person, None), entity(3, 'place', town['name'], town['id'], town['country'], 'city')]
    def argument(role, e):
        return {'role': role, 'entity': e['id'], 'name': e['name'], 'text': e['name'], 'start': 0, 'end': len(e['name']), 'member_of': None, 'basis': 'stated', 'basis_ref': None}
    arguments = [argument(doer, entities[0])] if wire or rng.random() < .85 else []
    arguments += [argument(sufferer, entities[2] if sufferer == 'destination' else entities[1])] if wire or rng.random() < .85 or not arguments else []
    basis = 'stated' if wire or rng.random() < .8 else 'published'
    when = day(h['day'] if basis == 'stated' else published)
    time = {'value': when, 'from': when, 'to': when, 'granularity': 'day', 'relation': 'within', 'anchor_event': None, 'basis': basis, 'basis_ref': None}
    if not wire and rng.random() < .07:
        time = None
    place = {'entity': 'e3', 'name': town['name'], 'country': town['country'], 'lat': town['lat'], 'lon': town['lon'], 'precision': 'city', 'basis': 'stated', 'basis_ref': None}
    if not wire and rng.random() < .15:
        place = None
    counts = []
    if rng.random() < counted or wire and counted:
        value = h['toll'] + (0 if wire else (late * h['toll']) // 3)
        low, high, mod = (value, value, None) if wire or rng.random() < .7 else (max(1, value - 1), None, 'at_least')
        claim = {'count': None, 'value': low, 'min': low, 'max': high, 'mod': mod, 'excludes_named': False, 'attribution': None}
        counts = [{'role': toll, 'value': low, 'min': low, 'max': high, 'mod': mod, 'approximate': False, 'counted': None, 'claims': [claim]}]
    own = random.Random(f'{h["words"]}' if wire else f'{number}')
    sentence = f'{lemma} ' + ' '.join(word(own).lower() for _ in range(8))
    event = {'id': 'ev1', 'type': kind, 'aspect': 'event', 'codes': {'plover': None, 'cameo': None, 'quad': None}, 'main': True, 'trigger': {'text': lemma, 'start': 5, 'end': 5 + len(lemma), 'lemma': lemma},
             'mentions': [], 'arguments': arguments, 'counts': counts, 'time': time, 'place': place, 'attribution': [], 'polarity': 'positive', 'tense': 'past', 'modality': 'asserted', 'links': [],
             'evidence': {'text': sentence, 'start': 0, 'end': len(sentence)}, 'confidence': .8, 'explain': None}
    bands = random.Random(str(h['words']) if wire else str(number))
    fingerprint = ''.join(f'{bands.getrandbits(32):08x}' for _ in range(16))
    if wire:
        spoiled = rng.randrange(0, 6)
        fingerprint = ''.join(f'{rng.getrandbits(32):08x}' for _ in range(spoiled)) + fingerprint[8 * spoiled:]
    words = set(rng.sample(h['words'], rng.randint(3, 6))) | {lemma, 'said', 'officials', 'people'} | {word(own).lower() for _ in range(4)}
    terms = words | {w.lower() for e in entities for w in e['name'].split()}
    return {'record_version': 1, 'generator': {'version': '0', 'lexicon': ''}, 'id': f'a{number}', 'source': {'path': None, 'line': None, 'url': f'https://news.example/{number}', 'format': 'jsonl', 'fields': [], 'text_sha256': None},
            'error': None, 'title': {'text': sentence[:40], 'start': 0, 'end': 40}, 'published': {'value': day(published), 'basis': 'metadata', 'span': None}, 'zones': [{'type': 'body', 'start': 0, 'end': len(sentence)}],
            'fingerprint': fingerprint, 'lead_terms': sorted(terms), 'entities': entities, 'times': [], 'counts': [], 'quotes': [], 'relations': [], 'events': [event], 'warnings': []}


def make(size, seed, out, truth):
    rng = random.Random(seed)
    happenings = size // 10
    world = World(rng, happenings)
    made, number = [], 0
    for n in range(happenings):
        if n % 5 == 4:   # a twin of the one before
            h = dict(made[-1]); h['town'] = rng.choice([t for t in rng.sample(world.towns, 3) if t is not h['town']]); h['patient'] = rng.choice(world.people); h['words'] = [word(rng).lower() for _ in range(6)]
            h['agent'] = h['agent'] if rng.random() < .5 else rng.choice(world.groups if ' ' in h['agent'] else world.people)
        else:
            h = happening(rng, world)
        made.append(h)
    # sizes differ: a few happenings are told by many
    shares = [rng.paretovariate(1.5) for _ in made]
    scale = size / sum(shares)
    with open(out, 'w', encoding='utf-8') as f, open(truth, 'w', encoding='utf-8') as t:
        for n, (h, share) in enumerate(zip(made, shares)):
            for _ in range(max(1, min(400, round(share * scale)))):
                f.write(json.dumps(record(rng, h, number, rng.random() < .33), separators=(',', ':')) + '\n')
                t.write(f'a{number}#ev1\t{n}\n')
                number += 1
    print(f'  {number} events of {happenings} happenings')


def score(truth, merged):
    gold = dict(line.rstrip('\n').split('\t') for line in open(truth, encoding='utf-8'))
    pairs = lambda n: n * (n - 1) // 2
    right = found = lines = 0
    seen, sizes = set(), {}
    for happening in gold.values():
        sizes[happening] = sizes.get(happening, 0) + 1
    for line in open(merged, encoding='utf-8'):
        lines += 1
        members = [m['article'] + '#' + m['event'] for m in json.loads(line)['members'] if m['event']]
        if any(m in seen for m in members):
            sys.exit('an event is in two merged ones')
        seen.update(members)
        found += pairs(len(members))
        of = {}
        for m in members:
            of[gold[m]] = of.get(gold[m], 0) + 1
        right += sum(map(pairs, of.values()))
    if len(seen) != len(gold):
        sys.exit(f'{len(gold) - len(seen)} events are lost')
    wanted = sum(map(pairs, sizes.values()))
    p, r = right / max(1, found), right / max(1, wanted)
    f = 2 * p * r / max(1e-9, p + r)
    print(f'  {lines} merged events of {len(sizes)} happenings: pairwise P {100 * p:.1f} R {100 * r:.1f} F1 {100 * f:.1f}')
    sys.exit(0 if f >= .95 else 1)


def part(records, parts, number, out):
    wanted = {p['article'] for p in map(json.loads, open(parts, encoding='utf-8')) if int(number) in p['parts']}
    with open(out, 'w', encoding='utf-8') as f:
        f.writelines(line for line in open(records, encoding='utf-8') if json.loads(line)['id'] in wanted)


if __name__ == '__main__':
    match sys.argv[1:]:
        case ['make', size, seed, out, truth]: make(int(size), int(seed), out, truth)
        case ['score', truth, merged]: score(truth, merged)
        case ['part', records, parts, number, out]: part(records, parts, number, out)
        case _: sys.exit(__doc__)
