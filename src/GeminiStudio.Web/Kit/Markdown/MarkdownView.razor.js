// Colours code through the CSS Custom Highlight API: ranges over the text, so the DOM stays the renderer's own.
const supported = typeof CSS !== 'undefined' && CSS.highlights && window.Highlight;
const colours = [
  ['gs-note', /^(comment|quote|doctag|meta)/], ['gs-str', /^(string|regexp|char|addition|link|template-variable)/],
  ['gs-num', /^(number|literal|symbol|variable\.constant|deletion)/], ['gs-key', /^(attr|attribute|property|title|section|selector|name|function|params)/],
  ['gs-kw', /^(keyword|built_in|type|tag|operator|class|variable\.language|bullet)/],
];
const aliases = {
  js: 'javascript', jsx: 'javascript', mjs: 'javascript', ts: 'typescript', tsx: 'typescript', 'c#': 'csharp', cs: 'csharp', 'c++': 'cpp', h: 'cpp', cc: 'cpp',
  py: 'python', rb: 'ruby', rs: 'rust', sh: 'bash', shell: 'bash', zsh: 'bash', console: 'bash', ps1: 'powershell', pwsh: 'powershell', yml: 'yaml', md: 'markdown',
  html: 'xml', svg: 'xml', xhtml: 'xml', kt: 'kotlin', golang: 'go', jsonc: 'json', json5: 'json', docker: 'dockerfile', patch: 'diff', toml: 'ini', postgresql: 'sql', sqlite: 'sql',
};
const known = new Set('bash c cpp csharp css diff dockerfile go ini java javascript json kotlin markdown php powershell python ruby rust sql swift typescript xml yaml'.split(' '));
const longest = 60000;
const seen = new WeakMap(); // code element -> { text, ranges }
const loaded = new Map();
let engine;
let setsMath = false;

async function language(name) {
  const id = aliases[name.toLowerCase()] ?? name.toLowerCase();
  if (!known.has(id)) return undefined;
  engine ??= import('../../lib/highlight/core.js').then(m => m.default);
  const hljs = await engine;
  if (!loaded.has(id)) loaded.set(id, import(`../../lib/highlight/languages/${id}.js`).then(m => hljs.registerLanguage(id, m.default)));
  await loaded.get(id);
  return { hljs, id };
}

function spans(node, scope, out, at) {
  for (const child of node.children ?? []) {
    if (typeof child === 'string') {
      if (scope) out.push([scope, at.i, at.i + child.length]);
      at.i += child.length;
    } else {
      const found = colours.find(([, re]) => child.scope && re.test(child.scope));
      spans(child, found?.[0] ?? (child.scope === 'subst' ? undefined : scope), out, at);
    }
  }
}

function forget(entry) {
  for (const [name, range] of entry?.ranges ?? []) CSS.highlights.get(name)?.delete(range);
}

async function paint(code) {
  const text = code.textContent;
  const before = seen.get(code);
  if (before?.text === text || text.length > longest) return;
  const found = await language(code.dataset.lang || '');
  if (!found || !code.isConnected || code.textContent !== text) return;
  forget(before);
  const pieces = [];
  const walker = document.createTreeWalker(code, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(), start = 0; node; start += node.length, node = walker.nextNode()) pieces.push({ node, start });
  const at = offset => {
    let low = 0, high = pieces.length - 1;
    while (low < high) { const mid = (low + high + 1) >> 1; if (pieces[mid].start <= offset) low = mid; else high = mid - 1; }
    return [pieces[low].node, Math.min(offset - pieces[low].start, pieces[low].node.length)];
  };
  const out = [];
  spans(found.hljs.highlight(text, { language: found.id, ignoreIllegals: true })._emitter.rootNode, undefined, out, { i: 0 });
  const ranges = out.map(([name, start, end]) => {
    const range = new StaticRange({ startContainer: at(start)[0], startOffset: at(start)[1], endContainer: at(end)[0], endOffset: at(end)[1] });
    if (!CSS.highlights.has(name)) CSS.highlights.set(name, new Highlight());
    CSS.highlights.get(name).add(range);
    return [name, range];
  });
  seen.set(code, { text, ranges });
}

/** Paints the code under an element now and whenever it changes. */
export function colour(root) {
  let timer;
  const painted = new Set();
  const all = () => {
    timer = undefined;
    if (!setsMath && root.querySelector('gs-math')) { setsMath = true; import('../../lib/katex/gs-math.js').catch(() => { setsMath = false; }); }
    if (!supported) return;
    for (const code of painted) if (!code.isConnected) { forget(seen.get(code)); painted.delete(code); }
    for (const code of root.querySelectorAll('code[data-lang]:not([data-lang=""])')) { painted.add(code); paint(code).catch(() => { }); }
  };
  new MutationObserver(() => timer ??= setTimeout(all, 150)).observe(root, { childList: true, subtree: true, characterData: true });
  all();
}
