// Writings of one text made alike, as kg/search/folding.py does; the tables come with the index (search/index.json).

/** A text with the place in it from which each character of its folded form came. */
export class Folding {
  constructor(rules) {
    Object.assign(this, rules);
    const marks = rules.unseen.map((category) => `\\p{${category}}`).join("");
    this.hidden = new RegExp(`^[${marks}]$`, "u");
    this.known = new Map();
  }

  fold(text) {
    return this.pieces(text).map(([, , piece]) => piece).join("");
  }

  /** Returns the characters of the folded text, and where those of the text begin and end that each was made of. */
  withPlaces(text) {
    const [signs, starts, ends] = [[], [], []];
    for (const [start, end, piece] of this.pieces(text)) {
      for (const sign of piece) {
        signs.push(sign);
        starts.push(start);
        ends.push(end);
      }
    }
    return { signs, starts, ends };
  }

  /** Cuts a text into characters with the marks that belong to them. */
  pieces(text) {
    const signs = [...text];
    const found = [];
    for (let start = 0, end; start < signs.length; start = end) {
      end = start + 1;
      while (end < signs.length && this.one(signs[end]) === null) end += 1;
      const piece = end === start + 1 ? this.one(signs[start]) : null;
      found.push([start, end, piece ?? this.join(signs.slice(start, end))]);
    }
    return found;
  }

  /** What a character becomes, or null for one that joins the character before it. */
  one(sign) {
    let piece = this.known.get(sign);
    if (piece === undefined) {
      piece = sign in this.joining || /^[\p{Mn}\p{Me}]$/u.test(sign) ? null : this.join([sign]);
      this.known.set(sign, piece);
    }
    return piece;
  }

  join(signs) {
    const joined = signs.map((sign) => this.joining[sign] ?? sign).join("").normalize("NFKC");
    const plain = [...joined].map((sign) => this.lower[sign] ?? sign.toLowerCase()).join("").normalize("NFKC");
    return [...plain].map((sign) => this.pairs[sign] ?? (this.hidden.test(sign) ? "" : sign)).join("");
  }
}

/** Whether a character is a letter of the Latin script, in any width. */
export function isLatin(sign) {
  return /^\p{L}$/u.test(sign) && [...sign.normalize("NFKC")].at(-1) < "\u0250";
}

/** Where a folded word stands in a text: pairs of first character and the one behind the last. A word that begins with a
    Latin letter stands only where a word begins. */
export function spansOf(text, form, folding) {
  const { signs, starts, ends } = folding.withPlaces(text);
  const [letters, wanted, found] = [[...text], [...form], []];
  const within = isLatin(wanted[0]);
  let place = 0;
  while (place + wanted.length <= signs.length) {
    const start = starts[place];
    if (!wanted.every((sign, at) => signs[place + at] === sign) || (within && start > 0 && isLatin(letters[start - 1]))) {
      place += 1;
    } else {
      found.push([start, ends[place + wanted.length - 1]]);
      place += wanted.length;
    }
  }
  return found;
}
