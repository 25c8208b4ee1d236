// Puts what an address asked for into the search boxes of the page that a host shows where it has none.
// <… data-missing> holds the forms; a box in which somebody has written already is left alone.
const last = location.pathname.split("/").filter(Boolean).pop() ?? "";

function name(part) {
  try {
    return decodeURIComponent(part).replace(/\.[a-z0-9]+$/i, "");
  } catch {
    return ""; // no UTF-8
  }
}

for (const box of document.querySelectorAll("[data-missing] input[name=q]")) box.value ||= name(last);
