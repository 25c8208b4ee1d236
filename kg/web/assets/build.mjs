// Builds the files of the web pages: node build.mjs SOURCES WORK TARGET DIGEST
// SOURCES is this folder, WORK the folder with node_modules/, TARGET the folder to fill, and DIGEST
// what the manifest says that the files were made from. hatch_build.py at the root calls it.
import { createHash } from "node:crypto";
import { copyFileSync, existsSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { basename, join } from "node:path";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";

const [sources, work, target, digest] = process.argv.slice(2);
const packages = join(work, "node_modules");
const { build } = createRequire(join(work, "package.json"))("esbuild");

const ENTRIES = [
  "site.css", "site.js", "search.js", "table.js", "light.js",
  "answer.js", "find.js", "missing.js", "local-search.js", "store-worker.js",
  "editor.css", "editor.js", "map.css", "map.js", "network.css", "network.js",
];

const made = build({
  entryPoints: ENTRIES.map((name) => join(sources, name)),
  outdir: target,
  bundle: true,
  minify: true,
  format: "esm",
  target: ["es2022", "chrome105", "firefox110", "safari16"],
  charset: "utf8",
  nodePaths: [packages],
  // Small images of the packages' style sheets go into the style sheets; no page asks another host.
  loader: { ".png": "dataurl", ".svg": "dataurl", ".gif": "dataurl" },
  // All licences, with their texts, stand in one file.
  legalComments: "none",
  logLevel: "silent",
});
await made.catch(({ errors }) => {
  for (const { text, location: at } of errors) {
    console.error(at ? `${basename(at.file)}:${at.line}: ${text}` : text);
  }
  process.exit(1);
});

// The store of published sites, which is loaded when somebody asks.
copyFileSync(join(packages, "oxigraph/web_bg.wasm"), join(target, "oxigraph.wasm"));
writeFileSync(join(target, "THIRD-PARTY-LICENSES.txt"), licences());
writeManifest();

/** Name, version, licence and text of every package that the built files hold or may hold. */
function licences() {
  const lock = JSON.parse(readFileSync(join(sources, "package-lock.json"), "utf8"));
  const added = JSON.parse(readFileSync(join(sources, "licences.json"), "utf8"));
  const parts = Object.entries(lock.packages)
    .filter(([path, entry]) => path && !entry.dev && existsSync(join(work, path)))
    .map(([path, entry]) => licence(path.replace(/^.*node_modules\//, ""), join(work, path), entry, added));
  const head = "The files in this folder hold code of these packages, each under its own licence.\n";
  return [head, ...parts].join(`\n${"=".repeat(78)}\n`);
}

/** The part of one package; licences.json has what a package leaves out. */
function licence(name, folder, entry, added) {
  const info = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  const kind = entry.license ?? added.licences[name];
  const file = readdirSync(folder).find((one) => /^(licen[cs]e|copying)(\.(txt|md))?$/i.test(one));
  const text = file ? readFileSync(join(folder, file), "utf8") : standard(kind, holder(info, added.copyrights[name]), added);
  if (!kind || !text) {
    console.error(`${name} brings no licence; say it in kg/web/assets/licences.json`);
    process.exit(1);
  }
  const where = info.homepage ? `${info.homepage}\n` : "";
  return `${name} ${info.version}\n${kind}\n${where}\n${text.trim()}\n`;
}

/** Whose a package is: the copyright line of its repository where licences.json has it, else the author whom it names. */
function holder({ author }, copyright) {
  if (copyright) return `${copyright.line}\n(${copyright.source})`;
  const whose = typeof author === "string" ? author : author?.name;
  return whose && `Author: ${whose}`;
}

/** The text of a licence that a package names without bringing it. */
function standard(kind, whose, added) {
  const text = added.texts[kind];
  return text && whose && [whose, "", ...text].join("\n");
}

/** Size and hash of each file, and beside it its compressed forms, but of the store, which no server gives. */
function writeManifest() {
  const files = {};
  for (const name of readdirSync(target).sort()) {
    const bytes = readFileSync(join(target, name));
    const sha256 = createHash("sha256").update(bytes).digest("hex");
    files[name] = { sha256, bytes: bytes.length };
    if (name.endsWith(".wasm")) continue;
    const gz = gzipSync(bytes, { level: 9 });
    const br = brotliCompressSync(bytes, {
      params: { [constants.BROTLI_PARAM_QUALITY]: 10, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length },
    });
    writeFileSync(join(target, `${name}.gz`), gz);
    writeFileSync(join(target, `${name}.br`), br);
    Object.assign(files[name], { gz: gz.length, br: br.length });
  }
  writeFileSync(join(target, "manifest.json"), `${JSON.stringify({ sources: digest, files }, null, 1)}\n`);
}
