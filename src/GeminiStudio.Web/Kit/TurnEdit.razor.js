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
  let sending = false, words = [];
  const texts = () => boxes.map(b => b.value);
  const say = words => { problem.textContent = words; };

  const close = () => { keep.drop(key); root.closest('[data-row]')?.focus(); return component.invokeMethodAsync('CloseAsync').catch(() => { }); };

  async function save(run) {
    if (sending) return;
    if (!run && texts().every((text, i) => text === (words[i] ?? ''))) return close();
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
      await close();
    } catch {
      say('Not saved: the connection is lost. Your words are still here; save again when it is back.');
    } finally {
      sending = false;
    }
  }

  const on = (name, act) => root.addEventListener(name, act, { signal: listeners.signal });
  on('input', () => { say(''); keep.write(key, texts()); });
  on('click', e => { if (e.target.closest('[data-cancel]')) close(); const button = e.target.closest('[data-save]'); if (button) save(button.dataset.save === 'run'); });
  on('keydown', e => {
    const ctrl = e.ctrlKey || e.metaKey;
    if (e.key === 'Escape') { e.preventDefault(); e.stopPropagation(); root.closest('[data-row]')?.focus(); component.invokeMethodAsync('CloseAsync').catch(() => { }); } // what was typed waits for the next edit
    else if (ctrl && e.key === 's') { e.preventDefault(); save(false); }
    else if (ctrl && e.key === 'Enter') { e.preventDefault(); save(!!root.querySelector('[data-save=run]')); }
  });

  const stored = keep.read(key);
  const answer = await fetch(`${url}/texts`, { headers: { 'X-CSRF': '1' }, cache: 'no-store' }).catch(() => null);
  if (answer?.ok) words = await answer.json();
  else say('The words could not be fetched. Close this and open it again.');
  boxes.forEach((box, i) => {
    if (box.value === '') box.value = (stored?.length === boxes.length ? stored : words)[i] ?? '';
    box.disabled = !answer?.ok;
  });
  boxes[0]?.focus();
  boxes[0]?.setSelectionRange(boxes[0].value.length, boxes[0].value.length);
  return { close: () => listeners.abort() };
}
