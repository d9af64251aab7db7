#!/usr/bin/env python3
"""Articles to records to merged events, with Spark.

  job.py BINARY ARTICLES.jsonl OUT/ [PARTS]

Writes OUT/records.jsonl and OUT/merged.jsonl, the same bytes as one process would. Wants `pip install pyspark` and Java 17; on a cluster BINARY lies on every machine.
"""
import json, os, shlex, subprocess, sys, tempfile

from pyspark import SparkContext


def pairs_of(binary, part, parts, records):
    """what `merge --pairs` says of the records that a part needs"""
    # a file, so that writing and reading do not wait for one another
    with tempfile.TemporaryFile() as lines:
        lines.writelines(record.encode() + b'\n' for record in records)
        lines.seek(0)
        done = subprocess.run([binary, 'merge', '--quiet', '--jobs', '1', '--pairs', '--part', f'{part}/{parts}'], stdin=lines, stdout=subprocess.PIPE, check=True)
    return done.stdout.decode().splitlines()


def main(binary, articles, out, parts):
    os.makedirs(out, exist_ok=True)
    run = shlex.quote(binary)
    spark = SparkContext(conf=None, master=os.environ.get('SPARK_MASTER', 'local[2]'), appName='dateline')
    # a line in, a line out; what is no article is an answer too, so any other exit code than 0 is a fault and fails the job
    lines = spark.textFile(articles, minPartitions=2 * parts)
    records = lines.pipe(f'{run} extract --isolated --quiet --jobs 1 --line-mode', checkCode=True).cache()
    with open(f'{out}/records.jsonl', 'w', encoding='utf-8', newline='') as file:
        file.writelines(line + '\n' for line in records.toLocalIterator())

    # the keys that an article is compared under are its own: each piece can say which parts need its records
    needed = records.pipe(f'{run} merge --quiet --jobs 1 --parts {parts}', checkCode=True).map(json.loads).map(lambda line: (line['article'], line['parts']))
    by_id = records.map(lambda record: (json.loads(record)['id'], record))
    parted = by_id.join(needed).flatMap(lambda found: [(part, found[1][0]) for part in found[1][1]])
    in_parts = parted.partitionBy(parts, lambda part: part).map(lambda found: found[1])
    pairs = in_parts.mapPartitionsWithIndex(lambda part, records: pairs_of(binary, part, parts, records))
    with open(f'{out}/pairs.jsonl', 'w', encoding='utf-8', newline='') as file:
        file.writelines(line + '\n' for line in pairs.toLocalIterator())
    spark.stop()
    subprocess.run([binary, 'merge', '--quiet', '--union', f'{out}/pairs.jsonl', f'{out}/records.jsonl', '-o', f'{out}/merged.jsonl'], check=True)


if __name__ == '__main__':
    if len(sys.argv) not in (4, 5):
        sys.exit(__doc__)
    main(sys.argv[1], sys.argv[2], sys.argv[3], int(sys.argv[4]) if len(sys.argv) == 5 else 3)
