// A formula: its source stays the element's text, what is painted lives in a shadow of its own, so that Blazor's DOM is never changed.
import './katex.js';

const katex = globalThis.katex;
const sheet = new URL('./katex.css', import.meta.url).href;
const longest = 10000;

// Fonts that a shadow declares are not loaded: the page has to declare them, too.
function link() {
  return Object.assign(document.createElement('link'), { rel: 'stylesheet', href: sheet });
}

class Formula extends HTMLElement {
  connectedCallback() {
    if (this.shadowRoot) return;
    const source = this.textContent ?? '', shadow = this.attachShadow({ mode: 'open' }), place = document.createElement('span');
    if (source.length > longest) { shadow.append(document.createElement('slot')); return; }
    try {
      katex.render(source, place, { displayMode: this.classList.contains('display'), throwOnError: true, trust: false, strict: 'ignore', maxSize: 20, maxExpand: 500 });
      shadow.append(link(), place);
    } catch {
      shadow.append(document.createElement('slot')); // no formula that can be set: its source says more than nothing
    }
  }
}

if (!customElements.get('gs-math')) {
  document.head.append(link());
  customElements.define('gs-math', Formula);
}
