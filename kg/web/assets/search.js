// Search as you type: <input type="search" data-suggest="URL">, the combobox of the ARIA practices.
// The URL is asked with q=…; the answer is a list of {label, code?, kind, kindLabel?, href, pieces?}. Without a server,
// data-local instead, the index that the site publishes is searched.
import { href, isComposing, isSafe, lang, make, readJson, say } from "./common.js";
import { search as words } from "./words.json";

const PAUSE_MS = 120;
const MOST = 10;

class Suggestions {
  constructor(input, number) {
    this.input = input;
    this.active = -1;
    this.hits = [];
    this.list = make("ul", { class: "suggestions", role: "listbox", id: `suggestions-${number}`, "aria-label": say(words.list), hidden: true });
    this.status = make("p", { class: "hidden", role: "status" });
    const place = input.closest(".search") ?? input.parentElement;
    place.append(this.list, this.status);
    for (const [name, value] of Object.entries({
      role: "combobox", autocomplete: "off", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": this.list.id,
    })) input.setAttribute(name, value);
    input.addEventListener("input", (event) => this.wait(event));
    input.addEventListener("compositionend", () => this.wait({}));
    input.addEventListener("keydown", (event) => this.press(event));
    input.addEventListener("blur", () => this.close());
    // The pointer must not take the focus away before the click arrives.
    this.list.addEventListener("pointerdown", (event) => event.preventDefault());
    this.list.addEventListener("click", (event) => this.go(event.target.closest("[role=option]")));
  }

  /** Asks after a pause, and not while words are being composed. */
  wait(event) {
    clearTimeout(this.timer);
    this.running?.abort();
    if (event.isComposing) return;
    if (!this.input.value.trim()) return this.close();
    this.timer = setTimeout(() => this.ask(), PAUSE_MS);
  }

  async ask() {
    const text = this.input.value.trim();
    this.running = new AbortController();
    try {
      const { signal } = this.running;
      const hits = await (this.input.dataset.suggest ? this.fetch(text) : this.find(text));
      if (!signal.aborted) this.show(hits.filter((hit) => isSafe(hit.href)));
    } catch {
      // Without suggestions the form still searches.
      this.close();
    }
  }

  fetch(text) {
    const url = new URL(this.input.dataset.suggest, document.baseURI);
    url.searchParams.set("q", text);
    return readJson(url, { signal: this.running.signal });
  }

  async find(text) {
    const { search } = await import(new URL("local-search.js", import.meta.url).href);
    const hits = (await search(text)).slice(0, MOST).filter(({ path }) => path);
    return hits.map(({ label, code, kind, path, pieces }) => ({ label, code, kind: kind.tag, kindLabel: kind[lang], href: href(path), pieces }));
  }

  show(hits) {
    if (document.activeElement !== this.input) return;
    this.hits = hits;
    this.list.replaceChildren(...(hits.length ? hits.map((hit, at) => this.option(hit, at)) : [this.none()]));
    this.list.hidden = false;
    this.status.textContent = hits.length ? say(words.count, { n: hits.length }) : say(words.none);
    this.input.setAttribute("aria-expanded", String(hits.length > 0));
    this.choose(-1);
  }

  none() {
    return make("li", { class: "none", role: "presentation" }, say(words.none));
  }

  option(hit, at) {
    const pieces = hit.pieces ?? [[hit.label, false]];
    const lit = pieces.map(([text, isMatch]) => (isMatch ? make("mark", {}, text) : text));
    // What was found may be another text than the name: a reading, an alias, words of its text.
    const isName = pieces.every(([text]) => text === "…" || hit.label.includes(text));
    const name = isName ? lit : [hit.label, " ", make("span", { class: "note" }, ...lit)];
    const kind = hit.kind && make("span", { class: "tag", "data-kind": hit.kind }, hit.kindLabel ?? hit.kind);
    return make(
      "li",
      { role: "option", id: `${this.list.id}-${at}`, "data-href": hit.href, "aria-selected": "false" },
      make("span", {}, ...name, hit.code ? make("span", { class: "note" }, ` ${hit.code}`) : ""),
      kind || null,
    );
  }

  /** Moves to an option; -1 is the input itself. */
  choose(at) {
    const options = this.list.querySelectorAll("[role=option]");
    options[this.active]?.setAttribute("aria-selected", "false");
    this.active = at;
    const option = options[at];
    if (option) {
      option.setAttribute("aria-selected", "true");
      option.scrollIntoView({ block: "nearest" });
      this.input.setAttribute("aria-activedescendant", option.id);
    } else {
      this.input.removeAttribute("aria-activedescendant");
    }
  }

  press(event) {
    if (isComposing(event)) return;
    const open = !this.list.hidden && this.hits.length > 0;
    const last = this.hits.length - 1;
    if (event.key === "Escape" && !this.list.hidden) {
      this.close();
    } else if (event.key === "ArrowDown" && open) {
      this.choose(this.active === last ? -1 : this.active + 1);
    } else if (event.key === "ArrowUp" && open) {
      this.choose(this.active === -1 ? last : this.active - 1);
    } else if (event.key === "ArrowDown" && this.input.value.trim()) {
      this.ask();
    } else if (event.key === "Enter" && open && this.active >= 0) {
      this.go(this.list.children[this.active]);
    } else {
      return;
    }
    event.preventDefault();
  }

  go(option) {
    if (option) location.assign(option.dataset.href);
  }

  close() {
    clearTimeout(this.timer);
    this.running?.abort();
    this.list.hidden = true;
    this.status.textContent = "";
    this.input.setAttribute("aria-expanded", "false");
    this.choose(-1);
  }
}

document.querySelectorAll("input[data-suggest], input[data-local]").forEach((input, number) => new Suggestions(input, number));
