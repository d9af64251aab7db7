#!/usr/bin/env python3
"""Articles to records to merged events, with Ray Data.

  job.py BINARY ARTICLES.jsonl OUT/ [PARTS]

Writes OUT/records.jsonl and OUT/merged.jsonl, the same bytes as one process would. Wants `pip install 'ray[data]'`; on a cluster BINARY lies on every machine.
"""
import json, os, subprocess, sys

import ray


def piped(binary, *arguments):
    """a function over batches of lines: the program's answer, line by line"""
    def answer(batch):
        feed = ''.join(line + '\n' for line in batch['text']).encode()
        done = subprocess.run([binary, *arguments], input=feed, stdout=subprocess.PIPE, check=True)
        return {'text': done.stdout.decode().split('\n')[:-1]}
    return answer


def needed(binary, parts):
    """a function over batches of records: each as often as there are parts that need it"""
    def copies(batch):
        answers = piped(binary, 'merge', '--quiet', '--jobs', '1', '--parts', str(parts))(batch)['text']
        of = {line['article']: line['parts'] for line in map(json.loads, answers)}
        found = [(part, record) for record in batch['text'] for part in of.get(json.loads(record)['id'], ())]
        return {'part': [part for part, _ in found], 'text': [record for _, record in found]}
    return copies


def pairs_of(binary, parts):
    """a function over the records that one part needs: what `merge --pairs` says of them"""
    def pairs(group):
        part = group['part'][0]
        return piped(binary, 'merge', '--quiet', '--jobs', '1', '--pairs', '--part', f'{part}/{parts}')(group)
    return pairs


def write(path, rows):
    with open(path, 'w', encoding='utf-8', newline='') as file:
        file.writelines(row['text'] + '\n' for row in rows)


def main(binary, articles, out, parts):
    os.makedirs(out, exist_ok=True)
    ray.init(num_cpus=2, include_dashboard=False, log_to_driver=False)
    ray.data.DataContext.get_current().execution_options.preserve_order = True
    ray.data.DataContext.get_current().enable_progress_bars = False
    lines = ray.data.read_text(articles, drop_empty_lines=False)
    # a line in, a line out; any other exit code than 0 fails the job
    records = lines.map_batches(piped(binary, 'extract', '--isolated', '--quiet', '--jobs', '1', '--line-mode'), batch_size=256).materialize()
    write(f'{out}/records.jsonl', records.iter_rows())
    # the keys that an article is compared under are its own: each batch can say which parts need its records
    pairs = records.map_batches(needed(binary, parts), batch_size=256).groupby('part').map_groups(pairs_of(binary, parts))
    write(f'{out}/pairs.jsonl', pairs.iter_rows())
    ray.shutdown()
    subprocess.run([binary, 'merge', '--quiet', '--union', f'{out}/pairs.jsonl', f'{out}/records.jsonl', '-o', f'{out}/merged.jsonl'], check=True)


if __name__ == '__main__':
    if len(sys.argv) not in (4, 5):
        sys.exit(__doc__)
    main(sys.argv[1], sys.argv[2], sys.argv[3], int(sys.argv[4]) if len(sys.argv) == 5 else 3)
