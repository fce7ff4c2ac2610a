// Keeps the values of variables in the browser and posts them together: a value may be longer than a circuit carries.
const pause = 250, asTyped = '$asTyped';

export async function open(root, component, sessionId) {
  const url = `/api/sessions/${sessionId}/variables`, listeners = new AbortController();
  let values = {}, timer, isDirty = false, saving = Promise.resolve();
  const boxes = () => [...root.querySelectorAll('[data-variable]')];
  const note = words => { const line = root.querySelector('[data-variable-note]'); if (line) line.textContent = words; };

  function show() {
    for (const box of boxes()) {
      const value = values[box.dataset.variable];
      if (value === undefined || box === document.activeElement) continue;
      if (box.type === 'checkbox') box.checked = value === 'yes';
      else if (box.value !== value) box.value = value;
    }
  }

  async function post() {
    isDirty = false;
    try {
      const answer = await fetch(url, { method: 'POST', headers: { 'Content-Type': 'application/json', 'X-CSRF': '1' }, body: JSON.stringify(values) });
      if (!answer.ok) return note((await answer.json().catch(() => null))?.detail ?? 'The server did not take the values.');
      note('');
      await component.invokeMethodAsync('SavedAsync').catch(() => { });
    } catch {
      isDirty = true;
      note('Not saved yet: the connection is lost.');
    }
  }

  // One after another, so that the last values are the ones that stay.
  function save() {
    clearTimeout(timer);
    if (isDirty) saving = saving.then(post);
    return saving;
  }

  function changed() {
    isDirty = true;
    clearTimeout(timer);
    timer = setTimeout(save, pause);
  }

  const on = (name, act) => root.addEventListener(name, act, { signal: listeners.signal });
  on('input', e => {
    const box = e.target.closest('[data-variable]');
    if (!box) return;
    values[box.dataset.variable] = box.type === 'checkbox' ? (box.checked ? 'yes' : 'no') : box.value;
    changed();
  });
  on('click', e => {
    const button = e.target.closest('[data-as-typed]');
    if (!button) return;
    if (button.dataset.asTyped === 'yes') values[asTyped] = 'yes'; else delete values[asTyped];
    isDirty = true;
    save();
  });
  root.beforeRun = save; // what is typed counts for a run that is started at once
  const answer = await fetch(url, { headers: { 'X-CSRF': '1' }, cache: 'no-store' }).catch(() => null);
  values = { ...(answer?.ok ? await answer.json() : {}), ...values };
  show();
  return {
    show,
    focus(name) { boxes().find(b => b.dataset.variable === name)?.focus(); },
    close() { clearTimeout(timer); listeners.abort(); if (isDirty) post(); },
  };
}
