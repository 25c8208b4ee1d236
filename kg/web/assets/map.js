// The map: <div id="map" data-geojson="URL" data-tiles="" data-attribution="">, or with data-features="JSON" in place of the URL. Points and areas of a GeoJSON
// collection with properties {label, kind, kindLabel?, href, projects?}, and the list of them beside it.
// Without data-tiles there is no base map: a net of degrees lies below the data, and no other host is asked.
import {
  circleMarker, control, geoJSON, layerGroup, map as makeMap, point, polyline, tileLayer,
} from "leaflet/dist/leaflet-src.esm.js";
import { make, isSafe, readJson, say } from "./common.js";
import { kinds, map as words } from "./words.json";

// Areas lie below, things to be found above; a kind that is not named comes last.
const ORDER = ["area", "municipality", "asset", "agent", "project"];
const RADIUS = 7;
const SIDES = ["right", "left", "top", "bottom"];
const OFFSETS = { right: point(6, 0), left: point(-6, 0), top: point(0, -4), bottom: point(0, 4) };
const LETTER = { width: 13, height: 16 };

const rank = (kind) => (ORDER.includes(kind) ? ORDER.indexOf(kind) : ORDER.length);

export class PlanMap {
  constructor(place, data) {
    this.entries = [];
    const canvas = make("div", { class: "map-canvas", role: "application", "aria-label": say(words.map) });
    this.list = make("div", { class: "map-list", role: "region", tabindex: "0", "aria-label": say(words.list) });
    const attribution = place.dataset.attribution ? make("p", { class: "note map-source" }, place.dataset.attribution) : "";
    place.classList.add("split");
    place.replaceChildren(make("div", {}, canvas, attribution), this.list);
    this.map = makeMap(canvas, { attributionControl: false, zoomControl: false, zoomSnap: 0.25, scrollWheelZoom: false, minZoom: 4, maxZoom: 17 });
    control.zoom({ zoomInTitle: say(words.zoomIn), zoomOutTitle: say(words.zoomOut) }).addTo(this.map);
    control.scale({ imperial: false }).addTo(this.map);
    // The wheel scrolls the page until the map is in use.
    this.map.on("focus click", () => this.map.scrollWheelZoom.enable());
    this.map.on("blur", () => this.map.scrollWheelZoom.disable());
    canvas.addEventListener("keydown", (event) => event.key === "Escape" && this.map.closePopup());
    if (place.dataset.tiles) tileLayer(place.dataset.tiles, { maxZoom: 17 }).addTo(this.map);
    this.draw(data, !place.dataset.tiles);
  }

  draw(data, net) {
    const features = [...data.features].filter((one) => one.geometry);
    features.sort((a, b) => rank(a.properties.kind) - rank(b.properties.kind));
    const drawn = layerGroup(features.map((feature) => this.feature(feature)));
    const bounds = geoJSON(features).getBounds();
    if (bounds.isValid()) this.map.fitBounds(bounds.pad(0.08), { maxZoom: 12, animate: false });
    else this.map.setView([36, 138], 5);
    if (net) graticule(bounds).addTo(this.map);
    drawn.addTo(this.map);
    for (const entry of this.entries) {
      entry.path = entry.layer.getElement?.() ?? entry.layer.getLayers().map((one) => one.getElement())[0];
      entry.path?.setAttribute("data-kind", entry.kind);
      entry.path?.setAttribute("aria-hidden", "true");
      // A tooltip that listens for the focus would let the key Tab come to it; the list has all of them.
      entry.path?.setAttribute("tabindex", "-1");
    }
    this.fill();
    this.placeNames();
    this.map.on("zoomend", () => this.placeNames());
  }

  /** Sets each name on that side of its point where it is not cut off, and over no other name and no point. */
  placeNames() {
    const size = this.map.getSize();
    const isWhole = ({ x, w }) => x >= 0 && x + w <= size.x;
    const spot = (entry) => this.map.latLngToContainerPoint(entry.layer.getLatLng());
    const points = this.entries.filter((entry) => entry.layer.getLatLng && this.map.hasLayer(entry.layer));
    const taken = points.map((entry) => box(spot(entry), "point", 0));
    for (const entry of points.filter((one) => one.named)) {
      const own = box(spot(entry), "point", 0);
      const whole = SIDES.filter((side) => isWhole(box(spot(entry), side, entry.label.length)));
      const free = whole.find((side) => {
        const name = box(spot(entry), side, entry.label.length);
        return !taken.some((other) => !same(other, own) && overlap(name, other));
      });
      const side = free ?? whole[0] ?? SIDES[0];
      taken.push(box(spot(entry), side, entry.label.length));
      const tooltip = entry.layer.getTooltip();
      tooltip.options.direction = side;
      tooltip.options.offset = OFFSETS[side];
      tooltip.update();
    }
  }

  feature(feature) {
    const { label, kind } = feature.properties;
    const layer = geoJSON(feature, {
      className: "map-area",
      pointToLayer: (_, at) => circleMarker(at, { radius: RADIUS, className: "map-point" }),
    }).getLayers()[0];
    const entry = { feature, layer, kind, label };
    layer.bindPopup(() => this.popup(feature.properties), { maxWidth: 280 });
    // Without a base map the names of places are what one finds one's way by.
    const isPoint = feature.geometry.type === "Point";
    entry.named = !isPoint || rank(kind) < ORDER.indexOf("asset");
    const direction = isPoint ? "top" : "center";
    layer.bindTooltip(() => make("span", {}, label), { permanent: entry.named, direction, className: entry.named ? "map-name" : "" });
    layer.on("mouseover", () => this.light(entry, true));
    layer.on("mouseout", () => this.light(entry, false));
    layer.on("popupopen", () => this.light(entry, true));
    layer.on("popupclose", () => this.closed(entry));
    this.entries.push(entry);
    return layer;
  }

  popup({ label, kind, kindLabel, href, projects }) {
    const named = Array.isArray(projects) ? projects : [];
    return make(
      "div",
      { class: "map-popup" },
      make("p", { class: "kind" }, make("span", { class: "tag", "data-kind": kind }, kindLabel ?? kindName(kind))),
      make("p", { class: "name" }, href && isSafe(href) ? make("a", { href }, label) : label),
      named.length ? make("ul", {}, ...named.map((one) => make("li", {}, projectLink(one)))) : "",
    );
  }

  /** Fills the list: a part for each kind, in the order of the data, with a box that shows or hides the kind. */
  fill() {
    const names = [...new Set(this.entries.map((entry) => entry.kind))].sort((a, b) => rank(a) - rank(b));
    for (const kind of names) {
      const own = this.entries.filter((entry) => entry.kind === kind);
      const title = own[0].feature.properties.kindLabel ?? kindName(kind);
      const box = make("input", { type: "checkbox", checked: true });
      const items = make("ul", {}, ...own.map((entry) => this.item(entry)));
      box.addEventListener("change", () => {
        items.hidden = !box.checked;
        for (const { layer } of own) layer[box.checked ? "addTo" : "removeFrom"](this.map);
        for (const entry of own) entry.layer.getElement?.()?.setAttribute("data-kind", kind);
      });
      const dot = make("span", { class: "dot", "data-kind": kind, "aria-hidden": "true" });
      const label = make("label", {}, box, dot, `${title} `, make("span", { class: "count" }, String(own.length)));
      this.list.append(make("p", { class: "group" }, label), items);
    }
  }

  item(entry) {
    const button = make("button", { type: "button" }, entry.label);
    entry.button = button;
    for (const name of ["mouseenter", "focus"]) button.addEventListener(name, () => this.light(entry, true));
    for (const name of ["mouseleave", "blur"]) button.addEventListener(name, () => this.light(entry, false));
    button.addEventListener("click", () => this.open(entry));
    return make("li", {}, button);
  }

  /** Opens the popup of a thing and goes to its link, so that the keyboard gets there too. */
  open(entry) {
    entry.returns = true;
    entry.layer.openPopup();
    this.map.getContainer().scrollIntoView({ block: "nearest" });
    const popup = entry.layer.getPopup().getElement();
    popup?.querySelector(".leaflet-popup-close-button")?.setAttribute("aria-label", say(words.close));
    popup?.querySelector("a:not(.leaflet-popup-close-button)")?.focus({ preventScroll: true });
  }

  closed(entry) {
    this.light(entry, false);
    if (entry.returns) entry.button.focus({ preventScroll: true });
    entry.returns = false;
  }

  light(entry, on) {
    const lit = on || entry.layer.isPopupOpen();
    entry.path?.classList.toggle("lit", lit);
    entry.button?.classList.toggle("lit", lit);
    if (entry.layer.setRadius) entry.layer.setRadius(lit ? RADIUS + 4 : RADIUS);
    if (on) entry.layer.bringToFront?.();
    if (!entry.named) entry.layer[on ? "openTooltip" : "closeTooltip"]();
  }
}

/** The room on the map that a point takes, or a name on one side of it. */
function box({ x, y }, side, letters) {
  const { width, height } = { width: letters * LETTER.width, height: LETTER.height };
  if (side === "point") return { x: x - RADIUS, y: y - RADIUS, w: 2 * RADIUS, h: 2 * RADIUS };
  if (side === "right") return { x: x + RADIUS, y: y - height / 2, w: width, h: height };
  if (side === "left") return { x: x - RADIUS - width, y: y - height / 2, w: width, h: height };
  return { x: x - width / 2, y: side === "top" ? y - RADIUS - height : y + RADIUS, w: width, h: height };
}

const same = (a, b) => a.x === b.x && a.y === b.y && a.w === b.w;
const overlap = (a, b) => a.x < b.x + b.w && b.x < a.x + a.w && a.y < b.y + b.h && b.y < a.y + a.h;

function kindName(kind) {
  return kinds[kind] ? say(kinds[kind]) : kind;
}

function projectLink(project) {
  if (typeof project === "string") return project;
  return project.href && isSafe(project.href) ? make("a", { href: project.href }, project.label) : project.label;
}

/** Lines of latitude and longitude around the data, so that places have something to lie on. */
function graticule(bounds) {
  const lines = layerGroup();
  if (!bounds.isValid()) return lines;
  const span = Math.max(bounds.getNorth() - bounds.getSouth(), bounds.getEast() - bounds.getWest());
  const step = [0.05, 0.1, 0.25, 0.5, 1, 2, 5].find((one) => span / one <= 8) ?? 10;
  const [south, north] = [bounds.getSouth() - 4 * span - step, bounds.getNorth() + 4 * span + step];
  const [west, east] = [bounds.getWest() - 4 * span - step, bounds.getEast() + 4 * span + step];
  const style = { className: "map-net", interactive: false };
  for (let at = Math.ceil(south / step) * step; at <= north; at += step) polyline([[at, west], [at, east]], style).addTo(lines);
  for (let at = Math.ceil(west / step) * step; at <= east; at += step) polyline([[south, at], [north, at]], style).addTo(lines);
  return lines;
}

const place = document.getElementById("map");
// The map of an answer that was found in the browser is drawn by who found it.
if (place?.dataset.features || place?.dataset.geojson) {
  try {
    const { features, geojson } = place.dataset;
    // Without scripts there is no map, and none is promised.
    place.closest("details[hidden]")?.removeAttribute("hidden");
    new PlanMap(place, features ? JSON.parse(features) : await readJson(new URL(geojson, document.baseURI)));
  } catch (error) {
    place.prepend(make("p", { class: "notice warn", role: "alert" }, `${say(words.failed)}: ${error.message}`));
  }
}
