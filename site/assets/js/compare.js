// Two to four projects side by side. Which ones stands in the address, ?p=2025-zhzf-001&p=2025-nt-001; what each says in its
// compare.json, which generator/internal/publish/pages_compare.go makes.
import { el, load, onDisk, root } from './site.js';

const most = 4;
const status = document.getElementById('status'), place = document.getElementById('comparison'), add = document.getElementById('add');
let ids = [...new Set(new URLSearchParams(location.search).getAll('p').map(id => id.toLowerCase()))].filter(id => /^[a-z0-9-]+$/.test(id)).slice(0, most);

const address = list => '?' + new URLSearchParams(list.map(id => ['p', id]));

function choose(list) {
  ids = list;
  history.pushState(null, '', address(ids));
  show();
}

async function show() {
  const found = await Promise.all(ids.map(id => load(`projects/${id}/compare.json`).catch(() => id)));
  const missing = found.filter(p => typeof p === 'string'), projects = found.filter(p => typeof p !== 'string');
  status.textContent = (missing.length ? `没有项目 ${missing.join('、')}。` : '') +
    (projects.length > 1 ? `对比 ${projects.length} 个项目。` : projects.length ? '再加一个项目就可以对比。' : '还没有选项目。');
  add.hidden = projects.length >= most;
  place.replaceChildren(...(projects.length ? [tableOf(projects)] : []));
}

function tableOf(projects) {
  const remove = p => el('button', { type: 'button', onclick: () => choose(ids.filter(id => id !== p.id)) }, '移除', el('span', { class: 'hidden' }, p.name));
  const head = el('tr', {}, el('td'), ...projects.map(p => el('th', { scope: 'col' }, el('a', { href: root + p.url }, p.name), remove(p))));
  const table = el('table', { class: 'comparison' }, el('caption', { class: 'hidden' }, '项目对比'), el('thead', {}, head));
  for (const title of new Set(projects.flatMap(p => p.groups.map(g => g.title)))) {
    const groups = projects.map(p => p.groups.find(g => g.title === title) || { rows: [] });
    const body = el('tbody', {}, el('tr', {}, el('th', { scope: 'rowgroup', colSpan: projects.length + 1, class: 'group' }, title)));
    for (const label of new Set(groups.flatMap(g => g.rows.map(r => r[0])))) {
      const values = groups.map(g => g.rows.filter(r => r[0] === label && r[1]).map(r => r[1]).join('；'));
      const differs = projects.length > 1 && values.some(v => v !== values[0]);
      body.append(el('tr', differs ? { class: 'differs' } : {}, el('th', { scope: 'row' }, label, differs ? el('span', { class: 'hidden' }, '（不同）') : undefined),
        ...values.map(v => el('td', groups[0].numeric ? { class: 'num' } : {}, v || '—'))));
    }
    table.append(body);
  }
  return el('div', { class: 'card scroll', tabIndex: 0, role: 'group', 'aria-label': '项目对比' }, table);
}

// suggest lists projects whose name or id has the text.
async function suggest(text) {
  const list = document.getElementById('suggestions'), data = await load('data/list.json');
  const found = [];
  for (let i = 0; text && i < data.id.length && found.length < 8; i++) {
    if ((data.name[i].toLowerCase().includes(text) || data.id[i].includes(text)) && !ids.includes(data.id[i])) found.push(i);
  }
  list.replaceChildren(...found.map(i => el('li', {}, el('button', { type: 'button', onclick: () => { input.value = ''; list.replaceChildren(); choose([...ids, data.id[i]]); } }, `${data.name[i]}（${data.id[i]}）`))));
}

const input = add.querySelector('input');
if (onDisk) {
  add.hidden = true;
  status.textContent = '对比要从网站服务器打开才能用；这里直接打开了磁盘上的文件，浏览器不许读取数据。';
} else {
  input.addEventListener('input', () => suggest(input.value.trim().toLowerCase()).catch(() => { status.textContent = '项目数据没有载入，请刷新再试。'; }));
  add.addEventListener('submit', e => { e.preventDefault(); document.querySelector('#suggestions button')?.click(); });
  addEventListener('popstate', () => { ids = new URLSearchParams(location.search).getAll('p').slice(0, most); show(); });
  show();
}
