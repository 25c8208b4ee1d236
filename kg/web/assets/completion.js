// Completion of prefixes, classes and properties from what the endpoint itself says; of variables as Yasqe does it.
import Yasqe from "@zazuko/yasqe";

const MOST = 80;

/**
 * The completers of the editor, from {prefix: IRI} and {classes: [{iri, label}], properties: [{iri, label}]}.
 * isAsked says whether somebody asked for a list; by itself one opens only when a name has been begun.
 */
export function completers(prefixes, schema, isAsked) {
  const { variables, prefixes: ofPrefixes, class: ofClasses, property } = Yasqe.Autocompleters;
  const declarations = Object.entries(prefixes).map(([prefix, iri]) => `${prefix}: <${iri}>`);
  return [
    variables,
    // It also declares a prefix that is used for the first time.
    { ...ofPrefixes, persistenceId: undefined, get: () => declarations },
    { ...begun(ofClasses, isAsked), ...terms(schema.classes ?? [], prefixes) },
    { ...begun(property, isAsked), ...terms(schema.properties ?? [], prefixes) },
  ];
}

/** A completer that leaves an empty place alone unless it is asked, and never replaces white space. */
function begun(completer, isAsked) {
  const isEmpty = (token) => token.string.trim() === "";
  return {
    ...completer,
    isValidCompletionPosition: (yasqe) =>
      completer.isValidCompletionPosition(yasqe) && (isAsked() || !isEmpty(yasqe.getCompleteToken())),
    preProcessToken: (yasqe, token) => {
      if (!isEmpty(token)) return completer.preProcessToken(yasqe, token);
      const { line, ch } = yasqe.getDoc().getCursor();
      return { ...token, string: "", autocompletionString: "", from: { line, ch } };
    },
  };
}

/** Finds terms by the start of their IRI, or by any part of their name or label; shows the label beside. */
function terms(all, prefixes) {
  const known = all.map(({ iri, label }) => ({ iri, label: label ?? "", words: plain(`${localName(iri)} ${label ?? ""}`) }));
  const labels = new Map(known.map(({ iri, label }) => [iri, label]));
  return {
    bulk: false,
    autoShow: true,
    persistenceId: undefined,
    get: (_, token) => {
      const typed = token?.autocompletionString ?? "";
      const word = plain(token?.string ?? "").replace(/^[^:]*:|^</, "");
      return known
        .filter(({ iri, words }) => iri.startsWith(typed) || (word && words.includes(word)))
        .slice(0, MOST)
        .map(({ iri }) => iri);
    },
    postProcessSuggestion: (_, token, iri) => shorten(iri, prefixes),
    postprocessHints: (_, hints) =>
      hints.map((hint) => ({ ...hint, displayText: `${hint.text}  ${labels.get(expand(hint.text, prefixes)) ?? ""}`.trim() })),
  };
}

const plain = (text) => text.normalize("NFKC").toLowerCase();
const localName = (iri) => iri.slice(Math.max(iri.lastIndexOf("#"), iri.lastIndexOf("/")) + 1);

/** An IRI as a query writes it: with a prefix where one is known and the rest is a plain name. */
export function shorten(iri, prefixes) {
  let best = null;
  for (const [prefix, start] of Object.entries(prefixes)) {
    const rest = iri.startsWith(start) ? iri.slice(start.length) : "";
    if (/^[\p{L}\p{N}_][\p{L}\p{N}_-]*$/u.test(rest) && (best === null || start.length > best.start.length)) {
      best = { start, text: `${prefix}:${rest}` };
    }
  }
  return best ? best.text : `<${iri}>`;
}

function expand(text, prefixes) {
  if (text.startsWith("<")) return text.slice(1, -1);
  const at = text.indexOf(":");
  return (prefixes[text.slice(0, at)] ?? "") + text.slice(at + 1);
}
