// On every page. Remembers nothing; the pages work without it.

// A printed page shows all its parts.
const closed = new Set();
addEventListener("beforeprint", () => {
  for (const part of document.querySelectorAll("details:not([open])")) {
    closed.add(part);
    part.open = true;
  }
});
addEventListener("afterprint", () => {
  for (const part of closed) part.open = false;
  closed.clear();
});

// What an address points into is never hidden in a closed part.
function reveal() {
  let name = location.hash.slice(1);
  try {
    name = decodeURIComponent(name);
  } catch {
    return;
  }
  const target = name && document.getElementById(name);
  const part = target && target.closest("details:not([open])");
  if (part) {
    part.open = true;
    target.scrollIntoView();
  }
}
addEventListener("hashchange", reveal);
reveal();

// "/" goes to the search box, as on many sites, unless somebody is writing.
addEventListener("keydown", (event) => {
  const writing = event.target.closest?.("input, textarea, select, [contenteditable]");
  if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || event.isComposing || writing) return;
  const box = document.querySelector("input[type=search]");
  if (box) {
    event.preventDefault();
    box.focus();
  }
});

// A language link keeps the place on the page.
for (const link of document.querySelectorAll("header.site .languages a")) {
  link.addEventListener("click", () => {
    link.hash = location.hash;
  });
}
