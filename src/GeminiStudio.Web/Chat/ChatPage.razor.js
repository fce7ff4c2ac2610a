// The id of a session that does not exist yet belongs to the tab: it survives a reload, and no other tab has it.
const key = "gs-new-session";

export function newSession() {
  let id = null;
  try { id = sessionStorage.getItem(key); } catch { /* storage is blocked: the id lives as long as the page */ }
  if (!id) {
    id = crypto.randomUUID();
    try { sessionStorage.setItem(key, id); } catch { /* as above */ }
  }
  return id;
}

export function forgetNewSession() {
  try { sessionStorage.removeItem(key); } catch { /* nothing was kept */ }
}
