// Keeps a long text in its box, numbers its lines, posts it a moment after the last key and marks the lines that the server names.
const pause = 200;

export async function open(root) {
  const url = `/api/editors/${root.dataset.textId}`, box = root.querySelector('textarea'), lines = root.querySelector('[data-lines]');
  const note = root.querySelector('[data-note]'), file = root.querySelector('[data-file]'), least = box.rows, listeners = new AbortController();
  let timer = 0, bad = new Set(), posting = Promise.resolve(), posted = null, edits = 0;

  function draw() {
    const count = box.value.split('\n').length, rows = [];
    let plain = '';
    for (let n = 1; n <= count; n++) {
      if (bad.has(n)) {
        const mark = document.createElement('span');
        mark.className = 'x';
        mark.textContent = n;
        rows.push(plain, mark, '\n');
        plain = '';
      } else plain += `${n}\n`;
    }
    lines.replaceChildren(...rows, plain);
    box.rows = Math.max(least, Math.min(count, 2000));
  }

  function show(problems) { bad = new Set((problems ?? []).filter(p => p.isError !== false).map(p => p.line)); draw(); }

  async function post() {
    const text = box.value;
    if (text === posted || (posted === null && edits === 0)) return; // nothing is known yet, and nothing typed
    try {
      const answer = await fetch(url, { method: 'POST', headers: { 'Content-Type': 'text/plain', 'X-CSRF': '1' }, body: text });
      const told = await answer.json().catch(() => null);
      note.textContent = answer.ok ? '' : told?.detail ?? 'The server did not take the text. It is still here.';
      if (answer.ok) { posted = text; show(told.problems); }
    } catch {
      note.textContent = 'The connection is lost. The text is still here.';
    }
  }

  const flush = () => { clearTimeout(timer); return posting = posting.then(post); };
  async function load() {
    const before = edits;
    const told = await fetch(url, { headers: { 'X-CSRF': '1' }, cache: 'no-store' }).then(r => r.ok ? r.json() : null, () => null);
    if (edits !== before) return flush(); // typed while it came: what a person typed stays
    if (!told) return;
    if (box.value !== told.text) box.value = told.text;
    posted = box.value;
    show(told.problems);
  }

  box.addEventListener('input', () => { edits++; draw(); clearTimeout(timer); timer = setTimeout(flush, pause); }, { signal: listeners.signal });
  box.addEventListener('blur', flush, { signal: listeners.signal });
  const read = async () => { if (file?.files[0]) { box.value = await file.files[0].text(); edits++; draw(); await flush(); } };
  file?.addEventListener('change', read, { signal: listeners.signal });
  if (box.value) { edits++; draw(); await flush(); } // typed before this module was here
  else await load();
  await read(); // picked before it
  return { flush, load, close: () => { clearTimeout(timer); listeners.abort(); } };
}
