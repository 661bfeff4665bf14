// The list of projects: facets with counts, order, the sum and the CSV of what is selected, and the choice of projects to
// compare. All of it stands in the address. Until something is changed, the page stays as it came from the server; what
// data/list.json holds is said in generator/internal/opendata/list.go.
import { el, load, onDisk, root, sum, wan } from './site.js';

const perPage = 50;
const amounts = [['申报概算', 'declared'], ['计划金额', 'planned'], ['合同金额', 'contracted'], ['已支付', 'paid']];
const columns = ['id', 'unit', 'category', 'year', 'stage', 'planned', 'finding']; // what each column is ordered by

const place = document.getElementById('list'), panel = document.getElementById('facets');
const count = document.getElementById('count'), total = document.getElementById('sum'), download = document.getElementById('download');
const table = place.querySelector('table'), pager = place.querySelector('.pager');
const own = { path: location.pathname, query: place.dataset.query }; // the selection that this page was made for
const heads = table && Array.from(table.tHead.rows[0].cells, c => c.textContent);

let data, facets, rows, shown;
let state;

// read takes the state from the address, or from the page where the address says nothing.
function read() {
  const q = new URLSearchParams(location.search || (location.pathname === own.path ? own.query : ''));
  state = { q: q.get('q') || '', sort: q.get('sort') || '', page: Math.max(1, parseInt(q.get('page')) || 1), pick: q.getAll('pick').slice(0, 4), facets: {} };
  for (const f of facets) state.facets[f.key] = q.getAll(f.key);
}

// address is the state as an address, on the page of all projects.
function address(changed) {
  const s = { ...state, ...changed }, q = new URLSearchParams();
  for (const f of facets) for (const v of s.facets[f.key]) q.append(f.key, v);
  if (s.q) q.set('q', s.q);
  if (s.sort) q.set('sort', s.sort);
  if (s.page > 1) q.set('page', s.page);
  for (const id of s.pick) q.append('pick', id);
  return root + 'projects/?' + q;
}

// change moves to another state. The control that was used is painted before the list is made anew.
let waiting;
function change(changed, typing) {
  Object.assign(state, { page: 1 }, changed);
  clearTimeout(waiting);
  const move = () => {
    history[typing ? 'replaceState' : 'pushState'](null, '', address());
    render();
  };
  if (typing) waiting = setTimeout(move, 120);
  else requestAnimationFrame(() => { waiting = setTimeout(move); });
}

// select finds the rows of the state, in its order, and counts the values of each facet among the rows that all other
// facets let through.
function select() {
  const wanted = facets.map(f => {
    const keys = state.facets[f.key];
    return keys.length ? f.values.map(([key]) => keys.includes(key)) : null;
  });
  const q = state.q.toLowerCase(), counts = facets.map(f => new Array(f.values.length).fill(0));
  rows = [];
  for (let i = 0; i < data.id.length; i++) {
    if (q && !data.name[i].toLowerCase().includes(q) && !data.id[i].includes(q)) continue;
    let missed = 0, by = 0;
    for (let f = 0; f < facets.length && missed < 2; f++) {
      if (wanted[f] && !wanted[f][facets[f].of[i]]) { missed++; by = f; }
    }
    if (missed === 0) {
      rows.push(i);
      for (let f = 0; f < facets.length; f++) counts[f][facets[f].of[i]]++;
    } else if (missed === 1) counts[by][facets[by].of[i]]++;
  }
  const key = state.sort.replace('-', ''), facet = facets.find(f => f.key === key), sign = state.sort[0] === '-' ? -1 : 1;
  if (facet) rows.sort((a, b) => sign * (facet.of[a] - facet.of[b]) || a - b);
  else if (key === 'id') rows.sort((a, b) => sign * (data.id[a] < data.id[b] ? -1 : 1));
  else if (data[key]) rows.sort((a, b) => (data[key][a] === null) - (data[key][b] === null) || sign * (data[key][a] - data[key][b]) || a - b);
  return counts;
}

function render() {
  const counts = select(), pages = Math.max(1, Math.ceil(rows.length / perPage));
  state.page = Math.min(state.page, pages);
  const first = (state.page - 1) * perPage;
  shown = rows.slice(first, first + perPage);
  table.tBodies[0].replaceChildren(...shown.map(row));
  const chosen = facets.flatMap(f => state.facets[f.key].map(v => f.label + '：' + label(f, v)));
  count.textContent = `共 ${rows.length} 个项目${pages > 1 ? `，第 ${first + 1} 至 ${first + shown.length} 个` : ''}。` + (chosen.length ? `已筛选：${chosen.join('，')}。` : '');
  total.textContent = `合计 ${rows.length} 个项目：` + amounts.map(([name, key]) => `${name} ${wan(sum(rows.map(i => data[key][i])))} 万元`).join('，') + '。';
  turn(pages);
  show(counts);
}

const label = (f, key) => (f.values.find(v => v[0] === key) || [key, key])[1];
const value = (key, i) => { const f = facets.find(f => f.key === key); return f.values[f.of[i]]; };

// row is a line of the table, as the server prints it.
function row(i) {
  const [unit, unitName] = value('unit', i), [state, tone] = data.states[data.state[i]];
  const cells = [
    el('th', { scope: 'row' }, el('a', { href: root + 'projects/' + data.id[i] + '/' }, data.name[i]), el('small', {}, data.id[i])),
    el('td', {}, el('a', { href: root + 'units/' + unit + '/' }, unitName)),
    el('td', {}, value('category', i)[1]),
    el('td', { class: 'num' }, value('year', i)[1]),
    el('td', {}, data.id[i] && value('stage', i)[1]),
    el('td', { class: 'num' }, data.planned[i] === null ? '' : wan(data.planned[i])),
    el('td', {}, el('span', { class: 'tag ' + tone }, state)),
  ];
  cells.forEach((c, n) => { if (n) c.dataset.head = heads[n]; });
  return offer(el('tr', {}, ...cells), data.id[i]);
}

// offer adds the choice to compare to a line.
function offer(tr, id) {
  const box = el('input', { type: 'checkbox', name: 'pick', value: id, checked: state.pick.includes(id) });
  tr.querySelector('small').append(el('label', { class: 'pick' }, box, '对比', el('span', { class: 'hidden' }, tr.querySelector('a').textContent)));
  return tr;
}

// turn makes the links to the pages before and after.
function turn(pages) {
  const link = (page, text, rel) => el('a', { href: address({ page }), rel, 'data-page': String(page) }, text);
  pager.replaceChildren();
  if (pages === 1) return;
  if (state.page > 1) pager.append(link(state.page - 1, '‹ 上一页', 'prev'));
  pager.append(el('span', {}, `第 ${state.page} 页，共 ${pages} 页`));
  if (state.page < pages) pager.append(link(state.page + 1, '下一页 ›', 'next'));
}

// show brings the controls to the state.
function show(counts) {
  facets.forEach((f, n) => f.boxes.forEach((box, v) => {
    box.checked = state.facets[f.key].includes(f.values[v][0]);
    box.nextElementSibling.nextElementSibling.textContent = counts[n][v];
    box.parentNode.classList.toggle('nothing', !counts[n][v]);
  }));
  const input = panel.querySelector('input[type=search]');
  if (input.value.trim() !== state.q) input.value = state.q;
  columns.forEach((key, n) => {
    const th = table.tHead.rows[0].cells[n];
    if (state.sort === key || state.sort === '-' + key) th.setAttribute('aria-sort', state.sort === key ? 'ascending' : 'descending');
    else th.removeAttribute('aria-sort');
  });
  showPicks();
}

function showPicks() {
  const bar = document.getElementById('picked'), n = state.pick.length;
  bar.hidden = !n;
  const q = new URLSearchParams(state.pick.map(id => ['p', id]));
  bar.replaceChildren(`已选 ${n} 个项目（最多 4 个）`,
    n > 1 ? el('a', { class: 'button', href: root + 'compare/?' + q }, '对比') : '再选一个就可以对比',
    el('button', { type: 'button', onclick: () => { state.pick = []; picked(); } }, '清除'));
}

function picked() {
  history.replaceState(null, '', address());
  table.querySelectorAll('input[name=pick]').forEach(box => { box.checked = state.pick.includes(box.value); box.disabled = state.pick.length === 4 && !box.checked; });
  showPicks();
}

// build puts the controls in place of the links that stand there for those without scripts.
function build() {
  const form = el('form', { onsubmit: e => e.preventDefault() });
  form.append(el('label', { class: 'find' }, '名称或编号', el('input', { type: 'search', value: state.q, oninput: e => change({ q: e.target.value.trim() }, true) })));
  for (const f of facets) {
    f.boxes = f.values.map(([key]) => el('input', { type: 'checkbox', value: key, onchange: () => toggle(f) }));
    const list = el('div', f.values.length > 9 ? { class: 'many', tabIndex: 0, role: 'group', 'aria-label': f.label } : {},
      ...f.values.map(([, text], v) => el('label', {}, f.boxes[v], el('span', {}, text), el('span', { class: 'n' }))));
    form.append(el('fieldset', {}, el('legend', {}, f.label), list));
  }
  form.append(el('button', { type: 'button', onclick: () => change({ q: '', facets: Object.fromEntries(facets.map(f => [f.key, []])) }) }, '清除筛选'));
  panel.replaceChildren(form);
  columns.forEach((key, n) => {
    const th = table.tHead.rows[0].cells[n];
    th.replaceChildren(el('button', { type: 'button', class: 'sort', onclick: () => change({ sort: state.sort === key ? '-' + key : state.sort === '-' + key ? '' : key }) }, heads[n]));
  });
  table.addEventListener('change', e => {
    if (e.target.name !== 'pick') return;
    state.pick = e.target.checked ? [...state.pick, e.target.value].slice(0, 4) : state.pick.filter(id => id !== e.target.value);
    picked();
  });
  pager.addEventListener('click', e => {
    const a = e.target.closest('a[data-page]');
    if (!a || e.ctrlKey || e.metaKey || e.shiftKey) return;
    e.preventDefault();
    change({ page: Number(a.dataset.page) });
    place.scrollIntoView();
  });
  download.addEventListener('click', e => { if (shown) { e.preventDefault(); save(); } });
  addEventListener('popstate', () => { read(); render(); });
}

function toggle(f) {
  const keys = f.boxes.filter(b => b.checked).map(b => b.value);
  change({ facets: { ...state.facets, [f.key]: keys } });
}

// save offers the lines of the CSV of all projects that are selected, in their order here.
async function save() {
  const text = await (await fetch(root + 'data/projects.csv')).text();
  const lines = text.replace(/\r\n$/, '').split('\r\n');
  const csv = [lines[0], ...rows.map(i => lines[i + 1])].join('\r\n') + '\r\n';
  const a = el('a', { href: URL.createObjectURL(new Blob(['\uFEFF' + csv], { type: 'text/csv' })), download: 'projects-selected.csv' });
  a.click();
  setTimeout(() => URL.revokeObjectURL(a.href), 1000);
}

async function start() {
  data = await load('data/list.json');
  facets = data.facets;
  read();
  build();
  if (location.search) return render();
  show(select());
  table.querySelectorAll('tbody tr').forEach(tr => offer(tr, tr.querySelector('small').textContent));
}

const notice = text => place.before(el('p', { class: 'notice' }, text));
if (onDisk) notice('筛选、排序、对比和按筛选结果下载，要从网站服务器打开才能用；这里直接打开了磁盘上的文件，请用下面的链接逐页查看。');
else if (table) start().catch(() => notice('项目数据没有载入，筛选和排序暂时不能用；可以用下面的链接逐页查看，或刷新再试。'));
