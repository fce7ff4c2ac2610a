// Keeps a long text in the browser and saves it as a draft by HTTP: the circuit carries at most 32 KB and would drop with it.
const limit = 4 * 1024 * 1024;
const pause = 500;
const quick = 120;
const retries = [1000, 2000, 5000, 10000];
const bytes = new TextEncoder();

const keep = {
  read(key) { try { return JSON.parse(sessionStorage.getItem(key)); } catch { return null; } },
  write(key, value) { try { sessionStorage.setItem(key, JSON.stringify(value)); } catch { try { sessionStorage.removeItem(key); } catch { /* blocked */ } } },
  drop(key) { try { sessionStorage.removeItem(key); } catch { /* blocked */ } },
};

// randomUUID is there only on https and localhost; getRandomValues everywhere.
function uuid() {
  if (crypto.randomUUID) return crypto.randomUUID();
  const b = crypto.getRandomValues(new Uint8Array(16));
  b[6] = b[6] & 15 | 64; b[8] = b[8] & 63 | 128;
  const h = [...b].map(x => x.toString(16).padStart(2, '0')).join('');
  return `${h.slice(0, 8)}-${h.slice(8, 12)}-${h.slice(12, 16)}-${h.slice(16, 20)}-${h.slice(20)}`;
}

const size = n => n >= 1048576 ? `${(Math.ceil(n / 1048576 * 100) / 100).toFixed(2)} MB` : `${Math.ceil(n / 1024)} KB`;

class DraftBox {
  revision = 0; base = 0; posted = new Set(); savedText = ''; isKnown = false; tries = 0; isOpen = true; turnId = uuid();

  constructor(root, component, key) {
    Object.assign(this, { root, component, url: `/api/drafts/${key}`, key: `gs-draft:${key}` });
    this.box = root.querySelector('[data-draft]');
    if (this.box.dataset.key && this.box.dataset.key !== key) this.box.value = ''; // what was typed before this script came stays
    this.box.dataset.key = key;
    this.listeners = new AbortController();
    const on = (target, name, act) => target.addEventListener(name, act, { signal: this.listeners.signal });
    on(this.box, 'input', () => this.changed());
    on(this.box, 'keydown', e => this.pressed(e));
    on(root, 'gs-attached', () => this.refresh());
    on(root, 'click', e => { if (e.target.closest('[data-draft-run], [data-draft-queue]')) this.run(); else if (e.target.closest('[data-draft-add]')) this.add(); else if (e.target.closest('[data-draft-stop]') && this.isSecondClick) e.stopPropagation(); });
    on(root, 'change', e => e.target.closest('[data-draft-role]') && this.refresh());
    on(document, 'keydown', e => { if (e.key === 'Escape' && !e.defaultPrevented && this.root.dataset.running === 'true' && !document.querySelector('.mud-dialog, .mpick')) this.component.invokeMethodAsync('OnStop').catch(() => { }); });
    on(window, 'online', () => this.isDirty && this.save());
    on(window, 'pagehide', () => this.isDirty && bytes.encode(this.text).length < 60000 && this.post(this.text, true).catch(() => { }));
    this.ready = this.restore();
  }

  get text() { return this.box.value; }
  // Stop takes Run's place under the mouse: the other half of a double click is not meant for it.
  get isSecondClick() { return !!this.sending || performance.now() - (this.startedAt ?? -Infinity) < 400; }
  get isEmpty() { return this.text.trim() === ''; }
  // Files alone are a message; while one is on its way there is none yet.
  get hasContent() { return !this.root.querySelector('[data-uploading]') && (!this.isEmpty || !!this.root.querySelector('[data-attached]')); }
  get isDirty() { return this.text !== this.savedText; }
  get isRunning() { return this.root.dataset.running === 'true'; }
  // What is written as the model's is an example: it is added, and never sent as a person's.
  get role() { return this.root.querySelector('[data-draft-role]')?.value ?? 'user'; }

  note(words, isBad = false) {
    const line = this.root.querySelector('[data-draft-note]');
    if (line) { line.textContent = words; line.classList.toggle('bad', isBad); }
  }

  // Run is switched off in the markup: a click that came before this script would be lost.
  refresh() {
    const idle = this.hasContent && !this.sending;
    const set = (name, isOn) => { const button = this.root.querySelector(`[data-draft-${name}]`); if (button) button.disabled = !isOn; };
    set('run', idle && this.role === 'user');
    set('queue', idle && this.role === 'user');
    set('add', idle);
    if (!CSS.supports('field-sizing', 'content')) { this.box.style.height = 'auto'; this.box.style.height = `${this.box.scrollHeight}px`; }
  }

  store() {
    if (this.text === '') keep.drop(this.key);
    else keep.write(this.key, { text: this.text, turnId: this.turnId, revision: this.revision, base: this.base, isDirty: this.isDirty });
  }

  async restore() {
    this.refresh();
    const local = keep.read(this.key);
    let server = local?.text ?? '', revision = local?.base ?? 0;
    try {
      const answer = await fetch(this.url, { headers: { 'X-CSRF': '1' }, cache: 'no-store' });
      if (answer.status === 200) [server, revision] = [await answer.text(), Number(answer.headers.get('X-Draft-Revision')) || 0];
    } catch { /* offline: the copy in the browser stands */ }
    if (!this.isOpen) return;
    this.savedText = server;
    const isUnseen = !local && server !== '' && this.text !== '' && this.text !== server; // typed before this script came, over a draft from elsewhere
    this.base = isUnseen ? 0 : local?.isDirty && local.revision !== revision ? local.base : revision;
    this.revision = Math.max(revision, local?.revision ?? 0);
    if (this.text === '') this.box.value = local?.isDirty ? local.text : server;
    if (local?.turnId && local.text === this.text) this.turnId = local.turnId;
    this.isKnown = true;
    this.root.dataset.known = '';
    this.refresh();
    // A new chat is there to be written; a keyboard on the screen is not called up.
    if (location.pathname === '/' && this.root.querySelector('[data-draft-run]') && document.activeElement === document.body && matchMedia('(hover: hover)').matches) this.focus();
    if (this.isDirty) this.changed();
    if (this.isDirty || server !== '') await this.save(true);
  }

  changed() {
    if (this.isEmpty) this.turnId = uuid();
    this.revision = Math.max(this.revision + 1, Date.now());
    this.store();
    this.refresh();
    if (!this.elsewhere) this.note('');
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.save(), this.text.includes('{{') ? quick : pause); // its variables' inputs are waited for
  }

  pressed(e) {
    if (e.isComposing) return;
    const ctrl = e.ctrlKey || e.metaKey;
    if (e.key === 'Enter' && ctrl) {
      e.preventDefault();
      if (this.role === 'model') this.add();
      else if (this.root.querySelector('[data-draft-run]')) this.run();
    } else if (e.key === 'Enter' && e.altKey && this.root.querySelector('[data-draft-add]')) {
      e.preventDefault();
      this.add();
    } else if (e.key === 'ArrowUp' && this.text === '' && !ctrl && !e.altKey && !e.shiftKey) {
      const last = [...document.querySelectorAll('.turn.user [data-edit]')].filter(x => x.offsetParent && !x.disabled).at(-1);
      if (last) { e.preventDefault(); last.click(); }
    }
  }

  post(text, keepalive = false) {
    this.revision = Math.max(this.revision, this.base + 1);
    this.posted.add(this.revision);
    return fetch(this.url, { method: 'POST', body: text, keepalive, headers: { 'Content-Type': 'text/plain;charset=utf-8', 'X-Draft-Revision': String(this.revision), 'X-Draft-Base': String(this.base), 'X-CSRF': '1' } });
  }

  // One save at a time; true when what is in the box is what the server has.
  async save(force = false) {
    clearTimeout(this.timer);
    while (this.saving) await this.saving;
    if (!force && !this.isDirty) return true;
    this.saving = this.saveNow();
    try { return await this.saving; } finally { this.saving = undefined; }
  }

  async saveNow() {
    const text = this.text, length = bytes.encode(text).length;
    if (length > limit) {
      this.note(`This text is ${size(length)}. At most 4 MB are taken; nothing was cut.`, true);
      return false;
    }
    if (this.revision === 0) this.revision = Date.now();
    try {
      let answer = await this.post(text), revision = Number(answer.headers.get('X-Draft-Revision')) || 0;
      if (answer.status === 409 && this.posted.has(revision)) { // our own save, whose answer was lost on the way
        this.base = revision;
        answer = await this.post(text);
        revision = Number(answer.headers.get('X-Draft-Revision')) || 0;
      }
      if (answer.status === 409) {
        this.changedElsewhere(revision);
        return false;
      }
      if (answer.status >= 400 && answer.status < 500 && answer.status !== 408 && answer.status !== 429) {
        const told = await answer.json().catch(() => null);
        this.note(told?.detail ?? (answer.status === 413 ? `This text is ${size(length)}, more than the server takes.` : 'The server refused this text.'), true);
        return false;
      }
      if (!answer.ok) throw Object.assign(new Error(String(answer.status)), { told: (await answer.json().catch(() => null))?.detail });
      const saved = await answer.json();
      this.tries = 0;
      this.savedText = text;
      this.base = this.sentRevision = saved.revision;
      this.elsewhere = undefined;
      if (this.text === text) this.revision = saved.revision;
      this.store();
      this.note(saved.removedNul ? 'Invisible NUL characters are left out.' : '');
      const tokens = saved.tokens ?? Math.ceil(length / 4);
      this.component.invokeMethodAsync('OnDraftSaved', this.sentRevision, tokens, saved.isEstimate ?? true, this.isEmpty).catch(() => { });
      return this.text === text;
    } catch (error) {
      if (!this.isOpen) return false;
      this.note(error.told ?? 'Not saved yet, will retry.', !!error.told);
      this.timer = setTimeout(() => this.save(), retries[Math.min(this.tries++, retries.length - 1)]);
      return false;
    }
  }

  // Two tabs wrote: this one keeps its text here, the other's is on the server, and a person decides.
  changedElsewhere(revision) {
    this.elsewhere = revision;
    this.note('Changed in another tab or on another device. Your text is kept here, the other one on the server.', true);
    const line = this.root.querySelector('[data-draft-note]');
    const offer = (words, act) => {
      const button = document.createElement('button');
      Object.assign(button, { type: 'button', className: 'lnk', textContent: words });
      button.addEventListener('click', act);
      line?.append(' ', button);
    };
    offer('Keep mine', () => { this.base = revision; this.save(true); });
    offer('Show the other', () => this.showOther());
  }

  async takeServers() {
    const answer = await fetch(this.url, { headers: { 'X-CSRF': '1' }, cache: 'no-store' }).catch(() => null);
    if (!answer?.ok) return false;
    this.box.value = this.savedText = await answer.text();
    this.base = this.revision = this.sentRevision = Number(answer.headers.get('X-Draft-Revision')) || 0;
    this.elsewhere = undefined;
    this.store();
    this.refresh();
    return true;
  }

  // Another text comes into the box from the server: what stands here is saved first, so that it is a part of it.
  async flush() { await this.ready; return this.save(!this.sentRevision); }
  async reload() { await this.ready; await this.takeServers(); }

  async showOther() {
    const mine = this.text;
    if (!await this.takeServers()) return;
    this.note('This is the other text.');
    const back = document.createElement('button');
    Object.assign(back, { type: 'button', className: 'lnk', textContent: 'Put mine back' });
    back.addEventListener('click', () => { this.box.value = mine; this.changed(); });
    this.root.querySelector('[data-draft-note]')?.append(' ', back);
  }

  // Twenty clicks make one call: the first holds the door, and the turn's id makes a repeat harmless.
  run() { return this.role === 'user' ? this.send(this.isRunning ? 'OnQueue' : 'OnRun') : undefined; }
  add() { return this.send('OnAdd', this.role); }

  async send(method, ...rest) {
    if (this.sending || !this.hasContent || !this.root.querySelector(`[data-draft-${method.slice(2).toLowerCase()}]`)) return;
    this.sending = true;
    this.refresh();
    this.box.readOnly = true;
    try {
      await this.ready;
      await document.querySelector('[data-before-run]')?.beforeRun?.();
      if (this.elsewhere) this.base = this.elsewhere; // told, and run all the same: this text is the one that is meant
      if (!await this.save(!this.sentRevision || !!this.elsewhere)) return;
      const started = await this.ask(method, ...rest);
      if (started) {
        if (method === 'OnRun') this.startedAt = performance.now();
        return this.clear();
      }
      this.sentRevision = undefined; // perhaps another tab wrote or sent: look before the next try
      await this.save(true);
    } catch {
      this.note('Not sent: the connection is lost. The text is kept; run again when it is back.', true);
    } finally {
      this.sending = false;
      this.box.readOnly = false;
      this.refresh();
    }
  }

  // An answer that was on its way while the line was lost never comes. The draft tells: it is gone once it was taken.
  async ask(method, ...rest) {
    const over = new AbortController(), lost = {};
    const back = new Promise(go => document.getElementById('components-reconnect-modal')?.addEventListener(
      'components-reconnect-state-changed', e => { if (e.detail.state === 'hide') go(lost); }, { signal: over.signal }));
    try {
      const told = await Promise.race([this.component.invokeMethodAsync(method, this.turnId, this.sentRevision, ...rest), back]);
      if (told !== lost) return told;
      const kept = await fetch(this.url, { headers: { 'X-CSRF': '1' }, cache: 'no-store' }).catch(() => null);
      return !!kept?.ok && await kept.text() === '';
    } finally {
      over.abort();
    }
  }

  clear() {
    this.box.value = '';
    this.savedText = '';
    this.sentRevision = this.elsewhere = undefined;
    this.turnId = uuid();
    this.revision = Math.max(this.revision + 1, Date.now());
    this.store();
    this.note('');
  }

  focus() { this.box.focus(); }

  // An example replaces an example, never what a person typed.
  fill(text) {
    if (this.isEmpty || this.text === this.example) {
      this.box.value = this.example = text;
      this.changed();
    }
    this.focus();
  }

  close() {
    this.isOpen = false;
    clearTimeout(this.timer);
    this.listeners.abort();
    if (this.isDirty && this.isKnown) this.post(this.text).catch(() => { });
  }
}

export const open = (root, component, key) => new DraftBox(root, component, key);
