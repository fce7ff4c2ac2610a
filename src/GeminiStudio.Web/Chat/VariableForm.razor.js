// Keeps the values of variables in the browser and posts them together: a value may be longer than a circuit carries.
import { refusal, send } from './Attachments.razor.js';

const pause = 250, asTyped = '$asTyped', hashLength = 64;

export async function open(root, component, sessionId) {
  const url = `/api/sessions/${sessionId}/variables`, listeners = new AbortController();
  let values = {}, timer, isDirty = false, saving = Promise.resolve(), taking = Promise.resolve();
  const chosen = new Map();
  const boxes = () => [...root.querySelectorAll('[data-variable]')];
  const note = words => { const line = root.querySelector('[data-variable-note]'); if (line) line.textContent = words; };

  function show() {
    for (const box of boxes()) {
      const value = values[box.dataset.variable];
      if (box.type === 'file') { showFile(box); continue; }
      if (value === undefined || box === document.activeElement) continue;
      if (box.type === 'checkbox') box.checked = value === 'yes';
      else if (box.value !== value) box.value = value;
    }
  }

  function showFile(box, words) {
    const value = values[box.dataset.variable], cell = box.closest('[data-file]');
    cell.querySelector('[data-file-name]').textContent = words ?? value?.slice(hashLength + 1) ?? 'No file';
    cell.querySelector('[data-file-clear]').hidden = !value;
    box.required = 'needed' in box.dataset && !value;
  }

  // Kept on the server at once; the variable is the file's hash and name. Of two that are chosen the later counts.
  async function take(box) {
    const file = box.files[0], name = box.dataset.variable;
    if (!file) return;
    box.value = '';
    chosen.get(name)?.abort();
    const request = new XMLHttpRequest();
    chosen.set(name, request);
    note('');
    showFile(box, `${file.name}, 0 %`);
    const problem = await refusal(file);
    const sent = problem ? { problem } : chosen.get(name) === request ? await send(file, '/api/files', request, percent => showFile(box, `${file.name}, ${percent} %`)) : {};
    if (chosen.get(name) !== request) return;
    chosen.delete(name);
    if (sent.kept) { values[name] = `${sent.kept.hash} ${file.name}`; isDirty = true; await save(); }
    showFile(box);
    if (sent.problem) note(sent.problem);
  }

  async function post() {
    await loaded; // or the values that were not here yet would be gone from the server
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

  function read(box) {
    values[box.dataset.variable] = box.type === 'checkbox' ? (box.checked ? 'yes' : 'no') : box.value;
    changed();
  }

  function isUntouched(box) {
    const fresh = box.cloneNode();
    fresh.value = ''; // or what its type makes of that
    return box.type === 'checkbox' ? !box.checked : box.value === fresh.value;
  }

  const loaded = fetch(url, { headers: { 'X-CSRF': '1' }, cache: 'no-store' }).then(r => r.ok ? r.json() : {}, () => ({})).then(kept => { values = { ...kept, ...values }; });
  const on = (name, act) => root.addEventListener(name, act, { signal: listeners.signal });
  on('input', e => {
    const box = e.target.closest('[data-variable]');
    if (box && box.type !== 'file') read(box);
  });
  const keep = box => { taking = Promise.all([taking, take(box)]); };
  on('change', e => { if (e.target.matches('[data-variable][type=file]')) keep(e.target); });
  on('click', e => {
    const clear = e.target.closest('[data-file-clear]');
    if (clear) {
      e.preventDefault(); // its label would open the chooser
      const box = clear.closest('[data-file]').querySelector('[data-variable]');
      delete values[box.dataset.variable];
      isDirty = true;
      showFile(box);
      save();
      return;
    }
    const button = e.target.closest('[data-as-typed]');
    if (!button) return;
    if (button.dataset.asTyped === 'yes') values[asTyped] = 'yes'; else delete values[asTyped];
    isDirty = true;
    save();
  });
  for (const box of boxes()) { // typed or picked before this module was here
    if (box.type === 'file') keep(box);
    else if (!isUntouched(box)) read(box);
  }
  root.beforeRun = () => taking.then(save); // what is typed counts for a run that is started at once
  await loaded;
  show();
  return {
    show,
    focus(name) { boxes().find(b => b.dataset.variable === name)?.focus(); },
    close() { for (const request of chosen.values()) request.abort(); clearTimeout(timer); listeners.abort(); if (isDirty) post(); },
  };
}
