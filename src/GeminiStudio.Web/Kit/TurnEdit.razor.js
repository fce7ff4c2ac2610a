// Fetches a turn's words, keeps what is typed for the case of a reload, and posts it: the circuit carries none of it.
const keep = {
  read(key) { try { return JSON.parse(sessionStorage.getItem(key)); } catch { return null; } },
  write(key, value) { try { sessionStorage.setItem(key, JSON.stringify(value)); } catch { /* full or blocked: the box still has it */ } },
  drop(key) { try { sessionStorage.removeItem(key); } catch { /* blocked */ } },
};

export async function open(root, component) {
  const url = `/api/turns/${root.dataset.turnId}`, key = `gs-edit:${root.dataset.turnId}`;
  const boxes = [...root.querySelectorAll('[data-part]')], problem = root.querySelector('[data-problem]');
  const listeners = new AbortController(), newTurnId = crypto.randomUUID();
  let sending = false;
  const texts = () => boxes.map(b => b.value);
  const say = words => { problem.textContent = words; };

  async function save(run) {
    if (sending) return;
    sending = true;
    try {
      const answer = await fetch(`${url}/edit`, {
        method: 'POST', headers: { 'Content-Type': 'application/json', 'X-CSRF': '1' }, body: JSON.stringify({ newTurnId, run, texts: texts() }),
      });
      if (!answer.ok) {
        const told = await answer.json().catch(() => null);
        say(told?.detail ?? 'The server did not take it. Your words are still here.');
        return;
      }
      keep.drop(key);
      await component.invokeMethodAsync('CloseAsync');
    } catch {
      say('Not saved: the connection is lost. Your words are still here; save again when it is back.');
    } finally {
      sending = false;
    }
  }

  const on = (name, act) => root.addEventListener(name, act, { signal: listeners.signal });
  on('input', () => { say(''); keep.write(key, texts()); });
  on('click', e => { const button = e.target.closest('[data-save]'); if (button) save(button.dataset.save === 'run'); });
  on('keydown', e => {
    const ctrl = e.ctrlKey || e.metaKey;
    if (e.key === 'Escape') { e.preventDefault(); component.invokeMethodAsync('CloseAsync').catch(() => { }); }
    else if (ctrl && e.key === 's') { e.preventDefault(); save(false); }
    else if (ctrl && e.key === 'Enter') { e.preventDefault(); save(!!root.querySelector('[data-save=run]')); }
  });

  const stored = keep.read(key);
  const words = stored?.length === boxes.length ? stored : await fetch(`${url}/texts`, { headers: { 'X-CSRF': '1' }, cache: 'no-store' }).then(r => r.json(), () => []);
  boxes.forEach((box, i) => { if (box.value === '') box.value = words[i] ?? ''; });
  boxes[0]?.focus();
  return { close: () => listeners.abort() };
}
