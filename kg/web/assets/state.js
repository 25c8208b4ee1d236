// What is chosen on a page, kept in its address behind "#": a reload, the way back and a link that is shared
// bring it again. A server never sees it, so that it is no matter of its answers.

/** What the address says is chosen, by name; an address that points into the page says nothing. */
export function chosen() {
  const state = new URLSearchParams(location.hash.slice(1));
  return Object.fromEntries([...state].filter(([, value]) => value));
}

/** Puts into the address what is chosen; what is empty is left out. Links to the page itself follow. */
export function keep(values) {
  const url = new URL(location.href);
  url.hash = new URLSearchParams(Object.entries(values).filter(([, value]) => value)).toString();
  history.replaceState(history.state, "", url);
  for (const link of document.querySelectorAll("a[data-own]")) {
    link.hash = url.hash;
    link.textContent = link.href;
  }
}

/** Calls back with what is chosen: now if there is anything, and whenever the address comes to say so. */
export function whenChosen(names, apply) {
  const read = () => {
    const state = chosen();
    if (names.some((name) => name in state)) apply(state);
  };
  addEventListener("hashchange", read);
  read();
}
