// Oxigraph in a worker, over the dump of a published site. First comes {dump, wasm}, then {id, text, accept, terms, lists};
// out go {ready}, and for each question {id, body, type, query} or {id, error, kind}: what the engine says, and whether the data
// could not be loaded ("failed"), the engine broke for want of memory or stack ("memory"), or the query is wrong ("wrong").
import init, { Store, literal, namedNode } from "oxigraph/web.js";

const INTEGER = "http://www.w3.org/2001/XMLSchema#integer";
let opening;

addEventListener("message", async ({ data }) => {
  if (data.dump) {
    opening = open(data);
    opening.then(() => postMessage({ ready: true }), () => {});
    return;
  }
  let kind = "failed";
  try {
    const store = await opening;
    kind = "wrong";
    const type = data.accept.split(/[,;]/)[0].trim();
    const query = bound(data);
    const body = store.query(query, { results_format: type });
    postMessage({ id: data.id, body, type, query });
  } catch (error) {
    // What ends WebAssembly is no error of the query's own; nothing else can be asked of that engine.
    if (error instanceof WebAssembly.RuntimeError || error instanceof RangeError) kind = "memory";
    postMessage({ id: data.id, error: String(error?.message ?? error), kind });
  }
});

async function open({ dump, wasm }) {
  const [text] = await Promise.all([read(dump), init({ module_or_path: wasm })]);
  const store = new Store();
  // The default graph is the merge of all: what several graphs say alike is said once. Editions that are not
  // current stay out of it (kg/store/quads.py).
  const current = text.replace(/^.* <[^ ]*[/#][a-z0-9-]+@[a-z0-9-]+\/(?:graph|comparison|inference)> \.\n/gm, "");
  const merged = current.replace(/ <[^ ]*> \.$/gm, " .");
  store.load(text + merged, { format: "application/n-quads", no_transaction: true });
  return store;
}

/** Reads the dump; some servers unpack it on the way, most do not. */
async function read(dump) {
  const answer = await fetch(dump);
  if (!answer.ok) throw new Error(`${answer.status} ${dump}`);
  const bytes = new Uint8Array(await answer.arrayBuffer());
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return new TextDecoder().decode(bytes);
  const unpacked = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  return new Response(unpacked).text();
}

/** Puts terms in the place of example values, and lists of terms, or of several together, where there are none yet; see kg/questions/binding.py. */
function bound({ text, terms, lists }) {
  if (terms) {
    text = text.replace(/^(\s*VALUES\s*\(([^)]*)\))\s*\{.*\}\s*# params$/m, (_, head, names) => {
      const row = names.match(/\w+/g).map((name) => written(terms[name]));
      return `${head} { (${row.join(" ")}) }  # params`;
    });
  }
  for (const [name, given] of Object.entries(lists ?? {})) {
    const all = given.map((one) => (Array.isArray(one) ? `(${one.map(written).join(" ")})` : written(one))).join(" ");
    text = text.replace(new RegExp(`\\{\\s*\\}\\s*# ${name}$`, "m"), () => `{ ${all} }`);
  }
  return text;
}

/** Writes {iri}, {integer} or {text, lang} as a term of SPARQL; a u behind a backslash is no code point. */
function written({ iri, integer, text, lang }) {
  let term;
  if (iri !== undefined) term = namedNode(iri);
  else if (integer !== undefined) term = literal(String(integer), namedNode(INTEGER));
  else term = literal(text, lang);
  return term.toString().replace(/\\\\([uU])|\\u([0-9A-F]{4})|\\./gs, (whole, letter, digits) => {
    if (letter) return `\\\\\\U${letter.charCodeAt(0).toString(16).toUpperCase().padStart(8, "0")}`;
    return digits ? `\\U0000${digits}` : whole;
  });
}
