// Files on their way to the server: from the button, a drop, the clipboard, the camera or the microphone. Each goes by HTTP as it is.
const headBytes = 4096;

function id() { return [...crypto.getRandomValues(new Uint8Array(8))].map(b => b.toString(16).padStart(2, '0')).join(''); }

const told = text => { try { return JSON.parse(text).detail; } catch { return undefined; } };

const lost = file => `${file.name}: not sent, the connection is lost. Attach it again when it is back.`;

// Named before gigabytes travel: the first bytes are enough.
export async function refusal(file) {
  try {
    const answer = await fetch(`/api/files/check?name=${encodeURIComponent(file.name)}&bytes=${file.size}`, { method: 'POST', body: file.slice(0, headBytes), headers: { 'X-CSRF': '1' } });
    return answer.ok ? undefined : `${file.name}: ${told(await answer.text()) ?? 'the server does not take it.'}`;
  } catch { return lost(file); }
}

// Answers with words that say why not, or with what the server keeps; with neither when it was cancelled.
export function send(file, url, request, progress) {
  let last = 0, shown = 0;
  return new Promise(done => {
    request.upload.onprogress = e => {
      const percent = Math.floor(100 * e.loaded / Math.max(1, e.total)), now = performance.now();
      if (percent === shown || now - last < 200) return;
      [last, shown] = [now, percent];
      progress(percent);
    };
    request.onload = () => done(request.status < 300 ? { kept: JSON.parse(request.responseText) } : { problem: `${file.name}: ${told(request.responseText) ?? 'the server does not take it.'}` });
    request.onerror = () => done({ problem: lost(file) });
    request.onabort = () => done({});
    request.open('POST', `${url}?name=${encodeURIComponent(file.name)}`);
    request.setRequestHeader('X-CSRF', '1');
    request.send(file);
  });
}

class Attachments {
  constructor(root, component, session) {
    Object.assign(this, { root, component, session, under: new Map() });
    this.composer = root.closest('.composer');
    this.column = root.closest('.convo') ?? this.composer;
    this.ended = new AbortController();
    const on = (target, type, act) => target.addEventListener(type, act, { signal: this.ended.signal });
    this.input = this.composer.querySelector('[data-attach-input]');
    on(this.input, 'change', () => this.picked());
    on(this.composer, 'paste', e => this.pasted(e));
    on(this.column, 'dragenter', e => this.over(e));
    on(this.column, 'dragover', e => this.over(e));
    on(this.column, 'dragleave', e => { if (!this.column.contains(e.relatedTarget)) this.cover(false); });
    on(this.column, 'drop', e => { if (!this.holds(e)) return; e.preventDefault(); this.cover(false); this.add([...e.dataTransfer.files]); });
    on(root, 'click', e => { if (e.target.closest('[data-shoot]')) this.shoot(); else if (e.target.closest('[data-record]')) this.record(); });
    this.refresh(null);
    if (this.input.files.length) this.picked(); // picked before this script came
    root.dataset.ready = '';
  }

  picked() { this.add([...this.input.files]); this.input.value = ''; }

  holds(e) { return [...(e.dataTransfer?.types ?? [])].includes('Files'); }
  cover(shows) { const zone = this.column.querySelector('[data-drop]'); if (zone) zone.hidden = !shows; }
  over(e) { if (!this.holds(e)) return; e.preventDefault(); e.dataTransfer.dropEffect = 'copy'; this.cover(true); }

  // A picture from the clipboard comes along with its markup or its name as text; the picture is what is meant.
  pasted(e) {
    const files = [...(e.clipboardData?.files ?? [])];
    if (!files.length) return;
    e.preventDefault();
    const stamp = new Date().toISOString().slice(0, 19).replace(/[:T]/g, '-');
    this.add(files.map(f => f.name && f.name !== 'image.png' ? f : new File([f], `pasted-${stamp}.${f.type.split('/')[1]?.split('+')[0] || 'bin'}`, { type: f.type })));
  }

  // One after the other, so that they stand in the order in which they were picked.
  add(files) { for (const file of files) this.line = this.announce(file, this.line ?? Promise.resolve()); }

  tell(method, ...values) { return this.component.invokeMethodAsync(method, ...values).catch(() => { }); }

  async announce(file, before) {
    const key = id(), request = new XMLHttpRequest();
    this.under.set(key, request);
    await this.tell('OnUpload', key, file.name.slice(0, 200), file.size, 0);
    await before;
    const problem = this.under.has(key) ? await refusal(file) ?? (this.under.has(key) ? await this.post(file, key, request) : undefined) : undefined;
    this.under.delete(key);
    await this.tell('OnUploaded', key, problem ?? null);
  }

  async post(file, key, request) {
    return (await send(file, `/api/files/${this.session}`, request, percent => this.tell('OnUpload', key, file.name.slice(0, 200), file.size, percent))).problem;
  }

  cancel(key) { const request = this.under.get(key); this.under.delete(key); request?.abort(); }

  refresh(kind) {
    this.composer.dispatchEvent(new Event('gs-attached'));
    const ask = this.root.querySelector('[data-ask]');
    if (ask && !this.asked) ask.focus();
    this.asked = !!ask;
    if (kind === this.kind) return;
    this.stop();
    this.kind = kind;
    if (kind) this.start(kind);
  }

  say(words) { const note = this.root.querySelector('[data-record-note]'); if (note) note.textContent = words; }

  async start(kind) {
    try {
      const stream = await navigator.mediaDevices.getUserMedia(kind === 'camera' ? { video: true, audio: true } : { audio: true }).catch(error => {
        if (kind === 'camera' && error.name !== 'NotAllowedError') return navigator.mediaDevices.getUserMedia({ video: true }); // a camera without a microphone
        throw error;
      });
      if (this.kind !== kind) { stream.getTracks().forEach(t => t.stop()); return; }
      this.stream = stream;
      const live = this.root.querySelector('[data-live]');
      if (kind === 'camera' && live) live.srcObject = stream;
      this.say(kind === 'camera' ? 'Camera is on' : 'Microphone is ready');
    } catch (error) {
      const device = kind === 'camera' ? 'camera' : 'microphone';
      this.tell('OnRecorderClosed', error.name === 'NotAllowedError' ? `The browser does not allow the ${device}. Allow it beside the address and try again.` : `No ${device} was found.`);
    }
  }

  shoot() {
    const live = this.root.querySelector('[data-live]');
    if (!live?.videoWidth) return;
    const canvas = new OffscreenCanvas(live.videoWidth, live.videoHeight);
    canvas.getContext('2d').drawImage(live, 0, 0);
    canvas.convertToBlob({ type: 'image/jpeg', quality: .92 }).then(blob => { this.keep(blob, 'photo', 'jpg'); this.tell('OnRecorderClosed', null); });
  }

  // WAV, because Gemini takes no sound in WebM; films as the browser makes them.
  record() {
    if (this.recorder) { this.recorder.stop(); return; }
    if (!this.stream) return;
    const type = this.kind === 'camera' ? ['video/mp4', 'video/webm'] : ['audio/ogg', 'audio/mp4', 'audio/webm'];
    const mime = type.find(t => MediaRecorder.isTypeSupported(t));
    const pieces = [], kind = this.kind, began = performance.now();
    this.recorder = new MediaRecorder(this.stream, mime ? { mimeType: mime } : undefined);
    this.recorder.ondataavailable = e => e.data.size && pieces.push(e.data);
    this.recorder.onstop = async () => {
      clearInterval(this.clock);
      this.recorder = undefined;
      const blob = new Blob(pieces, { type: mime });
      if (kind === 'camera') this.keep(blob, 'film', mime?.includes('mp4') ? 'mp4' : 'webm');
      else this.keep(await wav(blob), 'recording', 'wav');
      this.tell('OnRecorderClosed', null);
    };
    this.recorder.start(1000);
    this.clock = setInterval(() => this.say(`Recording, ${Math.floor((performance.now() - began) / 1000)} s. Press Record again to end it.`), 500);
  }

  keep(blob, name, ending) { this.add([new File([blob], `${name}-${new Date().toISOString().slice(0, 19).replace(/[:T]/g, '-')}.${ending}`, { type: blob.type })]); }

  stop() {
    clearInterval(this.clock);
    if (this.recorder) { this.recorder.onstop = null; this.recorder.stop(); this.recorder = undefined; }
    this.stream?.getTracks().forEach(t => t.stop());
    this.stream = undefined;
  }

  close() {
    this.stop();
    this.ended.abort();
    for (const key of [...this.under.keys()]) this.cancel(key);
  }
}

async function wav(blob) {
  const audio = new AudioContext({ sampleRate: 16000 });
  try {
    const sound = await audio.decodeAudioData(await blob.arrayBuffer());
    const samples = sound.getChannelData(0), view = new DataView(new ArrayBuffer(44 + samples.length * 2));
    const text = (at, words) => [...words].forEach((c, i) => view.setUint8(at + i, c.charCodeAt(0)));
    text(0, 'RIFF'); view.setUint32(4, 36 + samples.length * 2, true); text(8, 'WAVEfmt '); view.setUint32(16, 16, true); view.setUint16(20, 1, true); view.setUint16(22, 1, true);
    view.setUint32(24, 16000, true); view.setUint32(28, 32000, true); view.setUint16(32, 2, true); view.setUint16(34, 16, true); text(36, 'data'); view.setUint32(40, samples.length * 2, true);
    samples.forEach((s, i) => view.setInt16(44 + i * 2, Math.max(-1, Math.min(1, s)) * 32767, true));
    return new Blob([view.buffer], { type: 'audio/wav' });
  } finally { await audio.close(); }
}

export const open = (root, component, session) => new Attachments(root, component, session);
