// The search: reads the index that generator/internal/opendata/search.go makes, in its steps, and shows where each hit was
// found. opendatatest.Search is the same in Go, for tests.
import { el, load, marked, onDisk, root } from './site.js';

const status = document.getElementById('status'), list = document.getElementById('hits'), more = document.getElementById('more');
const perPage = 20;

const fold = text => text.normalize('NFKC').toLowerCase();

// runs cuts a text into stretches of Han characters and of other letters and digits.
const runs = text => fold(text).match(/\p{Script=Han}+|(?:(?!\p{Script=Han})[\p{L}\p{N}])+/gu) || [];

// tokens are what a text must have to be found: pairs of Han characters, threes of others.
function tokens(text) {
  const found = new Set();
  for (const run of runs(text)) {
    const chars = Array.from(run), n = Math.min(/\p{Script=Han}/u.test(run) ? 2 : 3, chars.length);
    for (let i = 0; i + n <= chars.length; i++) found.add(chars.slice(i, i + n).join(''));
  }
  return [...found];
}

// shard is FNV-1a of the token's UTF-8.
function shard(token, shards) {
  let h = 0x811c9dc5;
  for (const byte of new TextEncoder().encode(token)) h = Math.imul(h ^ byte, 0x01000193) >>> 0;
  return 'search/' + (h % shards).toString(16).padStart(2, '0') + '.json';
}

const numbers = 1 << 1; // the field of ids and document numbers
const bits = n => 32 - Math.clz32(n);
const best = fields => 31 - Math.clz32(fields & -fields);

async function search(query) {
  const docs = await load('search/docs.json'), wanted = tokens(query), width = docs.fields.length;
  const lists = await Promise.all(wanted.map(async t => (await load(shard(t, docs.shards)))[t] || []));
  const matches = new Map();
  for (const postings of lists) {
    const rarity = postings.length ? bits(Math.floor(docs.title.length / postings.length)) : 0;
    let doc = 0;
    for (const posting of postings) {
      const fields = posting & (1 << width) - 1;
      doc += posting >> width;
      let m = matches.get(doc);
      if (!m) matches.set(doc, m = { doc, tokens: 0, score: 0, fields: -1 });
      m.tokens++;
      m.score += rarity * docs.fields[best(fields)][1];
      m.fields &= fields;
    }
  }
  let doc = 0;
  const number = '=' + runs(query).join('');
  for (const posting of (await load(shard(number, docs.shards)))[number] || []) {
    doc += posting >> width;
    const m = matches.get(doc) || { doc, score: 0 };
    matches.set(doc, Object.assign(m, { tokens: wanted.length, fields: numbers, score: m.score + 1000 }));
  }
  const all = [...matches.values()], whole = all.some(m => m.tokens === wanted.length);
  const needed = whole ? wanted.length : Math.floor((3 * wanted.length + 4) / 5), text = fold(query);
  const found = all.filter(m => m.tokens >= needed);
  for (const m of found) {
    if (m.fields) m.score += wanted.length * docs.fields[best(m.fields)][1];
    if (fold(docs.title[m.doc]).includes(text)) m.score *= 2;
  }
  found.sort((a, b) => b.tokens - a.tokens || b.score - a.score || a.doc - b.doc);
  return {
    whole, hits: found.map(m => ({
      kind: docs.kinds[docs.kind[m.doc]], title: docs.title[m.doc], url: docs.url[m.doc], meta: docs.meta[m.doc],
      field: m.fields ? docs.fields[best(m.fields)][0] : '',
    })),
  };
}

// words are what is marked in a text: the query's words, and their tokens where a word is not there as a whole.
const words = (query, text) => runs(query).flatMap(run => fold(text).includes(run) ? [run] : tokens(run));

function item(hit, query) {
  const snippet = el('p', { class: 'snippet' });
  const li = el('li', {},
    el('p', { class: 'h-head' }, el('span', { class: 'tag plain' }, hit.kind), el('a', { href: root + hit.url }, ...marked(hit.title, words(query, hit.title)))),
    el('p', { class: 'meta' }, ...marked(hit.meta, words(query, hit.meta)), ` · 见于${hit.field || '多处'}`), snippet);
  quotes.set(li, async () => snippet.append(...await quote(hit, query)));
  seen.observe(li);
  return li;
}

// The page of a hit is read when the hit comes into sight, one after the other, so that none holds up what the reader does.
const quotes = new Map();
let last = Promise.resolve();
const seen = new IntersectionObserver(entries => {
  for (const { target } of entries.filter(e => e.isIntersecting)) {
    seen.unobserve(target);
    last = last.then(quotes.get(target)).catch(() => {}); // without a snippet the hit is as good
  }
});

// quote cuts what stands around the query out of the page that was found.
async function quote(hit, query) {
  const [path, id] = hit.url.split('#');
  const page = new DOMParser().parseFromString(await (await fetch(root + path)).text(), 'text/html');
  const part = id && page.getElementById(id) || page.getElementById('main');
  part.querySelectorAll('nav, svg, h1, .title, pre').forEach(e => e.remove());
  const texts = Array.from(part.querySelectorAll('p, li, td, th, dd, h2, h3, h4, h5, h6'), e => e.textContent.replace(/\s+/g, ' ').trim());
  const wanted = words(query, texts.join('\n'));
  const rate = t => wanted.filter(w => fold(t).includes(w)).length;
  const text = texts.reduce((a, b) => rate(b) > rate(a) ? b : a, '');
  const at = Math.min(...wanted.map(w => fold(text).indexOf(w)).filter(i => i >= 0));
  if (!isFinite(at)) return [];
  const from = Math.max(0, at - 30), cut = text.slice(from, from + 110);
  return [from ? '…' : '', ...marked(cut, wanted), from + 110 < text.length ? '…' : ''];
}

async function start(query) {
  status.textContent = '正在搜索…';
  const { whole, hits } = await search(query);
  const scope = '搜索了项目、单位、供应商、年度计划、办法、规则的名称、编号和文号、概述、正文，以及公开的文档；涉密项目和不公开的章节不在其中。';
  status.textContent = !hits.length ? `没有找到“${query}”。${scope}可以换一个词，或只写词的一部分。`
    : whole ? `找到 ${hits.length} 条“${query}”。` : `没有同时包含“${query}”各部分的，以下 ${hits.length} 条包含其中大部分。`;
  let shown = 0;
  const next = () => {
    list.append(...hits.slice(shown, shown + perPage).map(h => item(h, query)));
    shown += perPage;
    more.hidden = shown >= hits.length;
  };
  more.addEventListener('click', next);
  next();
}

const query = (new URLSearchParams(location.search).get('q') || '').trim();
document.querySelectorAll('input[name=q]').forEach(input => { input.value = query; });
if (onDisk) status.textContent = '搜索要从网站服务器打开才能用；这里直接打开了磁盘上的文件，浏览器不许读取索引。请从项目库、单位、制度与规则逐页查看。';
else if (tokens(query).length) start(query).catch(() => { status.textContent = '搜索的索引没有载入，请刷新再试。'; });
else if (query) status.textContent = `“${query}”里没有可以搜索的字、字母或数字。`;
