// Fills the boxes with what the server has answered, keeps what is typed for the case of a reload, and posts all answers at once.
const keep = {
  read(key) { try { return JSON.parse(sessionStorage.getItem(key)) ?? {}; } catch { return {}; } },
  write(key, value) { try { sessionStorage.setItem(key, JSON.stringify(value)); } catch { /* full or blocked: the box still has it */ } },
  drop(key) { try { sessionStorage.removeItem(key); } catch { /* blocked */ } },
};

const opened = new WeakMap();

// One pair of ears for each set of cards: two would send the answers twice.
export function open(root) {
  if (!opened.has(root)) opened.set(root, listen(root));
  return opened.get(root);
}

function listen(root) {
  const url = `/api/turns/${root.dataset.turnId}/calls`, key = `gs-calls:${root.dataset.turnId}`, listeners = new AbortController();
  const boxes = () => [...root.querySelectorAll('textarea[data-index]')];
  const say = words => { const line = root.querySelector('[data-problem]'); if (line) line.textContent = words; };
  const newTurnId = crypto.randomUUID();
  let typed = keep.read(key), sending = false;

  async function load() {
    const answers = await fetch(url, { headers: { 'X-CSRF': '1' }, cache: 'no-store' }).then(r => r.ok ? r.json() : [], () => []);
    for (const box of boxes()) {
      const mine = typed[box.dataset.index];
      if (mine !== undefined) { if (box.value !== mine) box.value = mine; }
      else if (box.value !== '' && !box.dataset.filled) { typed[box.dataset.index] = box.value; keep.write(key, typed); } // typed before this module was here
      else if (answers[box.dataset.index]) { box.value = answers[box.dataset.index]; box.dataset.filled = '1'; }
    }
  }

  async function send() {
    if (sending) return;
    sending = true;
    try {
      const texts = boxes().sort((a, b) => a.dataset.index - b.dataset.index).map(b => b.value);
      const answer = await fetch(url, { method: 'POST', headers: { 'Content-Type': 'application/json', 'X-CSRF': '1' }, body: JSON.stringify({ newTurnId, texts }) });
      if (answer.ok) { keep.drop(key); say(''); }
      else say((await answer.json().catch(() => null))?.detail ?? 'The server did not take it. Your answers are still here.');
    } catch {
      say('Not sent: the connection is lost. Your answers are still here.');
    } finally {
      sending = false;
    }
  }

  const on = (name, act) => root.addEventListener(name, act, { signal: listeners.signal });
  on('input', e => { if (e.target.dataset.index) { say(''); typed[e.target.dataset.index] = e.target.value; keep.write(key, typed); } });
  on('click', e => { if (e.target.closest('[data-continue]')) send(); });
  on('keydown', e => { if ((e.ctrlKey || e.metaKey) && e.key === 'Enter' && e.target.dataset.index) { e.preventDefault(); send(); } });
  return { load, close() { listeners.abort(); opened.delete(root); } };
}
