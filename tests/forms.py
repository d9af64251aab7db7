#!/usr/bin/env python3
"""Writes fixtures/form/ anew: one invented article in every form of input and in the layout of every scraper. Run it when the article or a layout changes.

Python 3, standard library only. tests/inputs.rs reads the files and wants the same events of each.
"""
import csv, gzip, html, io, json, pathlib
from email.message import EmailMessage
from email.policy import SMTP

FOLDER = pathlib.Path(__file__).resolve().parent.parent / 'fixtures/form'
TITLE = 'Rebels free 12 aid workers in eastern Chad after talks'
BYLINE = 'By Mahamat Zène'
STAMP = '2025-06-21T20:59:08Z'
URL = 'https://news.example/2025/06/21/aid-workers-freed'
PARAGRAPHS = [
    'Rebels on Saturday released 12 aid workers who had been abducted near Abéché in eastern Chad three weeks ago, the government said.',
    '“Their health is good,” said Zara Oumar, a doctor at a hospital in the capital, N’Djamena.',
    'The army killed four rebels and arrested nine others in a raid on a camp north of Abéché on Thursday, according to Defense Minister Idriss Haroun.',
    'The European Union welcomed the release. Chad expelled two foreign envoys in May.',
]
CAPTION = 'The airport of N’Djamena on a quiet Saturday.'


def write(name, content):
    (FOLDER / name).write_bytes(content if isinstance(content, bytes) else content.encode('utf-8'))


def dump(value, **options):
    return json.dumps(value, ensure_ascii=False, **options) + '\n'


def page():
    data = {'@context': 'https://schema.org', '@graph': [{'@type': 'WebSite', 'name': 'News Example'}, {'@type': 'NewsArticle', 'headline': TITLE, 'datePublished': STAMP, 'author': {'@type': 'Person', 'name': 'Mahamat Zène'}}]}
    story = '\n'.join(f'      <p>{html.escape(p)}</p>' for p in PARAGRAPHS)
    return f'''<!DOCTYPE html>
<html lang="en">
<head>
  <meta charset="utf-8">
  <title>{html.escape(TITLE)} | News Example</title>
  <meta property="og:title" content="{html.escape(TITLE)}">
  <meta property="article:published_time" content="{STAMP}">
  <link rel="canonical" href="{URL}">
  <script type="application/ld+json">{json.dumps(data)}</script>
  <script>window.dataLayer = [{{"<p>": 1}}];</script>
</head>
<body>
  <nav class="site-nav"><ul><li><a href="/">Home</a></li><li><a href="/world">World</a></li></ul></nav>
  <article>
    <header><h1>{html.escape(TITLE)}</h1><p class="byline">{html.escape(BYLINE)}</p><time datetime="{STAMP}">21 June 2025</time></header>
    <figure><img src="a.jpg" alt=""><figcaption>{html.escape(CAPTION)}</figcaption></figure>
    <div class="article-body">
{story}
    </div>
    <aside class="related"><h2>Related</h2><ul><li><a href="/1">Ministers of five states meet over the lake that is drying up</a></li></ul></aside>
  </article>
  <footer>© 2025 News Example. All rights reserved.</footer>
</body>
</html>
'''


def warc():
    out = io.BytesIO()
    records = [
        ('warcinfo', None, 'application/warc-fields', b'software: none\r\n'),
        ('request', URL, 'application/http; msgtype=request', b'GET / HTTP/1.1\r\n\r\n'),
        ('response', URL, 'application/http; msgtype=response', b'HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n' + page().encode()),
        ('response', URL + '.png', 'application/http; msgtype=response', b'HTTP/1.1 200 OK\r\nContent-Type: image/png\r\n\r\n\x89PNG'),
        ('response', URL + '/gone', 'application/http; msgtype=response', b'HTTP/1.1 404 Not Found\r\nContent-Type: text/html\r\n\r\n<p>Gone</p>'),
    ]
    for number, (kind, url, content_type, body) in enumerate(records):
        lines = ['WARC/1.0', f'WARC-Type: {kind}', f'WARC-Record-ID: <urn:uuid:00000000-0000-4000-8000-00000000000{number}>', 'WARC-Date: 2025-06-24T03:04:05Z']
        lines += [f'WARC-Target-URI: {url}'] if url else []
        lines += [f'Content-Type: {content_type}', f'Content-Length: {len(body)}']
        out.write('\r\n'.join(lines).encode() + b'\r\n\r\n' + body + b'\r\n\r\n')
    return out.getvalue()


def zipped(content):
    out = io.BytesIO()
    with gzip.GzipFile(fileobj=out, mode='wb', mtime=0) as file:
        file.write(content)
    return out.getvalue()


def mail(marked):
    message = EmailMessage(policy=SMTP)
    message['From'] = 'desk@news.example'
    message['To'] = 'reader@mail.example'
    message['Subject'] = TITLE
    message['Date'] = 'Sat, 21 Jun 2025 20:59:08 +0000'
    message['Message-ID'] = '<1@news.example>'
    if marked:
        message.set_content(''.join(f'<p>{html.escape(p)}</p>' for p in PARAGRAPHS), subtype='html', cte='quoted-printable')
    else:
        message.set_content('\n\n'.join(PARAGRAPHS) + '\n', cte='quoted-printable')
    return message.as_bytes()


def table(delimiter):
    out = io.StringIO()
    rows = csv.writer(out, delimiter=delimiter, lineterminator='\n')
    rows.writerow(['url', 'headline', 'publish_date', 'body', 'views'])
    rows.writerow([URL, TITLE, '2025-06-21 20:59:08', TEXT, '17'])
    return out.getvalue()


def feeds():
    marked = ''.join(f'<p>{html.escape(p)}</p>' for p in PARAGRAPHS)
    write('rss.xml', f'''<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>News Example</title><link>https://news.example</link><language>en</language>
<item><title>{html.escape(TITLE)}</title><link>{URL}</link><guid isPermaLink="false">n1</guid><pubDate>Sat, 21 Jun 2025 20:59:08 GMT</pubDate>
<description>{html.escape(PARAGRAPHS[0])}</description><content:encoded><![CDATA[{marked}]]></content:encoded></item>
</channel></rss>
''')
    write('atom.xml', f'''<?xml version="1.0" encoding="UTF-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en"><title>News Example</title><id>urn:feed</id><updated>{STAMP}</updated>
<entry><title>{html.escape(TITLE)}</title><id>n1</id><link rel="alternate" href="{URL}"/><published>{STAMP}</published><updated>{STAMP}</updated>
<content type="html">{html.escape(marked)}</content></entry>
</feed>
''')


def scrapers():
    halves = [PARAGRAPHS[:2], PARAGRAPHS[2:]]
    layouts = {
        'news-please': {'authors': ['Mahamat Zène'], 'date_download': '2025-06-24 03:04:05', 'date_modify': None, 'date_publish': '2025-06-21 20:59:08', 'description': None, 'filename': 'x.json', 'image_url': None, 'language': 'en', 'localpath': None, 'maintext': TEXT, 'source_domain': 'news.example', 'title': TITLE, 'title_page': None, 'title_rss': None, 'url': URL},
        'fundus': {'title': TITLE, 'body': {'summary': [], 'sections': [{'headline': [], 'paragraphs': half} for half in halves]}, 'authors': ['Mahamat Zène'], 'publishing_date': '2025-06-21 20:59:08+00:00', 'topics': ['Chad'], 'free_access': True},
        'newspaper4k': {'url': URL, 'read_more_link': '', 'language': 'en', 'title': TITLE, 'top_image': '', 'keywords': [], 'authors': ['Mahamat Zène'], 'publish_date': '2025-06-21T20:59:08', 'summary': '', 'meta_description': '', 'meta_lang': 'en', 'canonical_link': URL, 'text': TEXT},
        'trafilatura': {'title': TITLE, 'author': 'Mahamat Zène', 'hostname': 'news.example', 'date': '2025-06-21', 'fingerprint': 'a', 'id': None, 'license': None, 'comments': '', 'raw_text': 'x', 'text': TEXT, 'language': 'en', 'source': URL, 'source-hostname': 'News Example', 'excerpt': None, 'categories': '', 'tags': ''},
        'event-registry': {'articles': {'results': [{'uri': '8765', 'lang': 'eng', 'isDuplicate': False, 'date': '2025-06-21', 'time': '20:59:08', 'dateTime': STAMP, 'dateTimePub': STAMP, 'dataType': 'news', 'url': URL, 'title': TITLE, 'body': TEXT, 'source': {'uri': 'news.example', 'dataType': 'news', 'title': 'News Example'}, 'authors': [], 'sentiment': -0.1}], 'totalResults': 1, 'page': 1}},
        'ninjs': {'uri': 'tag:news.example,2025:1', 'type': 'text', 'versioncreated': STAMP, 'language': 'en', 'headline': TITLE, 'byline': BYLINE, 'body_xhtml': ''.join(f'<p>{html.escape(p)}</p>' for p in PARAGRAPHS)},
        'ninjs-2': {'uri': 'tag:news.example,2025:2', 'contentcreated': STAMP, 'headlines': [{'role': 'main', 'value': TITLE}], 'bodies': [{'role': 'main', 'contenttype': 'text/html', 'value': ''.join(f'<p>{html.escape(p)}</p>' for p in PARAGRAPHS)}]},
        'newsapi': {'status': 'ok', 'totalResults': 1, 'articles': [{'source': {'id': None, 'name': 'News Example'}, 'author': None, 'title': TITLE, 'description': None, 'url': URL, 'publishedAt': STAMP, 'content': TEXT}]},
        'wordpress': [{'id': 7, 'date': '2025-06-21T20:59:08', 'link': URL, 'title': {'rendered': html.escape(TITLE)}, 'content': {'rendered': ''.join(f'<p>{html.escape(p)}</p>' for p in PARAGRAPHS), 'protected': False}}],
    }
    for name, layout in layouts.items():
        write(f'{name}.json', dump(layout, indent=1))
    write('ngec.jsonl', dump({'id': 'n1', 'date': '2025-06-21', 'title': TITLE, 'event_text': TEXT, 'publisher': 'News Example'}))


TEXT = '\n\n'.join(PARAGRAPHS)
PLAIN = f'{TITLE}\n\n{BYLINE}\nSaturday, June 21, 2025\n\n{TEXT}\n'


def main():
    FOLDER.mkdir(parents=True, exist_ok=True)
    write('article.txt', PLAIN)
    write('crlf.txt', ('\ufeff' + PLAIN).replace('\n', '\r\n'))
    write('cp1252.txt', PLAIN.encode('cp1252'))
    write('utf16.txt', ('\ufeff' + PLAIN).encode('utf-16-le'))
    write('utf16-bare.txt', PLAIN.encode('utf-16-be'))
    write('packed.txt.gz', zipped(PLAIN.encode()))
    front = f'---\ntitle: "{TITLE}"\ndate: {STAMP}\n---\n\n'
    write('article.md', front + TEXT.replace('12 aid workers', '**12 aid workers**').replace('Abéché in', '[Abéché](https://news.example/place) in') + '\n')
    write('page.html', page())
    write('page-latin1.html', page().replace('utf-8', 'iso-8859-1').replace('“', '&ldquo;').replace('”', '&rdquo;').replace('’', '&#8217;').encode('latin-1'))
    record = {'id': 'n1', 'title': TITLE, 'text': TEXT, 'published': STAMP, 'url': URL}
    write('object.json', dump(record, indent=2))
    write('list.json', dump([record], indent=2))
    write('lines.jsonl', dump(record))
    write('lines.jsonl.gz', zipped(dump(record).encode()))
    write('table.csv', table(','))
    write('semicolons.csv', table(';'))
    write('table.tsv', table('\t'))
    feeds()
    write('archive.warc', warc())
    write('archive.warc.gz', zipped(warc()))
    write('mail.eml', mail(False))
    write('mail-html.eml', mail(True))
    scrapers()


if __name__ == '__main__':
    main()
