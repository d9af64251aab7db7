#!/usr/bin/env python3
"""Texts that rules may stumble over, at one length and at twice the length: time must grow with the length, not faster, and so must memory.

  pathological.py BINARY KILOBYTES [FAMILY]...

For each family one article of KILOBYTES and one of twice as much go through the program with one thread: CPU time without start-up may be 2.3 times as much, at most. What takes
too little to be measured is doubled first. The least of several runs counts: what else the machine does can only add to it. Python 3, standard library only.
"""
import os, pathlib, subprocess, sys, tempfile

MOST = 2.3
RUNS = 3
LEAST = 0.12        # seconds that the shorter text takes, start-up aside
LONGEST = 32 << 20  # bytes
ROOM = 400          # bytes of memory for a byte of text
ENGLISH = 'The two men had been held in the capital since the end of May, officials of the ministry said on Friday, and they were not told why. '
NAMES = ['Tunde Bada', 'Ilka Brandsma', 'Ousmane Faty', 'Henrike Olm', 'Aminata Coulibaly', 'Jonas Weir', 'Petra Lindqvist', 'Karim Haddad']
TOWNS = ['Mopti', 'Rosso', 'Lyon', 'Nairobi', 'Lagos', 'Vilnius', 'Kyiv', 'Lima', 'Quito', 'Oslo', 'Riga', 'Tunis']
MONTHS = ['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December']


def turns(*pieces, between=' '):
    """the pieces over and over"""
    unit = between.join(pieces) + between
    return lambda size: unit * (size // len(unit) + 1)


def numbered(piece):
    """the piece with another number, letters and town each time"""
    def text(size):
        out, length = [], 0
        while length < size:
            n = len(out)
            letters = ''.join('abcdefghijklmnop'[n >> shift & 15] for shift in (0, 4, 8, 12))
            out.append(piece.format(n=n + 2, a=letters.capitalize(), b=letters[::-1].capitalize(), town=TOWNS[n % len(TOWNS)], name=NAMES[n % len(NAMES)], month=MONTHS[n % 12], day=n % 28 + 1))
            length += len(out[-1])
        return ''.join(out)
    return text


FAMILIES = {
    'one word': turns('x', between=''),
    'one capitalised run': turns('Alber', 'Bonte', 'Kara', 'Van', 'Olme', 'De'),
    'a run of known names': turns(*NAMES, *TOWNS),
    'a sentence of many words': turns('the', 'men', 'who', 'were', 'told', 'of', 'it', 'by', 'others', 'went', 'to', 'see', 'that', 'road'),
    'a sentence of verbs': turns('killed', 'said', 'arrested', 'freed', 'met', 'denied', 'told'),
    'a sentence that never ends': turns('police killed two men in Mopti', 'the mayor, who was hurt, said that', 'after rebels freed a nurse'),
    'commas': turns(',', between=''),
    'a list with commas': turns('rice', 'oil', 'men', 'guns', between=', '),
    'a list of names': turns(*NAMES, between=', '),
    'coordinated names': turns(*NAMES, between=' and '),
    'and and and': turns('and'),
    'or, nor, but': turns('or', 'nor', 'but', ','),
    'of the of the': turns('of the'),
    'who who who': turns('who'),
    'digits': turns('7', between=''),
    'numbers': turns('1,200', '3.5', '17', '2,000,000', '1/2'),
    'number words': turns('two', 'hundred', 'thousand', 'and', 'million'),
    'counts': turns('at least 17 of the 40', 'more than two dozen people', 'between 3 and 5 men', between=', '),
    'money': turns('$1.2bn', '€3 million', '50%', 'US$', '%'),
    'brackets': turns('(', between=''),
    'brackets that close': lambda size: '(' * (size // 2) + ')' * (size // 2),
    'all brackets': turns('(a', '[b', '{c', 'd)', between=''),
    'hyphens': turns('-', between=''),
    'a compound': turns('well', 'known', 'Franco', 'and', between='-'),
    'dashes': turns('rain', 'men', between=' — '),
    'points': turns('.', between=''),
    'points and spaces': turns('.', '...', '?', '!'),
    'initials': turns('A.', 'B.', 'C.'),
    'titles': turns('Mr.', 'Dr.', 'President', 'Minister', 'Gen.'),
    'months': turns(*MONTHS),
    'dates': turns('on Monday, 3 March 2025', 'from May to June', 'two days after', '2025-06-21', 'the night of', 'at 5 p.m.'),
    'ago ago ago': turns('two years ago', 'before that', 'after'),
    'quotes opened': turns('“', between=''),
    'quotes never closed': turns('“it was him', 'said the man', 'he said: "no'),
    'nested quotes': turns('“he said ‘', between=''),
    'straight quotes': turns('"', "'", between=''),
    'quotes and speakers': numbered('“It rained,” {a} {b} told {name}. '),
    'apostrophes': turns("’s", 'Bada’s', 'James’', "o'"),
    'slashes': turns('/', between=''),
    'addresses': numbered('https://news.example/{a}/{n}?q={b} www.{a}.example a@{b}.example '),
    'line ends': turns('\n', between=''),
    'short lines': numbered('{a} {b}\n'),
    'blank lines': numbered('Rain fell in {town}.\n\n'),
    'bullets': numbered('• {a} {b}, {n}\n'),
    'bylines': numbered('By {a} {b}\n\n'),
    'datelines': numbered('{town}, {month} {day} (Wire) — Rain fell.\n\n'),
    'captions': numbered('Photo: {a} {b}/Wire\n\n'),
    'capitals': turns('POLICE', 'SAY', 'MEN', 'HELD', 'IN', 'MOPTI'),
    'abbreviations': turns('U.S.', 'U.N.', 'Inc.', 'etc.', 'No.', 'St.'),
    'pronouns': turns('he', 'told', 'her', 'that', 'they', 'saw', 'him', 'with', 'his', 'wife', '.'),
    'one name over and over': turns('Tunde Bada met Ilka Brandsma.'),
    'many people': numbered('{a} {b} met {b} {a} in {town}. '),
    'many people of one surname': numbered('{a} Bada said so. Bada left. '),
    'roles': numbered('{a} {b}, {n}, the mayor of {town}, said so. '),
    'descriptions': numbered('The minister met the {n} men, the nurse and the general. '),
    'one event over and over': turns('Police killed two men in Mopti on Monday.'),
    'many events': numbered('Rebels killed {n} people in {town} on {month} {day}. '),
    'many demands': numbered('{name} demanded that {a} {b} be freed, or that {n} be tried. '),
    'relations': numbered('{a} {b}, wife of {name}, and her son {b} live in {town}, {a}. '),
    'places in places': turns('Lyon, France', 'Paris, Texas', 'Lima, Peru', between=', '),
    'soft hyphens': turns('po\u00adlice', '\u00ad\u200b', '\u00ad', between=''),
    'marks': turns('e\u0301', '\u0301\u0302', between=''),
    'pictures': turns('\U0001f692', '\U0001f468\u200d\U0001f469\u200d\U0001f467', between=''),
    'other scripts': turns('\u0660\u0661', '\u4e2d\u6587', 'İ', 'ß', 'ﬁ'),
    'wide spaces': turns('\u00a0', '\u2009', ' a', between=''),
}


def page(piece, end=''):
    return lambda size: '<html lang="en"><body><article><p>' + ENGLISH * 3 + '</p>' + piece * (size // (len(piece) + len(end))) + end * (size // (len(piece) + len(end)))


# other forms of input: name, form, text of so many bytes
FORMS = {
    'nested elements': ('html', page('<div>')),
    'nested elements that close': ('html', page('<div><p>a', '</p></div>')),
    'inline elements': ('html', page('<b>a <i>b ')),
    'tables in tables': ('html', page('<table><tr><td>a')),
    'lists in lists': ('html', page('<ul><li>rain')),
    'comments': ('html', page('<!-- a ')),
    'entities': ('html', page('&amp;&#x41;&nosuch')),
    'attributes': ('html', page('<p class="a" id=b c>it ')),
    'links': ('html', page('<a href="https://a.example">Home</a> ')),
    'paragraphs': ('html', page('<p>Rain fell in Okwe, the mayor said.')),
    'less-than signs': ('html', page('<')),
    'markdown quotes': ('markdown', lambda size: ENGLISH + '\n\n' + '> ' * (size // 2)),
    'markdown stars': ('markdown', lambda size: ENGLISH + '*a **b _c ' * (size // 10)),
    'markdown brackets': ('markdown', lambda size: ENGLISH + '[a](b [c' * (size // 8)),
    'markdown lists': ('markdown', lambda size: ENGLISH + '\n\n' + '* a\n' * (size // 4)),
    'nested arrays': ('json', lambda size: '{"text":"' + ENGLISH + '","a":' + '[' * size),
    'fields': ('json', lambda size: '{"text":"' + ENGLISH + '"' + ''.join(f',"a{n}":1' for n in range(size // 12)) + '}'),
    'escapes': ('json', lambda size: '{"text":"' + ENGLISH * 3 + '\\u00e9\\n\\ud83d\\ude92' * (size // 20) + '"}'),
    'items': ('feed', lambda size: '<rss><channel>' + ('<item><title>Rain</title><description>' + ENGLISH + '</description></item>') * (size // 200) + '</channel></rss>'),
    'nested sections': ('feed', lambda size: '<rss><channel><item><title>Rain</title><description>' + ENGLISH + '<![CDATA[' * (size // 9)),
    'columns': ('csv', lambda size: 'text' + ',a' * (size // 4) + '\n"' + ENGLISH + '"' + ',b' * (size // 4) + '\n'),
    'quotes in a table': ('csv', lambda size: 'id,text\n1,"' + ENGLISH + '""a' * (size // 3) + '"\n'),
    'mails in mails': ('eml', lambda size: 'Subject: Rain\n' + 'Content-Type: multipart/mixed; boundary="b"\n\n--b\n' * (size // 48) + ENGLISH),
    'header lines': ('eml', lambda size: ''.join(f'X-{n}: a\n' for n in range(size // 10)) + 'Subject: Rain\n\n' + ENGLISH),
}


def write(path, family, size):
    """in a process of its own: what this one has ever held would count as memory of those that it starts"""
    child = os.fork()
    if child == 0:
        path.write_text(family(size), encoding='utf-8', newline='')
        os._exit(0)
    if os.waitpid(child, 0)[1] != 0:
        sys.exit(f'{path} cannot be written')


def run(binary, folder, form):
    """CPU seconds and peak memory"""
    path = folder / 'article'
    with open(folder / 'out', 'wb') as out:
        child = subprocess.Popen([binary, 'extract', '--isolated', '--quiet', '--jobs', '1', '--date', '2025-06-21', '--input-format', form, path], stdout=out)
        _, status, used = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode not in (0, 1) or (folder / 'out').stat().st_size == 0:
        sys.exit(f'exit code {child.returncode}, {(folder / "out").stat().st_size} bytes of output')
    # as bytes, and few: see `write`
    with open(folder / 'out', 'rb') as out:
        head = out.read(4096)
        if b'"code":"internal"' in head:
            sys.exit(head.decode(errors='replace'))
    return used.ru_utime + used.ru_stime, used.ru_maxrss << 10


def least(binary, folder, form, family, size, runs):
    write(folder / 'article', family, size)
    found = [run(binary, folder, form) for _ in range(runs)]
    return min(seconds for seconds, _ in found), min(memory for _, memory in found)


def measure(binary, folder, form, family, size, start, base):
    """ratio of times, seconds, size, bytes of memory for each byte"""
    while True:
        seconds = least(binary, folder, form, family, size, 1)[0] - start
        if seconds >= LEAST or size * 4 > LONGEST:
            break
        size *= 2
    best = None
    for _ in range(3):
        (one, _), (two, memory) = (least(binary, folder, form, family, length, RUNS) for length in (size, size * 2))
        ratio = (two - start) / (one - start) if one - start >= LEAST / 2 else (two - start > LEAST) * 99.
        found = ratio, two - start, size, (memory - base) / (size * 2)
        best = min(best or found, found)
        # nothing is told by what takes no time
        if best[0] <= MOST * .95 or one - start < LEAST / 2:
            break
    return best


def main():
    if len(sys.argv) < 3:
        sys.exit(__doc__)
    binary, size, wanted = pathlib.Path(sys.argv[1]).resolve(), int(sys.argv[2]) << 10, sys.argv[3:]
    families = {name: ('text', lambda size, text=text: ENGLISH * 3 + text(size) + ' ' + ENGLISH) for name, text in FAMILIES.items()} | FORMS
    strange = [name for name in wanted if name not in families]
    if strange:
        sys.exit(f'{strange} are none of {list(families)}')
    bad, worst = [], (0, '')
    with tempfile.TemporaryDirectory(prefix='dateline-pathological-') as name:
        folder = pathlib.Path(name)
        start, base = least(binary, folder, 'text', lambda _: ENGLISH, 0, 5)
        for name, (form, family) in families.items():
            if wanted and name not in wanted:
                continue
            ratio, seconds, length, memory = measure(binary, folder, form, family, size, start, base)
            line = f'{name}: {ratio:.2f} times for twice the length ({2 * length / 1e6:.1f} MB in {seconds:.2f} s, {memory:.0f} bytes of memory for each)'
            worst = max(worst, (ratio, line))
            fault = ratio > MOST or memory > ROOM
            bad += [line] if fault else []
            if wanted or fault or sys.stdout.isatty():
                print(f'  {line}{"  <-- too much" if fault else ""}', flush=True)
    print(f'  {len(wanted) or len(families)} families; the worst is {worst[1]}')
    if bad:
        sys.exit(f'{len(bad)} families take too much:\n  ' + '\n  '.join(bad))


if __name__ == '__main__':
    main()
