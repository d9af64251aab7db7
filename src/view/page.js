'use strict';
// The page draws itself from the data block before this script. What comes from articles is put in as text, never as markup.
// The rows are written in article.rs, happening.rs and mod.rs; 0 says that there is nothing, numbers that may be missing count from 1.
// The page carries page.min.js: `npx terser@5.51.2 page.js --compress --mangle --toplevel --output page.min.js`; tests/view.mjs holds the two together.

const $ = (id) => document.getElementById(id);
const doc = document, main = $('main'), query = $('query'), hits = $('hits');

// ---- elements

/** Element `tag.class.class` with attributes, listeners and children; strings become text. */
const h = (name, ...rest) => make((tag) => doc.createElement(tag), name, rest);
const svg = (name, ...rest) => make((tag) => doc.createElementNS('http://www.w3.org/2000/svg', tag), name, rest);
function make(create, name, [props, ...kids]) {
  const [tag, ...classes] = name.split('.'), element = create(tag);
  if (classes.length) element.setAttribute('class', classes.join(' '));
  for (const key in props) {
    if (typeof props[key] === 'function') element.addEventListener(key, props[key]);
    else if (props[key] !== null && props[key] !== undefined) element.setAttribute(key, props[key]);
  }
  element.append(...kids.flat(9).filter(Boolean));
  return element;
}
const bdi = (text) => h('bdi', null, text);
const button = (name, click, ...kids) => h('button' + name, { type: 'button', click }, kids);
const count = (n, one, many) => `${n.toLocaleString('en')} ${n === 1 ? one : many || one + 's'}`;
const byKey = (list, key) => { const map = new Map(); for (const one of list) { const at = key(one); map.get(at) ? map.get(at).push(one) : map.set(at, [one]); } return map; };

/** Arrow keys go from one of the elements that `selector` finds to the next; Tab stops at one of them. */
function walk(box, selector) {
  const all = () => [...box.querySelectorAll(selector)].filter((one) => one.getClientRects().length);
  const stop = (one) => { for (const old of box.querySelectorAll(selector + '[tabindex="0"]')) old.setAttribute('tabindex', -1); one.setAttribute('tabindex', 0); };
  for (const one of box.querySelectorAll(selector)) one.setAttribute('tabindex', -1);
  const first = box.querySelector(selector);
  if (first) stop(first);
  if (box.walks) return;
  box.walks = true;
  box.addEventListener('focusin', ({ target }) => { const one = target.closest(selector); if (one) stop(one); });
  box.addEventListener('keydown', (event) => {
    const one = event.target.closest(selector), list = all(), at = list.indexOf(one);
    const to = { ArrowRight: at + 1, ArrowDown: at + 1, ArrowLeft: at - 1, ArrowUp: at - 1, Home: 0, End: list.length - 1 }[event.key];
    if (!one || event.altKey || event.ctrlKey || event.metaKey) return;
    if (event.key === 'Enter' && !/^(A|BUTTON)$/.test(one.tagName)) one.dispatchEvent(new MouseEvent('click', { bubbles: true }));
    if (to === undefined) return;
    event.preventDefault();
    if (list[to]) list[to].focus();
  });
}

// ---- data

const data = JSON.parse($('data').textContent), chunks = {};
let index, world, places, E = [], M = [], A = [];

/** Base 91 of deflated JSON, see pack.rs. */
async function inflate(packed) {
  const bytes = [], digit = (at) => { const code = packed.charCodeAt(at); return Math.max(0, code - 34 - (code > 60) - (code > 92)); };
  let bits = 0, n = 0;
  for (let at = 1; at < packed.length; at += 2) {
    bits = bits << 13 | digit(at - 1) * 91 + digit(at);
    n += 13;
    while (n > 7) bytes.push(bits >> (n -= 8) & 255);
    bits &= (1 << n) - 1;
  }
  bytes.length -= packed.length % 2;
  return new Response(new Blob([new Uint8Array(bytes)]).stream().pipeThrough(new DecompressionStream('deflate'))).json();
}
async function row(kind, n) {
  const at = Math.floor(n / index.together), key = kind + at;
  return (await (chunks[key] = chunks[key] || inflate(data[kind][at])))[n % index.together];
}
/** Lists of types, modalities, flags, days and places as objects. */
function outlines([kinds, modes, flags, days, spots], more) {
  let last = '';
  return kinds.map((kind, n) => {
    const day = days[n] === 1 ? last : days[n] || '';
    last = day || last;
    return { kind: index.words[kind], mode: flags[n] & 2 ? 'negative' : index.words[modes[n]], main: flags[n] & 1, quad: flags[n] >> 2, day, place: places[spots[n] - 1], ...more(n) };
  });
}
/** An article's rows as findings that know their places in the text. */
async function article(n) {
  const head = A[n];
  if (head.text !== undefined) return head;
  const [text, flags, zones, entities, [gaps, lengths, whose, hows], times, counts, quotes, relations, events] = await row('articles', n);
  const spans = [], add = (start, size, type, label, more) => { const span = { start, end: start + size, type, label, ...more }; spans.push(span); return span; };
  let at = 0;
  const list = entities.map(([kind, name, about], id) => ({ id, kind, name: name || '', about: about || {}, mentions: [] }));
  gaps.forEach((gap, i) => {
    const entity = list[whose[i]], span = add(at += gap, lengths[i], entity.kind, 0, { entity: entity.id, weak: hows[i] !== 'n' });
    entity.mentions.push(span);
    entity.name = entity.name || text.slice(span.start, span.end);
  });
  for (const [start, size, label] of times) add(start, size, 'time', label);
  for (const [start, size, label] of counts) add(start, size, 'count', label);
  for (const [pairs, label] of quotes) for (let i = 0; i < pairs.length; i += 2) add(pairs[i], pairs[i + 1], 'quote', label);
  at = 0;
  const named = (who) => (who > 0 ? list[who - 1].name : who);
  const near = (who, at) => list[who - 1].mentions.reduce((best, one) => (best && Math.abs(best.start - at) <= Math.abs(one.start - at) ? best : one), null);
  const told = events.map(([gap, size, from, long, args, counts, time, basis, sources, sure, others, links], i) => {
    const start = at += gap, known = size > 0, event = E[head.first + i];
    const mark = (start, size) => add(start, size, 'trigger', event.kind, { event: i });
    if (known) mark(start, size);
    for (let k = 0; k < (others || []).length; k += 2) mark(others[k], others[k + 1]);
    const slots = (counts || []).map(([role, said, , claims]) => [role, said, 0, claims && claims.map(([said, who]) => [said, named(who)])]), { day, place } = event;
    const [when, why] = Array.isArray(time) ? time : [time];
    if (when) slots.push(['when', when === 1 ? date(day) : when, why]);
    if (place && sure) slots.push(['where', place.name, [place.precision, basis].filter(Boolean).join(', ')]);
    if (sources) slots.push(['according to', sources.map(named).join(', ')]);
    if (sure) slots.push(['confidence', sure + ' %']);
    return Object.assign(event, {
      start, known, slots, word: known ? text.slice(start, start + size) : size, by: sources || [], links: links || [],
      told: long ? text.slice(start + from, start + from + long) : '', trigger: long && known ? [-from, size] : [0, 0],
      args: (args || []).map(([role, who, from, size, said, basis]) => {
        const at = who && !size ? (near(who, start) || {}).start : start + from;
        return { role, who: who - 1, start: at, basis, name: said || named(who) || text.slice(at, at + size) };
      }),
    });
  });
  return Object.assign(head, { text, partial: flags & 1, cut: flags & 2, zones, spans, entities: list, relations, events: told });
}

// ---- words

const MONTHS = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ');
const date = (iso, bare) => { const [year, month, day] = iso.split('T')[0].split('-'); return [day && +day, MONTHS[month - 1], !bare && year].filter(Boolean).join(' '); };
let regions;
try { regions = new Intl.DisplayNames('en', { type: 'region' }); } catch { /* codes will do */ }
const country = (code) => { try { return regions.of(code); } catch { return code || ''; } };
const QUADS = ['Other', 'Words of cooperation', 'Deeds of cooperation', 'Words of conflict', 'Deeds of conflict'];
const GROUPS = { person: 'People', organization: 'Organizations', place: 'Places', group: 'Groups', time: 'Times', count: 'Numbers', trigger: 'Events', quote: 'Quotes', other: 'Other names' };
const groupOf = (type) => ({ facility: 'place', nationality: 'group' })[type] || (GROUPS[type] ? type : 'other');
const outer = (href, ...kids) => h('a', { href, rel: 'noreferrer noopener' }, kids);

// ---- events

const kind = ({ kind, quad, mode }) => h('p.kind.q' + quad, null, h('span', null, kind), mode && mode !== 'asserted' && h('span.badge' + (/negative|denied/.test(mode) ? '.hot' : ''), null, mode === 'negative' ? 'did not happen' : mode));
const where = ({ place, day }) => (place || day) && h('span.where', null, place && h('b', null, bdi(place.name)), place && day && ', ', day && date(day));
const marked = (text, [from, size]) => h('bdi', null, text.slice(0, from), size > 0 && h('mark', null, text.slice(from, from + size)), text.slice(from + size));
const told = (event, clamp) => h('p.told' + (clamp ? '.clamp' : ''), null, where(event), event.told ? marked(event.told, event.trigger) : h('mark', null, event.word));
const roles = (args, show) => [...byKey(args, (arg) => arg.role)].map(([role, some]) => slot(role, some.map((arg, n) => [n > 0 && ', ', show(arg), arg.basis && h('span.basis', null, ` (${arg.basis})`)])));
const slot = (term, ...what) => [h('dt', null, term), h('dd', null, what)];
const slots = (rows) => rows.map(([term, words, remark, claims]) => slot(term, bdi(words), remark && h('span.basis', null, ` (${remark})`),
  claims && h('ul.claims', null, claims.map(([said, by]) => h('li', null, h('b', null, said), h('span', null, by ? ['according to ', bdi(by)] : 'in the article’s own words'))))));

/** Lets the browser draw. */
const pause = () => new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
/** A list that grows as it is scrolled. */
function grow(list, items, card, step) {
  let done = 0, busy = false;
  const end = h('li.more');
  const watch = new IntersectionObserver(async (seen) => {
    if (busy || !seen.some((one) => one.isIntersecting)) return;
    busy = true;
    let since = performance.now();
    while (done < items.length && list.isConnected && (done % step || end.getBoundingClientRect().top < innerHeight + 900)) {
      end.before(h('li', null, await card(items[done++])));
      if (performance.now() - since > 12) { await pause(); since = performance.now(); }
    }
    busy = false;
    if (done >= items.length) watch.disconnect();
  }, { rootMargin: '900px' });
  list.append(end);
  watch.observe(end);
  return list;
}

// ---- the map

function map(items, chosen, choose) {
  const pins = new Map(), shades = new Map();
  let nowhere = 0, moved = false;
  for (const item of items) {
    const { name, country: code, precision, x, y } = item.place || {};
    // a point only where the place is known better than its country
    const pin = x !== undefined && /facility|city|admin/.test(precision), key = pin ? name + x + y : code;
    if (!key) { nowhere++; continue; }
    const into = pin ? pins : shades, land = country(code);
    if (!into.has(key)) into.set(key, { key, x, y, rough: !/facility|city/.test(precision), short: pin ? name : land, name: pin && land && land !== name ? `${name}, ${land}` : pin ? name : land, items: [] });
    into.get(key).items.push(item);
  }
  const spot = (one, ...kids) => {
    const tally = byKey(one.items, (item) => item.quad), quad = [...tally.keys()].sort((a, b) => tally.get(b).length - tally.get(a).length)[0], text = `${one.name}: ${count(one.items.length, 'event')}`;
    return svg(`g.q${quad}${chosen === one.key ? '.on' : ''}`, { role: 'button', 'aria-label': text, 'aria-pressed': chosen === one.key, click: () => moved || choose(one) }, svg('title', null, text), kids);
  };
  const over = svg('g'), list = [...pins.values()];
  const chart = svg('svg.world', { role: 'group', 'aria-label': 'Map of events' }, svg('path.net', { d: world.net }), svg('g.land', null, Object.values(world.countries).map((d) => svg('path', { d }))),
    [...shades.values()].map((one) => {
      if (Object.hasOwn(world.countries, one.key)) return spot(one, svg('path.shade', { d: world.countries[one.key] }));
      if (one.x !== undefined) list.push({ ...one, small: true });
    }), over);
  list.sort((a, b) => b.items.length - a.items.length);
  // all that is known, with room around it
  const whole = [0, 40, world.width, world.height - 240], known = [...pins.values(), ...shades.values()].filter((one) => one.x !== undefined);
  const xs = known.map((one) => one.x), ys = known.map((one) => one.y), [x, y, right, low] = [Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)];
  const wide = Math.max(right - x, (low - y) * 2, 230) * 1.45, home = known.length && wide < world.width * 0.85 ? [(x + right - wide) / 2, (y + low - wide / 2) / 2, wide, wide / 2] : whole;
  let view = home;
  const frame = () => chart.setAttribute('viewBox', view.join(' '));
  const draw = () => {
    const unit = view[2] / (chart.clientWidth || 700), taken = [];
    frame();
    over.replaceChildren(...list.map((one) => {
      const r = unit * Math.min(5 + 2.2 * Math.sqrt(one.items.length - 1), 20) + (one.rough ? 5 * unit : 0), size = 12 * unit, { x: cx, y: cy } = one;
      const box = [cx, cy - size * 0.6, cx + r + one.short.length * size * 0.6, cy + size * 0.6];
      const free = box[2] < view[0] + view[2] && taken.length < 40 && taken.every((t) => box[2] < t[0] || box[0] > t[2] || box[3] < t[1] || box[1] > t[3]);
      if (free) taken.push(box);
      const shape = one.small ? svg('path.ring', { d: `M${cx} ${cy - r}l${r} ${r} ${-r} ${r} ${-r} ${-r}z` }) : svg(one.rough ? 'circle.ring' : 'circle.dot', { cx, cy, r });
      return spot(one, shape, free && svg('text', { x: cx + r + 4 * unit, y: cy + size * 0.35, 'font-size': size, 'stroke-width': 3 * unit }, one.short));
    }).reverse());
    walk(chart, '[role]');
  };
  const zoom = (by) => { const w = view[2] * by; view = by ? [view[0] + (view[2] - w) / 2, view[1] + view[3] * (1 - by) / 2, w, view[3] * by] : view === home ? whole : home; draw(); };
  chart.addEventListener('pointermove', ({ buttons, movementX, movementY }) => {
    if (!buttons) return;
    moved = moved || Math.abs(movementX) + Math.abs(movementY) > 2;
    const unit = view[2] / chart.clientWidth;
    view = [view[0] - movementX * unit, view[1] - movementY * unit, view[2], view[3]];
    frame();
  });
  chart.addEventListener('pointerdown', () => { moved = false; });
  chart.addEventListener('keydown', ({ key }) => { const by = { '+': 0.6, '-': 1.6, 0: 0 }[key]; if (by !== undefined) zoom(by); });
  new ResizeObserver(draw).observe(chart);
  const control = (label, sign, by) => h('button.icon', { type: 'button', 'aria-label': label, click: () => zoom(by) }, sign);
  return h('figure.map', null, chart, h('div.zoom', null, control('Nearer', '+', 0.6), control('Farther', '−', 1.6), control('All', '⤢', 0)),
    h('figcaption.note', null, pins.size > 0 && [h('i'), 'place'], list.some((one) => one.rough && !one.small) && [h('i.open'), 'somewhere in the region'], shades.size > 0 && [h('i.area'), 'country only'], nowhere > 0 && h('span', null, count(nowhere, 'event'), ' without a place')));
}

// ---- the timeline

const time = (day) => Date.UTC(day.slice(0, 4), (day.slice(5, 7) || 1) - 1, day.slice(8) || 1);
function timeline(items, chosen, choose) {
  const dated = items.filter((item) => item.day), days = dated.filter((item) => item.day.length > 7).map((item) => time(item.day)).sort((a, b) => a - b);
  const at = (part) => days[Math.floor((days.length - 1) * part)], span = (at(0.95) - at(0.05)) / 864e5;
  // as fine as most events allow; what is known less exactly is not drawn as if it were
  const size = span <= 62 ? 10 : span <= 1500 ? 7 : 4, drawn = dated.filter((item) => item.day.length >= size);
  if (!drawn.length) return h('p.note', null, 'No event has a date.');
  const bins = byKey(drawn, (item) => item.day.slice(0, size)), line = [];
  const after = (key) => new Date(time(key) + [366, 31, 1][(size - 4) / 3] * 864e5).toISOString().slice(0, size);
  for (const key of [...bins.keys()].sort()) {
    const between = [];
    // every bin between neighbors that are near, a gap between others
    if (line.length) for (let next = after(line[line.length - 1]); next < key && between.length < 13; next = after(next)) between.push(next);
    line.push(...(between.length > 12 ? [''] : between), key);
  }
  const shown = line.slice(-90), inside = (key) => bins.get(key) || [], most = Math.max(...shown.map((key) => inside(key).length)), step = Math.ceil(shown.length / (innerWidth < 640 ? 4 : 8));
  let label = -step;
  const bar = h('div.bins', { role: 'group', 'aria-label': 'Events by date' }, shown.map((key, n) => {
    const some = inside(key), text = `${date(key)}: ${count(some.length, 'event')}`, by = byKey(some, (item) => item.quad);
    const tick = key && n - label >= step && (label = n + (label < 0 && size > 7), h('small' + (n > shown.length * 0.9 ? '.end' : ''), null, size < 10 ? date(key) : date(key, true), size > 7 && n - step < 0 && ' ' + key.slice(0, 4)));
    if (!some.length) return h(key ? 'span' : 'span.gap', null, key ? '' : '⋯', tick);
    const blocks = [0, 1, 2, 3, 4].filter((quad) => by.has(quad)).flatMap((quad) => {
      const n = by.get(quad).length, each = most > 12 ? n : 1;
      return Array.from({ length: n / each }, () => { const block = h('i.q' + quad); block.style.height = 96 * each / Math.max(most, 4) + '%'; return block; });
    });
    return h('button', { type: 'button', title: text, 'aria-label': text, 'aria-pressed': chosen === key, click: () => choose(key) }, blocks, tick);
  }));
  walk(bar, 'button');
  const rest = [[drawn.length - shown.reduce((sum, key) => sum + inside(key).length, 0), 'earlier'], [dated.length - drawn.length, 'dated less exactly'], [items.length - dated.length, 'without a date']];
  return h('figure', null, bar, h('figcaption.note', null, rest.filter(([n]) => n).map(([n, what]) => h('span', null, count(n, 'event'), ' ', what))));
}

// ---- the wall

const filter = { quad: null, kind: null, place: null, day: null };
let all = false, tab = 'events';
const tests = { quad: (item, want) => item.quad === want, kind: (item, want) => item.kind === want, day: (item, want) => item.day.startsWith(want), place: (item, want) => want.items.includes(item) };
const filtered = (skip) => (M.length ? M : E.filter((event) => all || event.main)).filter((item) => Object.keys(tests).every((key) => filter[key] === null || key === skip || tests[key](item, filter[key])));
function set(key, value) {
  filter[key] = filter[key] === value ? null : value;
  wall();
}
function wall() {
  const items = filtered(), key = (one) => one.getAttribute('aria-label') || one.title || one.textContent, focus = main.contains(doc.activeElement) && key(doc.activeElement);
  const bars = (key, name) => {
    const list = [...byKey(filtered(key), (item) => item[key])].sort((a, b) => b[1].length - a[1].length || (a[0] < b[0] ? -1 : 1)).slice(0, 9);
    return h('ul.bars', { 'aria-label': name }, list.map(([value, some]) => {
      const text = key === 'quad' ? QUADS[value] : value;
      const bar = h('button.q' + (key === 'quad' ? value : ''), { type: 'button', 'aria-pressed': filter[key] === value, click: () => set(key, value) }, h('span', null, text), ' ', h('span', null, some.length.toLocaleString('en')));
      bar.style.setProperty('--part', 100 * some.length / list[0][1].length + '%');
      return h('li', null, bar);
    }));
  };
  const chips = Object.entries(filter).filter(([, value]) => value !== null).map(([key, value]) => button('.chip.clear', () => set(key, value), bdi(key === 'quad' ? QUADS[value] : key === 'day' ? date(value) : value.name || value), ' ×'));
  const heads = chips.length && !M.length ? [...new Set(items.map((item) => item.a))].sort((a, b) => a - b).map((n) => A[n]) : A;
  const list = tab === 'events' || !A.length
    ? grow(h('ul.cards'), items.sort((a, b) => (b.sources || 0) - (a.sources || 0) || (a.day < b.day ? 1 : a.day > b.day ? -1 : 0)), M.length ? storyCard : eventCard, 18)
    : grow(h('ul.rows'), heads, ({ n, published, title, size }) => h('a', { href: '#a=' + n }, h('span', null, published && date(published)), h('b', null, bdi(title)), h('span', null, count(size, 'event'))), 40);
  const choice = (key, name, n) => h('button', { type: 'button', role: 'tab', 'aria-selected': tab === key, click: () => { tab = key; wall(); } }, name, h('small', null, ' ', n.toLocaleString('en')));
  const figure = (n, one) => n > 0 && h('div', null, h('b', null, n.toLocaleString('en')), h('span', null, count(n, one).split(' ')[1]));
  main.replaceChildren(h('h1.skip', null, 'Events'), h('div.wall', null,
    h('section', { 'aria-label': 'Map' }, map(filtered('place'), (filter.place || {}).key, (one) => set('place', filter.place && filter.place.key === one.key ? filter.place : one))),
    h('section.facets', { 'aria-label': 'Filters' }, h('div.figures', null, figure(M.length, 'happening'), figure(!M.length && E.length, 'event'), figure(A.length, 'article'), figure(new Set(items.map((item) => item.place).filter(Boolean)).size, 'place')), bars('quad', 'Kinds'), bars('kind', 'Types')),
    h('section.when', { 'aria-label': 'Timeline' }, timeline(filtered('day'), filter.day, (key) => set('day', key))),
    h('section.list', { 'aria-label': 'List' }, h('div.bar', null, h('div.tabs', { role: 'tablist' }, choice('events', M.length ? 'Happenings' : 'Events', items.length), A.length > 0 && choice('articles', 'Articles', heads.length)), chips,
      !M.length && h('button.chip', { type: 'button', 'aria-pressed': all, click: () => { all = !all; wall(); } }, 'Background events too')), items.length ? list : h('p.none', null, 'No event is left.'))));
  walk(list, 'a');
  const again = focus && [...main.querySelectorAll('[tabindex], button')].find((one) => key(one) === focus);
  if (again) again.focus({ preventScroll: true });
}
async function eventCard(item) {
  const head = await article(item.a);
  return h('a.event', { href: `#a=${item.a}&e=${item.n}` }, kind(item), told(item, true), h('span.from', null, bdi(head.title)));
}
async function storyCard(item) {
  const [, , , voices, conflicts] = await row('stories', item.n), [, text, from, size] = voices[0] || [0, '', 0, 0];
  return h('a.event', { href: '#s=' + item.n }, kind(item), h('p.told.clamp', null, where(item), marked(text, [from, size])), h('span.from', null, count(item.sources, 'source'), ' ', conflicts.length > 0 && h('span.badge', null, 'sources differ')));
}

// ---- a merged event

async function openStory(n) {
  const [args, agreed, tellers, voices, conflicts] = await row('stories', n), story = M[n];
  main.replaceChildren(h('article.story', null,
    h('header', null, h('p.back', null, h('a', { href: '#' }, '← All')), kind(story), h('h1', null, bdi((tellers[0] || [story.kind])[0])), h('p.told', null, where(story), voices[0] && marked(voices[0][1], [voices[0][2], voices[0][3]])), h('p.meta', null, h('span', null, count(story.sources, 'source')), h('span', null, count(tellers.length, 'article')))),
    h('div.agree', null, h('section', null, h('h2', null, 'What the sources say together'), h('dl.slots', null, roles(args.map(([role, name, type]) => ({ role, name, type })), ({ name, type }) => h('span' + (type ? '.who.' + type : ''), null, bdi(name))), slots(agreed))),
      h('section', null, h('h2', null, conflicts.length ? 'What they differ in' : 'They differ in nothing that was found'), h('dl.slots', null, conflicts.map(([field, values]) => slot(field, bdi(values)))))),
    h('ul.voices', { 'aria-label': 'Sources side by side', tabindex: 0 }, [...byKey(voices, (voice) => voice[0])].map(([teller, mine]) => {
      const [title, day, url, here] = tellers[teller];
      return h('li', null, h('h3', null, here ? h('a', { href: '#a=' + (here - 1) }, bdi(title)) : bdi(title)), h('p.from', null, day, ' ', /^https?:/.test(url) && outer(url, 'source')),
        mine.slice(0, 3).map(([, text, from, size, rows]) => [h('p.told', null, marked(text, [from, size])), h('dl.slots', null, roles(rows.map(([role, words, apart]) => ({ role, words, apart })), ({ words, apart }) => h('span' + (apart ? '.apart' : ''), null, bdi(words))))]));
    }))));
}

// ---- an article

let open = null;
const order = (a, b) => a.start - b.start || b.end - a.end || (a.type === 'trigger') - (b.type === 'trigger');

/** Draws spans as nested marks, inner ones above outer ones; what crosses is cut in two. Returns how many lie above each other. */
function draw(into, text, from, to, spans) {
  let depth = 0;
  while (spans.length) {
    const span = spans.shift(), { start, type, label, entity, event } = span, end = Math.min(span.end, to), inner = [], group = groupOf(type), flat = /quote|trigger/.test(group);
    into.append(text.slice(from, start));
    while (spans.length && spans[0].start < end) {
      const next = spans.shift();
      if (next.end > end) { spans.push({ ...next, start: end }); next.end = end; }
      inner.push(next);
    }
    spans.sort(order);
    const mark = h(`mark.m.${group}${type === 'nationality' ? '.group' : ''}${span.weak ? '.weak' : ''}`, { title: label || type.replace('_', ' '), 'data-at': start, 'data-entity': entity, 'data-event': event });
    const level = draw(mark, text, start, end, inner) + !flat;
    mark.classList.add('l' + Math.min(level, 4));
    into.append(mark);
    depth = Math.max(depth, level);
    from = end;
  }
  into.append(text.slice(from, to));
  return depth;
}
/** The title, marked, and the paragraphs. */
function paragraphs({ text, spans, zones, cut, partial }) {
  const seen = new Set(), list = [];
  for (const span of [...spans].sort(order)) {
    const key = [span.start, span.end, groupOf(span.type)].join();
    if (!seen.has(key)) { seen.add(key); list.push({ ...span }); }
  }
  let at = 0, title = null;
  const made = [];
  for (const piece of text.split(/(\n+)/)) {
    const start = at, end = at += piece.length, inside = [];
    while (list.length && list[0].start < end) {
      const span = list.shift();
      if (span.end > end) { list.unshift({ ...span, start: end }); span.end = end; list.sort(order); }
      inside.push(span);
    }
    if (!piece.trim()) continue;
    const [zone] = zones.find(([, from, size]) => from <= start && start < from + size) || [];
    const into = zone === 'title' && !title ? (title = h('h1', { 'data-at': start })) : h('p' + (zone && zone !== 'dateline' ? '.aside' : ''), { 'data-at': start });
    draw(into, text, start, end, inside);
    if (into !== title) made.push(into);
  }
  if (cut || partial) made.push(h('p.aside', null, partial ? 'The record carries no text: these are the parts that its findings rest on.' : 'The rest of the text is left out, to keep this page small. Its events are on the map and the timeline.'));
  return [title, made];
}

async function openArticle(n, wanted) {
  const head = open = await article(n), [title, body] = paragraphs(head), text = h('div.text', null, body);
  const box = h('article.article', null,
    h('header', null, A.length + M.length > 1 && h('p.back', null, h('a', { href: '#' }, '← All'), n > 0 && h('a', { href: '#a=' + (n - 1) }, 'Previous'), A[n + 1] && h('a', { href: '#a=' + (n + 1) }, 'Next')), title || h('h1', null, bdi(head.title)),
      h('p.meta', null, head.published && h('span', null, date(head.published)), h('span', null, /^https?:/.test(head.source) ? outer(head.source, head.source) : bdi(head.source)), h('span', null, count(head.events.length, 'event')), h('span', null, count(head.entities.length, 'entity', 'entities')))));
  const totals = byKey(head.spans, (span) => groupOf(span.type));
  const legend = h('div.legend', { role: 'group', 'aria-label': 'What is marked' }, Object.keys(GROUPS).filter((key) => totals.has(key)).map((key) => h('button.chip', { type: 'button', 'aria-pressed': true, click: ({ currentTarget }) => currentTarget.setAttribute('aria-pressed', !box.classList.toggle('no-' + key)) }, h('i.m.l1.' + key, null, GROUPS[key]), h('small', null, totals.get(key).length.toString()))));
  const cards = h('ul.cards', null, head.events.map((event) => h('li', null, h('button.event', { type: 'button', 'aria-expanded': false, click: () => pick(event.n) }, kind(event), told(event, true)))));
  const names = h('div.index', { hidden: '' }, [...byKey(head.entities.filter((entity) => entity.mentions.length), (entity) => groupOf(entity.kind))].map(([key, some]) => [h('h3', null, GROUPS[key]), h('ul', null, some.map((entity) => h('li', null, name(entity), h('small', null, ' ', entity.mentions.length.toString()))))]));
  const choice = (label, n, mine, other) => h('button', { type: 'button', role: 'tab', 'aria-selected': !mine.hidden, click: ({ currentTarget }) => { for (const one of currentTarget.parentNode.children) one.setAttribute('aria-selected', one === currentTarget); mine.hidden = false; other.hidden = true; } }, label, h('small', null, ' ', n.toString()));
  const figures = h('div.figure'), chosen = {};
  const redraw = (key, value) => {
    chosen[key] = chosen[key] && (chosen[key].key || chosen[key]) === (value.key || value) ? null : value;
    head.events.forEach((event, i) => { cards.children[i].hidden = (chosen.place && !tests.place(event, chosen.place)) || (chosen.day && !tests.day(event, chosen.day)); });
    figures.replaceChildren(map(head.events, (chosen.place || {}).key, (one) => redraw('place', one)), timeline(head.events, chosen.day, (day) => redraw('day', day)));
  };
  redraw();
  box.addEventListener('click', ({ target }) => {
    const mark = target.closest('.m[data-entity], .m[data-event]');
    if (!mark || String(getSelection())) return;
    if (mark.dataset.event) pick(+mark.dataset.event); else show(+mark.dataset.entity, true);
  });
  box.append(h('section', { 'aria-label': 'Text' }, legend, text), h('aside.rail', { 'aria-label': 'Findings' }, h('div', { id: 'detail' }), figures, h('section', { 'aria-label': 'Lists' }, h('div.bar', null, h('div.tabs', { role: 'tablist' }, choice('Events', head.events.length, cards, names), choice('Entities', head.entities.length, names, cards))), cards, names)));
  main.replaceChildren(box);
  walk(box.querySelector('header'), '.m:not(.quote)');
  walk(text, '.m:not(.quote)');
  walk(legend, 'button');
  walk(cards, 'button');
  if (wanted !== undefined) pick(wanted);
}
const name = (entity) => button('.who.' + entity.kind, () => show(entity.id), bdi(entity.name));

function panel(tone, ...kids) {
  const back = doc.activeElement;
  close();
  const box = h('section.detail.' + tone, { 'aria-label': 'Detail' }, h('button.icon.close', { type: 'button', 'aria-label': 'Close', click: close }, '×'), kids);
  box.back = back;
  $('detail').replaceChildren(box);
}
function close() {
  const box = main.querySelector('.detail');
  for (const mark of main.querySelectorAll('.on, .slot')) mark.classList.remove('on', 'slot');
  for (const card of main.querySelectorAll('[aria-expanded]')) card.setAttribute('aria-expanded', false);
  if (!box) return false;
  box.remove();
  if (box.back.isConnected) box.back.focus({ preventScroll: true });
  return true;
}
/** A stretch around a span, the span marked. */
function around(text, start, end) {
  const from = Math.max(text.lastIndexOf('\n', start) + 1, start - 60), line = text.indexOf('\n', end), to = Math.min(line < 0 ? text.length : line, end + 60);
  return marked((start - 60 === from ? '…' : '') + text.slice(from, to) + (end + 60 === to ? '…' : ''), [start - from + (start - 60 === from), end - start]);
}
/** Goes to what stands at a place of the text. */
function jump(start, end) {
  const at = [...main.querySelectorAll('.article [data-at]')].filter((one) => +one.dataset.at <= start);
  const mark = at.pop();
  if (!mark) return;
  mark.scrollIntoView({ block: 'center' });
  if (mark.tagName === 'MARK') mark.focus({ preventScroll: true });
  else if (end) mark.classList.add('on');
}

/** Everything about an entity: what it is, its relations, events and mentions. */
function show(id, here) {
  const { n, text, entities, relations, events } = open, entity = entities[id], { subtype, roles, age, nationality, wikidata, country: code } = entity.about;
  const line = (click, ...kids) => button('.line', click, kids);
  const ties = relations.filter(([, subject, object]) => subject === id || object - 1 === id);
  const mine = events.filter((event) => event.by.includes(id + 1) || event.args.some((arg) => arg.who === id));
  const others = /person|organization|place|facility/.test(entity.kind) ? shelf.filter((one) => one.n !== n && one.entities.some((other) => other.name === entity.name && other.kind === entity.kind)) : [];
  panel(entity.kind, h('h2', null, bdi(entity.name)),
    h('p.meta', null, [subtype || entity.kind.replace('_', ' '), roles, age && 'aged ' + age, subtype !== 'country' && code && country(code), nationality].filter(Boolean).map((said) => h('span', null, bdi(said))), /^Q\d+$/.test(wikidata) && outer('https://www.wikidata.org/wiki/' + wikidata, 'Wikidata')),
    ties.length > 0 && [h('h3', null, 'Relations'), h('dl.slots', null, ties.map(([kind, subject, object, value]) => (subject === id ? slot(kind, object > 0 && name(entities[object - 1]), ' ', value && value !== kind && bdi(value)) : slot(kind + ' of this', name(entities[subject])))))],
    mine.length > 0 && [h('h3', null, 'Events'), mine.map((event) => line(() => pick(event.n), kind(event), h('small', null, event.args.filter((arg) => arg.who === id).map((arg) => arg.role).join(', ') || 'source')))],
    h('h3', null, count(entity.mentions.length, 'mention')), entity.mentions.map(({ start, end }) => line(() => jump(start), around(text, start, end))),
    others.length > 0 && [h('h3', null, 'Also in'), others.slice(0, 30).map((one) => line(() => { location.hash = 'a=' + one.n; }, bdi(one.title)))]);
  const marks = main.querySelectorAll(`.m[data-entity="${id}"]`);
  for (const mark of marks) mark.classList.add('on');
  if (!here && marks[0]) marks[0].scrollIntoView({ block: 'center' });
}
/** Everything about an event; its words are marked in the text. */
function pick(n) {
  const { events, entities } = open, event = events[n];
  panel('event', kind(event), told(event), h('dl.slots', null, roles(event.args, ({ who, name: said }) => (entities[who] ? button('.who.' + entities[who].kind, () => show(who), bdi(said)) : bdi(said))), slots(event.slots), event.links.map(([kind, to]) => slot(kind, button('.who', () => pick(to), events[to].kind)))));
  main.querySelectorAll('.cards .event')[n].setAttribute('aria-expanded', true);
  for (const mark of main.querySelectorAll(`.m[data-event="${n}"]`)) mark.classList.add('on');
  for (const arg of event.args) for (const mark of main.querySelectorAll(`.m[data-entity][data-at="${arg.start}"]`)) mark.classList.add('slot');
  if (event.known) jump(event.start);
}

// ---- search

const fold = (text) => text.toLowerCase().replace(/[\u00c0-\u024f\u1e00-\u1eff]/g, (letter) => letter.normalize('NFD')[0]);
const shelf = [];
let filling;
/** Reads all articles, some at a time. */
const fill = () => (filling = filling || (async () => {
  for (const { n } of A) {
    const one = await article(n);
    one.folded = fold(one.text);
    shelf.push(one);
    if (n % 4 === 3) await new Promise((done) => setTimeout(done));
  }
})());

async function search() {
  const wanted = fold(query.value.trim()), hit = (go, ...kids) => button('', () => { hits.hidden = true; go(); }, kids);
  hits.hidden = true;
  if (wanted.length < 2) return;
  await fill();
  if (wanted !== fold(query.value.trim())) return;
  const to = (n, then) => async () => { await openArticle(n); history.replaceState(null, '', '#a=' + n); then(); };
  const names = [...byKey(shelf.flatMap((one) => one.entities.filter((entity) => fold(entity.name).includes(wanted)).map((entity) => [one, entity])), ([, entity]) => entity.kind + entity.name).values()].sort((a, b) => b.length - a.length).slice(0, 8);
  const texts = shelf.filter((one) => one.folded.includes(wanted));
  hits.replaceChildren(h('h2', null, names.length ? 'Names' : texts.length ? '' : 'Nothing found'),
    ...names.map((some) => hit(to(some[0][0].n, () => show(some[0][1].id)), h('span.who.' + some[0][1].kind, null, bdi(some[0][1].name)), h('small', null, some[0][1].kind.replace('_', ' '), ' · ', count(new Set(some.map(([one]) => one)).size, 'article')))),
    h('h2', null, texts.length ? 'Texts' : ''),
    ...texts.slice(0, 30).map((one) => { const at = one.folded.indexOf(wanted); return hit(to(one.n, () => jump(at, at + wanted.length)), around(one.text, at, at + wanted.length), h('small', null, bdi(one.title))); }));
  hits.hidden = false;
  walk(hits, 'button');
}

// ---- where we are

let scrolled = 0;
async function route() {
  const at = new URLSearchParams(location.hash.slice(1)), n = at.get('a'), story = M[at.get('s')], event = at.get('e');
  if (main.querySelector('.wall')) scrolled = scrollY;
  open = null;
  if (n && A[n]) await openArticle(+n, event !== null && +event < A[n].size ? +event : undefined);
  else if (story) await openStory(story.n);
  else if (A.length === 1 && !M.length) await openArticle(0);
  else wall();
  doc.title = (open ? open.title : story ? story.kind : 'Events') + ' — dateline';
  const first = main.dataset.at === undefined;
  main.dataset.at = location.hash;
  if (!event && !first) scrollTo({ top: open || story ? 0 : scrolled, behavior: 'instant' });
}
function turn() {
  const { dataset } = doc.documentElement, next = { light: 'dark', dark: '' }[dataset.theme];
  dataset.theme = next === undefined ? 'light' : next;
  $('theme').setAttribute('aria-label', 'Colors: ' + (dataset.theme || 'as the system'));
}
doc.addEventListener('keydown', (event) => {
  const { key, target } = event, first = !hits.hidden && hits.querySelector('button');
  if (event.altKey || event.ctrlKey || event.metaKey || $('help').open) return;
  if (key === 'Escape') {
    if (!hits.hidden) { hits.hidden = true; query.focus(); } else if (target === query) query.blur();
    else if (!close()) {
      if (main.querySelector('.wall')) { for (const one in filter) filter[one] = null; wall(); } else if (location.hash) location.hash = '';
    }
  } else if (target === query) {
    if (first && key === 'Enter') first.click();
    if (first && key === 'ArrowDown') { event.preventDefault(); first.focus(); }
  } else if (key === '/') { event.preventDefault(); query.focus(); query.select(); } else if (key === '?') $('help').showModal();
  else if (key === 't') turn();
  else if (open && A[open.n + { n: 1, p: -1 }[key]]) location.hash = 'a=' + (open.n + { n: 1, p: -1 }[key]);
});
query.addEventListener('input', search);
doc.addEventListener('pointerdown', ({ target }) => { if (!target.closest('.find')) hits.hidden = true; });
$('keys').addEventListener('click', () => $('help').showModal());
$('theme').addEventListener('click', turn);
addEventListener('hashchange', route);

(async () => {
  await pause();
  [index, world] = await Promise.all([inflate(data.index), inflate(data.map)]);
  places = index.places.map(([name, country, precision, x, y]) => ({ name, country, precision: precision || '', x, y }));
  let first = 0, a = 0;
  A = index.articles.map(([title, size, published, source], n) => ({ n, title, size, first: (first += size) - size, published, source: source || '' }));
  E = outlines(index.events, (n) => { while (n >= A[a].first + A[a].size) a++; return { a, n: n - A[a].first }; });
  M = outlines(index.merged, (n) => ({ n, sources: index.sources[n] }));
  $('scope').textContent = [[M, 'happening'], [A, 'article'], [E, 'event']].filter(([list]) => list.length).map(([list, one]) => count(list.length, one)).join(' · ');
  await pause();
  await route();
  main.dataset.ready = '';
  setTimeout(fill, 500);
})();
