// What every page needs once: copying, pictures on demand, code colours, and the way back after a lost connection.
import { colour } from '../Kit/Markdown/MarkdownView.razor.js';

const done = button => {
  button.classList.add('done');
  const label = button.getAttribute('aria-label');
  button.setAttribute('aria-label', 'Copied');
  setTimeout(() => { button.classList.remove('done'); button.setAttribute('aria-label', label); }, 1200);
};

// The text comes from the page or from the server by HTTP, never over the circuit.
async function copy(button) {
  const url = button.dataset.copyUrl;
  const read = () => url
    ? fetch(url, { headers: { 'X-CSRF': '1' } }).then(r => r.ok ? r.text() : Promise.reject(new Error(String(r.status))))
    : Promise.resolve(button.dataset.copyText ?? button.closest('.codebox').querySelector('code').textContent);
  try {
    if (window.ClipboardItem && url) {
      const item = read().then(text => new Blob([text], { type: 'text/plain' }));
      await navigator.clipboard.write([new ClipboardItem({ 'text/plain': item })]);
    } else {
      await navigator.clipboard.writeText(await read());
    }
    done(button);
  } catch {
    button.setAttribute('title', 'The browser did not allow copying');
  }
}

document.addEventListener('click', e => {
  const button = e.target.closest?.('[data-copy]');
  if (button) copy(button);
});

// A circuit that cannot be resumed is gone: load the page again, drafts are kept. While the server itself is away, wait for it.
let waiting = false;
async function comeBack() {
  if (waiting) return;
  for (waiting = true; ; await new Promise(go => setTimeout(go, 2000))) {
    const alive = await fetch('/health/live', { cache: 'no-store' }).then(() => true, () => false);
    if (!alive) continue;
    const resumed = await Promise.resolve(window.Blazor.reconnect?.()).catch(() => false);
    if (!resumed) location.reload();
    waiting = false;
    return;
  }
}

document.getElementById('components-reconnect-modal')?.addEventListener('components-reconnect-state-changed', async e => {
  const state = e.detail.state;
  if (state === 'failed') comeBack();
  if (state === 'rejected' || state === 'resume-failed') location.reload();
  if (state === 'paused' && !await window.Blazor.resumeCircuit()) location.reload();
});

colour(document.body);
