// What the scripts share: making elements, reading the site's data, writing amounts.

// root is where the site stands: "/" or "/register/". The page may give it relative to itself.
export const root = new URL(document.currentScript.dataset.root, location.href).pathname;

// onDisk: a page opened straight from a disk may not read any file.
export const onDisk = location.protocol === 'file:';

// el makes an element. A property that is no string is set as such: {checked: true}. A text child is text, never markup.
export function el(tag, properties, ...children) {
  const e = document.createElement(tag);
  for (const [key, value] of Object.entries(properties || {})) {
    if (typeof value === 'string') e.setAttribute(key, value);
    else if (value !== undefined) e[key] = value;
  }
  e.append(...children.filter(c => c !== undefined));
  return e;
}

const files = new Map();

// load reads a JSON file of the site, once.
export function load(name) {
  if (!files.has(name)) files.set(name, fetch(root + name).then(r => { if (!r.ok) throw new Error(name); return r.json(); }));
  return files.get(name);
}

// wan writes an amount of 万元 as Go does: "1,234.5".
export const wan = amount => amount.toLocaleString('zh-CN', { maximumFractionDigits: 6 });

// sum adds amounts of 万元 up in fen, in which they are whole.
export const sum = amounts => amounts.reduce((s, a) => s + Math.round((a || 0) * 1e6), 0) / 1e6;

// marked gives a text as nodes, with the parts that match marked.
export function marked(text, parts) {
  const on = new Uint8Array(text.length), low = text.toLowerCase();
  for (const part of parts) {
    for (let i = low.indexOf(part); part && i >= 0; i = low.indexOf(part, i + 1)) on.fill(1, i, i + part.length);
  }
  const nodes = [];
  for (let i = 0, j; i < text.length; i = j) {
    for (j = i; j < text.length && on[j] === on[i];) j++;
    nodes.push(on[i] ? el('mark', {}, text.slice(i, j)) : text.slice(i, j));
  }
  return nodes;
}
