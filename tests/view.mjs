#!/usr/bin/env node
// The page of `dateline view` in a browser.
//
//   node tests/view.mjs BINARY MODULES [--articles N] [--picture FILE]
//
// MODULES is a folder with node_modules of playwright-core, axe-core and terser; chromium stands at /usr/bin/chromium, or where the variable CHROMIUM says. Opens pages
// from disk and holds that they ask for nothing and log no error; clicks through entity, event, filter, search, map, timeline and merged events, with the mouse and with
// keys; opens 500 hostile articles, of which nothing may run; asks axe in light and dark; measures frames over N (1,000) articles. `--picture` writes README's screenshot.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { availableParallelism, loadavg, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL, fileURLToPath } from 'node:url';

const [binary, modules, ...rest] = process.argv.slice(2);
if (!modules) { console.error('usage: view.mjs BINARY MODULES [--articles N] [--picture FILE]'); process.exit(2); }
const flag = (name) => (rest.includes(name) ? rest[rest.indexOf(name) + 1] : undefined);
const number = +(flag('--articles') || 1000);
const require = createRequire(pathToFileURL(resolve(modules, 'here.js')));
const { chromium } = require('playwright-core'), { minify } = require('terser');
const axe = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');
const root = resolve(fileURLToPath(import.meta.url), '../..');
const scratch = mkdtempSync(join(tmpdir(), 'dateline-view-'));
const check = (true_, what) => { if (!true_) throw new Error(what); };
const dateline = (args, input) => execFileSync(resolve(binary), args, { input, maxBuffer: 1 << 30, stdio: ['pipe', 'pipe', 'inherit'] });

// ---- pages

const topics = readdirSync(join(root, 'fixtures')).filter((name) => !/\.|README|form|traps/.test(name)).sort();
const texts = topics.flatMap((topic) => readdirSync(join(root, 'fixtures', topic)).filter((name) => name.endsWith('.txt')).sort().map((name) => [`${topic}/${name.slice(0, -4)}`, readFileSync(join(root, 'fixtures', topic, name), 'utf8')]));

/** Pseudo-random numbers below `n`, the same ones every time. */
let seed = 1;
const dice = (n) => { seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0; return Math.floor(seed / 4294967296 * n); };

function page(name, articles, more = '') {
  const lines = articles.map((one) => JSON.stringify(one)).join('\n');
  const records = dateline(['extract', '--quiet', '--with-text', '--input-format', 'jsonl', '-'], lines).toString() + more;
  const file = join(scratch, name + '.html');
  dateline(['view', '-o', file], records);
  return [pathToFileURL(file).href, statSync(file).size, records];
}
const [oneId, oneText] = texts.find(([id]) => id.startsWith('deportation'));
const one = page('one', [{ id: oneId, text: oneText }]);
const some = texts.map(([id, text]) => ({ id, text }));
/** Articles like those of the fixtures: paragraphs of two of them mixed, other numbers, other names. */
const syllables = 'ba de ko lu mi ra so ta ve zo an el in or us'.split(' ');
const many = Array.from({ length: number }, (_, n) => {
  const [, first] = texts[n % texts.length], [, second] = texts[dice(texts.length)];
  const lines = first.split('\n\n'), other = second.split('\n\n').slice(3);
  for (let k = 0; k < 3 && other.length; k++) lines.splice(3 + dice(lines.length - 3), 0, other[dice(other.length)]);
  const invent = () => { const word = Array.from({ length: 2 + dice(2) }, () => syllables[dice(syllables.length)]).join(''); return word[0].toUpperCase() + word.slice(1); };
  const swapped = new Map();
  const text = lines.join('\n\n').replace(/\d+/g, (digits) => (digits.length === 4 ? digits : String(1 + dice(10 ** Math.min(digits.length, 4)))))
    .replace(/\p{Lu}\p{Ll}{5,}/gu, (word) => { if (!swapped.has(word)) swapped.set(word, dice(3) ? word : invent()); return swapped.get(word); });
  return { id: `article ${n}`, text, published: `2025-${String(1 + dice(12)).padStart(2, '0')}-${String(1 + dice(28)).padStart(2, '0')}` };
});

// ---- the browser

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM || '/usr/bin/chromium',
  args: ['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
});
async function open(url, { width = 1280, height = 900, colorScheme = 'light' } = {}) {
  const context = await browser.newContext({ viewport: { width, height }, colorScheme, reducedMotion: 'reduce' }), tab = await context.newPage();
  tab.faults = [];
  tab.on('request', (request) => { if (request.url().split('#')[0] !== url.split('#')[0] && !request.url().startsWith('data:')) tab.faults.push('request ' + request.url()); });
  tab.on('console', (message) => { if (/error|warning/.test(message.type())) tab.faults.push('console ' + message.text()); });
  tab.on('pageerror', (error) => tab.faults.push('error ' + error.stack));
  tab.on('dialog', (dialog) => { tab.faults.push('dialog ' + dialog.message()); dialog.dismiss(); });
  await tab.goto(url);
  await tab.waitForSelector('main[data-ready]', { state: 'attached' });
  return tab;
}
async function shut(tab) {
  check(!tab.faults.length, tab.faults.slice(0, 5).join('\n'));
  await tab.context().close();
}
const text = (tab, selector) => tab.locator(selector).first().textContent();
async function faultless(tab, where) {
  await tab.evaluate(axe);
  const { violations } = await tab.evaluate(() => window.axe.run(document, { resultTypes: ['violations'] }));
  const grave = violations.filter(({ impact }) => /serious|critical/.test(impact));
  check(!grave.length, `${where}: ` + grave.map(({ id, nodes }) => `${id} ${nodes.length}× ${nodes.slice(0, 4).map((node) => node.html.slice(0, 160) + ' ' + (node.any[0] || node.all[0] || {}).message).join('\n  ')}`).join('\n'));
}

const said = [];
const say = (line) => { said.push(line); console.log('  ' + line); };

async function anArticle() {
  const tab = await open(one[0]);
  check((await text(tab, 'h1')).length > 20, 'a headline');
  // an entity: all its mentions, its panel
  await tab.locator('.text .m.place').first().click();
  const mentions = await tab.locator('.text .m.on, h1 .m.on').count();
  check(mentions > 1 && await tab.locator('.detail .line').count() >= mentions, 'an entity shows its mentions');
  await tab.keyboard.press('Escape');
  check(await tab.locator('.detail').count() === 0, 'Esc closes');
  // an event
  await tab.locator('.cards .event').nth(1).click();
  check(await tab.locator('.detail .slots dt').count() > 1 && await tab.locator('.m.trigger.on').count() > 0, 'an event shows its slots and marks its words');
  await tab.locator('.detail .close').click();
  // the legend hides and shows
  const line = () => tab.locator('.text .m.place').first().evaluate((mark) => getComputedStyle(mark).borderBottomColor);
  const before = await line();
  await tab.locator('.legend .chip', { hasText: 'Places' }).click();
  check(await line() === 'rgba(0, 0, 0, 0)', 'a type is hidden');
  await tab.locator('.legend .chip', { hasText: 'Places' }).click();
  check(await line() === before, 'and shown');
  // entities, map, timeline
  await tab.locator('.tabs button', { hasText: 'Entities' }).click();
  await tab.locator('.index .who').first().click();
  check(await tab.locator('.detail h2').count() === 1, 'the list of entities opens them');
  await tab.keyboard.press('Escape');
  await tab.locator('.tabs button', { hasText: 'Events' }).click();
  const cards = () => tab.locator('.cards > li:visible').count();
  const all = await cards();
  await tab.locator('.map .dot').first().click();
  check(await cards() < all, 'a place on the map narrows the events');
  await tab.locator('.map .on .dot').first().click();
  check(await cards() === all, 'and lets go of them');
  await tab.locator('.bins button').first().click();
  check(await cards() < all, 'a day of the timeline narrows the events');
  await shut(tab);
}

async function theWall() {
  const [url] = page('some', some);
  const tab = await open(url);
  const events = async () => Number((await text(tab, '.tabs [aria-selected=true] small')).replace(/\D/g, ''));
  const all = await events();
  for (const selector of ['.map .dot', '.bins button', '.bars:nth-of-type(1) button', '.bars:nth-of-type(2) button']) {
    await tab.locator(selector).first().click();
    check(await events() < all && await events() > 0, selector + ' filters');
    await tab.keyboard.press('Escape');
    check(await events() === all, selector + ' lets go');
  }
  await tab.locator('.cards .event').first().click();
  await tab.waitForSelector('.detail');
  check(/#a=\d+&e=\d+/.test(tab.url()), 'an event has an address');
  await tab.goBack();
  await tab.waitForSelector('.wall');
  await tab.locator('.tabs button', { hasText: 'Articles' }).click();
  // the list grows as it is scrolled, piece by piece
  await tab.waitForFunction((wanted) => { scrollTo(0, document.body.scrollHeight); return document.querySelectorAll('.rows a').length >= wanted; }, texts.length);
  check(await tab.locator('.rows a').count() === texts.length, 'all articles are listed');
  // keys alone
  await tab.keyboard.press('/');
  await tab.keyboard.type('quetta');
  await tab.waitForSelector('#hits button');
  check((await text(tab, '#hits button b, #hits .who')).includes('Quetta'), 'the search finds a name');
  await tab.keyboard.press('ArrowDown');
  await tab.keyboard.press('Enter');
  await tab.waitForSelector('.detail h2');
  check((await text(tab, '.detail h2')).includes('Quetta'), 'and opens it');
  await tab.keyboard.press('Escape');
  await tab.keyboard.press('n');
  await tab.waitForTimeout(200);
  await tab.locator('.text .m[tabindex="0"]').focus();
  const first = await tab.evaluate(() => document.activeElement.textContent);
  await tab.keyboard.press('ArrowRight');
  const second = await tab.evaluate(() => document.activeElement.textContent);
  check(first !== second, 'arrows go from finding to finding');
  await tab.keyboard.press('Enter');
  check(await tab.locator('.detail').count() === 1, 'Enter opens a finding');
  await tab.keyboard.press('Escape');
  check(await tab.evaluate(() => document.activeElement.matches('.m')), 'and Esc goes back to it');
  await tab.keyboard.press('?');
  check(await tab.locator('dialog[open]').count() === 1, 'the keys are told');
  await shut(tab);
}

async function mergedEvents() {
  const tellings = [
    ['a', '2025-03-04', 'Militants free aid workers in Mopti\n\nMilitants released nine aid workers, among them the nurse Ilka Brandsma, in Mopti on Monday, the charity Helping Roofs said.'],
    ['b', '2025-03-05', 'Nine freed in Mali\n\nNine aid workers were freed in Mopti on Monday. Ilka Brandsma, a nurse, was released with eight colleagues.'],
    ['c', '2025-03-04', 'Aid workers free\n\nAt least eight aid workers were released in Mopti, Mali, on Monday after talks. Ilka Brandsma is among those freed.'],
  ].map(([id, published, text]) => ({ id, published, text }));
  const [, , records] = page('told', [...tellings, ...some.slice(0, 4)]);
  const [url] = page('merged', [...tellings, ...some.slice(0, 4)], dateline(['merge', '--quiet'], records).toString());
  const tab = await open(url);
  await tab.locator('.cards .event').first().click();
  await tab.waitForSelector('.story');
  check(await tab.locator('.voices > li').count() === 3, 'three sources stand side by side');
  check(await tab.locator('.voices .apart').count() > 0, 'what differs is marked');
  for (const colorScheme of ['light', 'dark']) { await tab.emulateMedia({ colorScheme }); await faultless(tab, 'merged, ' + colorScheme); }
  await tab.locator('.voices h3 a').first().click();
  await tab.waitForSelector('.article');
  await shut(tab);
}

async function forEverybody() {
  for (const colorScheme of ['light', 'dark']) {
    for (const width of [1280, 390]) {
      const tab = await open(one[0], { width, colorScheme });
      await faultless(tab, `an article, ${colorScheme}, ${width}`);
      await tab.locator('.cards .event').nth(1).click();
      await faultless(tab, `an event, ${colorScheme}, ${width}`);
      check(await tab.evaluate(() => document.documentElement.scrollWidth <= innerWidth), `no sideways scrolling at ${width}`);
      await shut(tab);
      const wall = await open(pathToFileURL(join(scratch, 'some.html')).href, { width, colorScheme });
      await wall.waitForSelector('.cards .event');
      await faultless(wall, `the wall, ${colorScheme}, ${width}`);
      check(await wall.evaluate(() => document.documentElement.scrollWidth <= innerWidth), `no sideways scrolling at ${width}`);
      await shut(wall);
    }
  }
}

async function hostile() {
  const hit = 'window.hit=1';
  const shapes = [
    `<script>${hit}</script>`, `</script><script>${hit}</script>`, `<img src=x onerror="${hit}">`, `"><svg onload=${hit}>`, `<!--<script>${hit}`, `]]><script>${hit}</script>`,
    `javascript:${hit}`, `{{constructor.constructor('${hit}')()}}`, `\${${hit}}`, `'-(${hit})-'`, `\\u003cscript>${hit}\\u003c/script>`, `&lt;script&gt;${hit}&lt;/script&gt;`, `<iframe srcdoc="<script>parent.hit=1</script>">`,
    `<style>*{background:url(http://a.example)}</style>`, `\u202e\u2066evil\u2069\u202c`, `\u2028${hit}\u2029`, `\u0000\u0001\u001b[31m\u0085`, `<a href="javascript:${hit}">x</a>`, `<base href=//a.example>`, `<template><script>${hit}</script></template>`,
    `<math><mtext><script>${hit}</script>`, `<meta http-equiv=refresh content="0;url=http://a.example">`, `__proto__`, `\uffff\ufffe\u200b\u2060`, `<details open ontoggle=${hit}>`,
  ];
  const articles = Array.from({ length: 500 }, (_, n) => {
    const shape = shapes[n % shapes.length], [, base] = texts[n % texts.length], lines = base.split('\n');
    const title = n % 2 ? `${shape} ${lines[0]}` : lines[0];
    const body = lines.slice(1).join('\n').replace(/\p{Lu}\p{Ll}+/gu, (word) => (dice(12) ? word : `${word} ${shape}`));
    return { id: n % 3 ? `${shape} ${n}` : `n${n}`, title, text: body, url: n % 5 ? `javascript:${hit}//${n}` : `https://a.example/?"><script>${hit}</script>` };
  });
  // what no extraction would write: fields of a record that hold markup
  const record = JSON.parse(page('plain', [{ id: 'plain', text: texts[0][1] }])[2]);
  const spoil = (value, shape) => (typeof value === 'string' ? shape + value : value);
  const spoiled = shapes.map((shape, n) => {
    const copy = structuredClone(record);
    copy.id = `spoiled ${n} ${shape}`;
    for (const entity of copy.entities) { entity.name = spoil(entity.name, shape); entity.attributes.roles.push(shape); entity.link.wikidata = shape; entity.location.country = shape; entity.subtype = shape; }
    for (const event of copy.events) { event.type = spoil(event.type, shape); for (const arg of event.arguments) { arg.role = shape; arg.name = shape; } if (event.place) { event.place.name = shape; event.place.country = shape; } if (event.time) event.time.from = shape; }
    for (const relation of copy.relations) { relation.type = shape; relation.value = shape; }
    return JSON.stringify(copy);
  }).join('\n');
  const [url] = page('hostile', articles, spoiled + '\n');
  const tab = await open(url);
  const total = articles.length + shapes.length, elements = 'script:not([type="application/json"]), iframe, img, style, base, meta, template, object, embed, details, math';
  const before = await tab.locator(elements).count();
  await tab.keyboard.press('/');
  await tab.keyboard.type('script');
  await tab.waitForSelector('#hits button', { timeout: 60000 });
  await tab.keyboard.press('Escape');
  for (let n = 0; n < total; n++) {
    await tab.evaluate((n) => new Promise((done) => {
      const { dataset } = document.getElementById('main'), wait = () => (dataset.at === '#a=' + n ? done() : setTimeout(wait));
      location.hash = 'a=' + n;
      wait();
    }), n);
    await tab.evaluate(() => { for (const some of ['.m.trigger', '.m.person', '.m.place', '.index .who', '.cards .event', '.detail .line']) { const one = document.querySelector(some); if (one) one.dispatchEvent(new MouseEvent('click', { bubbles: true })); } });
  }
  check(await tab.evaluate(() => window.hit) === undefined, 'nothing of an article runs');
  check(await tab.locator(elements).count() === before, 'no element comes from an article');
  check(await tab.locator('a[href^="javascript"]').count() === 0, 'no address runs');
  await shut(tab);
  say(`${total} hostile articles opened, 0 ran`);
}

async function thousands() {
  const [url, size] = page('many', many);
  say(`${number} articles: ${size.toLocaleString('en')} bytes; one article: ${one[1].toLocaleString('en')} bytes`);
  check(one[1] <= 250_000, 'one article in 250 KB');
  check(size <= 250_000 + 1750 * number, '1,000 articles in 2 MB');
  const runs = [];
  const best = () => [0, 1, 2].map((at) => Math.min(...runs.map((run) => run[at])));
  // other work on the machine shows as frames: the best of three runs counts, of up to six where none is good
  for (let run = 0; run < 3 || (run < 6 && Math.max(...best()) > 100); run++) {
    const context = await browser.newContext({ viewport: { width: 1280, height: 900 } }), tab = await context.newPage();
    await tab.addInitScript(() => {
      window.frames_ = []; let last = performance.now();
      const step = (now) => { window.frames_.push(now - last); last = now; requestAnimationFrame(step); };
      requestAnimationFrame((now) => { last = now; step(now); });
    });
    await tab.goto(url);
    await tab.waitForSelector('main[data-ready]', { state: 'attached' });
    await tab.waitForSelector('.cards .event');
    await tab.waitForTimeout(1500);
    const opening = Math.max(...await tab.evaluate(() => window.frames_.splice(0)));
    const scroll = async (list) => {
      await tab.locator('.tabs button', { hasText: list }).click();
      await tab.evaluate(() => window.frames_.splice(0));
      const worst = await tab.evaluate(async () => {
        for (let n = 0; n < 240; n++) { scrollBy(0, 220); await new Promise(requestAnimationFrame); }
        return Math.max(...window.frames_.splice(0));
      });
      await tab.evaluate(() => scrollTo(0, 0));
      return worst;
    };
    runs.push([opening, await scroll('Events'), await scroll('Articles')]);
    await context.close();
  }
  say(`longest frame in ms, best run: opening ${best()[0].toFixed(0)}, scrolling events ${best()[1].toFixed(0)}, scrolling articles ${best()[2].toFixed(0)}; all runs ${runs.map((run) => run.map(Math.round).join('/')).join(' ')}`);
  // where others work on the machine, frames say more of them than of the page
  const most = loadavg()[0] > 1.5 * availableParallelism() ? 250 : 100;
  check(best()[1] <= most && best()[2] <= most, `no frame over ${most} ms while scrolling`);
  check(best()[0] <= most, `no frame over ${most} ms while opening`);
}

async function picture(file) {
  const tab = await open(pathToFileURL(join(scratch, 'some.html')).href, { width: 1360, height: 1000 });
  await tab.evaluate((n) => { location.hash = `a=${n}`; }, texts.findIndex(([id]) => id.startsWith('deportation')));
  await tab.waitForSelector('.article');
  await tab.locator('.text .m.trigger').first().click();
  await tab.evaluate(() => scrollTo(0, 0));
  await tab.mouse.move(5, 500);
  await tab.waitForTimeout(400);
  await tab.screenshot({ path: file });
  await shut(tab);
}

try {
  const source = readFileSync(join(root, 'src/view/page.js'), 'utf8');
  const { code } = await minify(source, { compress: true, mangle: true, toplevel: true });
  check(code === readFileSync(join(root, 'src/view/page.min.js'), 'utf8'), 'src/view/page.min.js is not what page.js says: npx terser@5.51.2 page.js --compress --mangle --toplevel --output page.min.js');
  for (const step of [anArticle, theWall, mergedEvents, forEverybody, hostile, thousands]) { console.log(`  ${step.name}`); await step(); }
  if (flag('--picture')) await picture(flag('--picture'));
} finally {
  await browser.close();
  rmSync(scratch, { recursive: true });
}
