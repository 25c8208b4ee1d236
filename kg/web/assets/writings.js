// What a person typed, as words with all the writings that are looked for, as kg/search/words.py does.

/** Splits what was typed at its blanks; words of which nothing is left when folded are dropped. */
export function splitWords(text, folding) {
  const words = new Map();
  for (const word of text.split(/\s+/u)) {
    const folded = folding.fold(word);
    if (folded) words.set(folded, word);
  }
  return [...words.values()];
}

/** Lists the folded writings of a word: itself, then with ヶ, ケ and が or with and without long vowel, then with other names. */
export function writings(word, { folding, aliases, limits }) {
  const found = new Set(choices(parts(word, folding), limits.writings).map((chosen) => chosen.join("")));
  for (const writing of [...found]) {
    if ([...writing].length > limits.withAliases) continue;
    for (const [name, other] of aliases) {
      if (writing.includes(name)) found.add(writing.replaceAll(name, () => other));
    }
  }
  return [...found].slice(0, limits.writings);
}

/** Combines the writings of the parts; of parts that would make too many, only the first is taken. */
function choices(all, most) {
  let made = [[]];
  for (const part of all) {
    const kept = made.length * part.length > most ? part.slice(0, 1) : part;
    made = made.flatMap((chosen) => kept.map((form) => [...chosen, form]));
  }
  return made;
}

/** Cuts a word into folded parts, each with its other writings behind it. */
function parts(word, folding) {
  const letters = [...word.normalize("NFKC")];
  const found = [];
  let katakana = 0;
  letters.forEach((letter, place) => {
    const following = letters[place + 1] ?? "";
    const ends = !isKatakana(following, folding);
    const folded = folding.fold(letter);
    if (isVariant(letters, place, folding)) {
      found.push([folded, ...[...folding.variants].filter((form) => form !== folded)]);
    } else if (folded === folding.longVowel && ends && katakana >= folding.shortestWord) {
      found.push([folded, ""]);
    } else {
      found.push([folded]);
    }
    katakana = isKatakana(letter, folding) ? katakana + 1 : 0;
    const isShort = katakana >= folding.shortestWord && folded !== folding.longVowel;
    if (isShort && ends && following) found.push(["", folding.longVowel]);
  });
  // Letters that change with their neighbours, such as か and ゛, are left as they are.
  const whole = folding.fold(word);
  return found.map(([first]) => first).join("") === whole ? found : [[whole]];
}

function isKatakana(letter, folding) {
  return (letter >= "ァ" && letter <= "ヺ") || (letter !== "" && letter === folding.longVowel);
}

function isVariant(letters, place, folding) {
  if (folding.always.includes(letters[place])) return true;
  const beside = [letters[place - 1] ?? "", letters[place + 1] ?? ""];
  return folding.between.includes(letters[place]) && beside.every(isKanjiOrDigit);
}

function isKanjiOrDigit(letter) {
  return (letter >= "㐀" && letter <= "鿿") || letter === "々" || letter === "〆" || /^\p{Nd}$/u.test(letter);
}
