// The picture of the network: <div id="network" data-network="URL">, drawn by Cytoscape.js from
// {nodes: [{id, label, kind, href, weight?}], edges: [{source, target, kind?}]}.
// Kinds stand in columns; where a node stands follows from the data alone. The list in the page says the same.
import cytoscape from "cytoscape";
import { isSafe, make, readJson, say } from "./common.js";
import { columnOf, columns, heightOf, place as placeNodes } from "./layers.js";
import { keep, whenChosen } from "./state.js";
import { kinds, network as words } from "./words.json";

const FIRST = ["goal", "project"];
const LEAST_WIDTH = 150;

class Network {
  constructor(place, data) {
    this.place = place;
    this.data = data;
    this.kinds = columns(data.nodes);
    this.shown = new Set(this.kinds.filter((kind) => FIRST.includes(kind)));
    if (!this.shown.size) this.shown = new Set(this.kinds);
    this.chosen = null;
    this.canvas = make("div", { class: "network-canvas", role: "img", "aria-label": say(words.network) });
    this.panel = make("div", { class: "network-panel", "aria-live": "polite" });
    place.replaceChildren(this.tools(), make("p", { class: "note" }, say(words.hint)), this.panel, make("div", { class: "network-frame", role: "group", tabindex: "0", "aria-label": say(words.network) }, this.canvas));
    this.byId = new Map(data.nodes.map((node) => [node.id, node]));
    this.open();
    whenChosen(["show", "node"], (state) => this.restore(state));
  }

  /** Takes from the address which kinds are shown and what is chosen: #show=goal,asset&node=IRI. */
  restore({ show, node }) {
    if (show) this.shown = new Set(show.split(",").filter((kind) => this.kinds.includes(kind)));
    for (const [kind, box] of this.boxes) box.checked = this.shown.has(kind);
    this.select(this.byId.has(node) ? node : null);
  }

  keep() {
    keep({ show: this.kinds.filter((kind) => this.shown.has(kind)).join(","), node: this.chosen ?? "" });
  }

  tools() {
    this.boxes = new Map();
    const boxes = this.kinds.map((kind) => {
      const box = make("input", { type: "checkbox", value: kind, checked: this.shown.has(kind) });
      box.addEventListener("change", () => {
        this.shown[box.checked ? "add" : "delete"](kind);
        this.keep();
        this.redraw();
      });
      this.boxes.set(kind, box);
      const n = this.data.nodes.filter((node) => node.kind === kind).length;
      return make("label", { class: "tag", "data-kind": kind }, box, `${kindName(kind)} ${n}`);
    });
    this.finder = make("select", { id: "network-find" }, make("option", { value: "" }, "—"));
    for (const kind of this.kinds) {
      const own = this.data.nodes.filter((node) => node.kind === kind);
      const options = own.map((node) => make("option", { value: node.id }, node.label));
      this.finder.append(make("optgroup", { label: kindName(kind) }, ...options));
    }
    this.finder.addEventListener("change", () => this.choose(this.finder.value || null));
    return make(
      "div",
      { class: "network-tools" },
      make("fieldset", {}, make("legend", {}, say(words.show)), ...boxes),
      make("label", { for: "network-find" }, say(words.find), this.finder),
    );
  }

  open() {
    // Cytoscape adds a style element unless it finds one of this name; the style stands in network.css.
    document.head.append(make("meta", { id: "__________cytoscape_stylesheet" }));
    this.cy = cytoscape({
      container: this.canvas,
      // Pages scroll under the fingers and the wheel; the picture stands as it was laid out.
      userZoomingEnabled: false,
      userPanningEnabled: false,
      boxSelectionEnabled: false,
      autoungrabify: true,
    });
    this.cy.on("mouseover", "node", (event) => this.light(event.target));
    this.cy.on("mouseout", "node", () => this.light(null));
    this.cy.on("tap", "node", (event) => this.tap(event.target.id()));
    this.cy.on("tap", (event) => event.target === this.cy && this.choose(null));
    const again = () => this.redraw();
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", again);
    let width = 0;
    new ResizeObserver(() => {
      if (this.place.clientWidth !== width) {
        width = this.place.clientWidth;
        this.redraw();
      }
    }).observe(this.place);
  }

  tap(id) {
    const { href } = this.byId.get(id);
    if (this.chosen === id && href && isSafe(href)) location.assign(href);
    else this.choose(id);
  }

  /** Nodes that are to be seen: the kinds shown, what is chosen and what is linked to it; of the many then no others. */
  visible() {
    const near = new Set(this.chosen ? [this.chosen, ...this.neighbours(this.chosen)] : []);
    const isShown = ({ kind }) => this.shown.has(kind) && (!this.chosen || FIRST.includes(kind));
    return this.data.nodes.filter((node) => isShown(node) || near.has(node.id));
  }

  neighbours(id) {
    const ids = this.data.edges.flatMap(({ source, target }) => (source === id ? [target] : target === id ? [source] : []));
    return [...new Set(ids)].filter((one) => this.byId.has(one));
  }

  redraw() {
    const nodes = this.visible();
    const ids = new Set(nodes.map((node) => node.id));
    const edges = this.data.edges.filter(({ source, target }) => ids.has(source) && ids.has(target));
    const width = Math.max(this.place.clientWidth, LEAST_WIDTH * new Set(nodes.map(columnOf)).size);
    const placed = placeNodes(nodes, edges, this.kinds, width);
    this.canvas.style.width = `${width}px`;
    this.canvas.style.height = `${heightOf(placed)}px`;
    this.cy.resize();
    this.cy.elements().remove();
    this.cy.style(this.look(edges.length));
    this.cy.add([
      ...placed.map(({ node, lines, x, y, w, h, size }) => ({ group: "nodes", data: { id: node.id, label: lines.join("\n"), kind: node.kind, w, h, size }, position: { x, y } })),
      ...edges.map((edge, at) => ({ group: "edges", data: { id: `edge-${at}`, ...this.fromLeft(edge) } })),
    ]);
    this.cy.viewport({ zoom: 1, pan: { x: 0, y: 0 } });
    this.canvas.dataset.nodes = String(nodes.length);
    this.canvas.dataset.edges = String(edges.length);
    this.light(null);
  }

  /** An edge as it is drawn: from the column on the left to that on the right. */
  fromLeft({ source, target }) {
    const turned = columnOf(this.byId.get(source)) > columnOf(this.byId.get(target));
    return turned ? { source: target, target: source } : { source, target };
  }

  choose(id) {
    this.select(id);
    this.keep();
  }

  select(id) {
    this.chosen = id;
    this.finder.value = id ?? "";
    this.tell(id);
    this.redraw();
  }

  /** Says what is chosen and what is linked to it, in words and links. */
  tell(id) {
    if (!id) return this.panel.replaceChildren();
    const node = this.byId.get(id);
    const near = this.neighbours(id).map((one) => this.byId.get(one));
    const items = near.map((one) => {
      const button = make("button", { type: "button", class: "tag", "data-kind": one.kind }, one.label);
      button.addEventListener("click", () => {
        this.choose(one.id);
        this.panel.querySelector("a, button")?.focus({ preventScroll: true });
      });
      return make("li", {}, button);
    });
    const clear = make("button", { type: "button" }, say(words.clear));
    clear.addEventListener("click", () => {
      this.choose(null);
      this.finder.focus();
    });
    const link = node.href && isSafe(node.href) ? make("a", { href: node.href, class: "button primary" }, say(words.open)) : "";
    this.panel.replaceChildren(
      make("p", {}, make("span", { class: "tag", "data-kind": node.kind }, kindName(node.kind)), " ", make("strong", {}, node.label)),
      make("p", { class: "actions" }, link, clear),
      make("p", { class: "note" }, say(words.links, { n: near.length })),
      make("ul", { class: "tags" }, ...items),
    );
  }

  /** Dims all but a node and what is linked to it; without one, all but what is chosen. */
  light(node) {
    const centre = node ?? (this.chosen ? this.cy.getElementById(this.chosen) : null);
    this.canvas.style.cursor = node ? "pointer" : "";
    this.cy.batch(() => {
      this.cy.elements().removeClass("dim lit");
      if (!centre?.length) return;
      const near = centre.closedNeighborhood();
      this.cy.elements().difference(near).addClass("dim");
      near.edges().addClass("lit");
      centre.addClass("lit");
    });
  }

  /** The style of the picture, in the colours that the page has now. */
  look(edges) {
    const page = getComputedStyle(document.documentElement);
    const colour = (name) => page.getPropertyValue(name).trim();
    const names = ["goal", "project", "asset", "agent", "area", "work", "programme"];
    return [
      {
        selector: "node",
        style: {
          shape: "round-rectangle", width: "data(w)", height: "data(h)", label: "data(label)", "text-wrap": "wrap",
          "text-max-width": (one) => `${one.data("w") - 12}px`, "text-overflow-wrap": "anywhere", "text-valign": "center", "text-halign": "center",
          "font-size": "data(size)", "line-height": 1.25, "font-family": getComputedStyle(document.body).fontFamily,
          color: colour("--ink"), "background-color": colour("--raised"), "border-width": 1.5, "border-color": colour("--other"),
          "overlay-opacity": 0, "transition-property": "opacity", "transition-duration": "120ms",
        },
      },
      ...names.map((kind) => ({ selector: `node[kind = "${kind}"]`, style: { "border-color": colour(`--${kind}`) } })),
      { selector: 'node[kind = "goal"]', style: { "font-weight": "bold", "border-width": 2.5 } },
      {
        selector: "edge",
        style: {
          width: 1.25, "line-color": colour("--field"), opacity: edges > 60 ? 0.3 : 0.55, "curve-style": "straight", "source-endpoint": "90deg", "target-endpoint": "270deg",
          "overlay-opacity": 0, "z-index": 0,
        },
      },
      { selector: "edge.lit", style: { width: 2.5, "line-color": colour("--accent"), opacity: 1 } },
      { selector: "node.lit", style: { "border-width": 4 } },
      { selector: "node.dim", style: { opacity: 0.25 } },
      { selector: "edge.dim", style: { opacity: 0.06 } },
    ];
  }
}

function kindName(kind) {
  return kinds[kind] ? say(kinds[kind]) : kind;
}

const place = document.getElementById("network");
if (place) {
  try {
    new Network(place, await readJson(new URL(place.dataset.network, document.baseURI)));
  } catch (error) {
    place.prepend(make("p", { class: "notice warn", role: "alert" }, `${say(words.failed)}: ${error.message}`));
  }
}
