// The id of a session that does not exist yet belongs to the tab: it survives a reload, and no other tab has it.
const key = "gs-new-session";
const last = "gs-last-new-session";
let isFirst = true;

export function newSession() {
  let id = null;
  // A reload may have begun before the address named the chat, and the old page forgot the id meanwhile.
  const names = isFirst && performance.getEntriesByType("navigation")[0]?.type === "reload" ? [key, last] : [key];
  isFirst = false;
  try { id = names.map(name => sessionStorage.getItem(name)).find(Boolean) ?? null; } catch { /* storage is blocked: the id lives as long as the page */ }
  if (!id) {
    id = crypto.randomUUID();
    try { sessionStorage.setItem(key, id); } catch { /* as above */ }
  }
  return id;
}

export function forgetNewSession() {
  try { const id = sessionStorage.getItem(key) ?? ""; sessionStorage.removeItem(key); sessionStorage.setItem(last, id); } catch { /* nothing was kept */ }
}
