// The lines of a text in a box that no browser lays out, as in a picture: no line begins with a sign that may not
// (、。」 and the like; JIS X 4051, as kg/dossier/tables.py), and no Latin word is broken that fits.
const NO_BEGIN = "、。，．」』）)】〕］ー々・：；？！ぁぃぅぇぉっゃゅょァィゥェォッャュョ";
const PIECES = /[\u0021-\u02ff]+ ?|./gsu;
const NARROW = 0.58;

const widthOf = (text) => [...text].reduce((sum, one) => sum + (one.charCodeAt(0) < 0x300 ? NARROW : 1), 0);

/** How many pieces stay in a line whose next one begins another: fewer where that may not; all of them where none may. */
function endOf(pieces, most) {
  let end = most;
  while (end > 1 && NO_BEGIN.includes(pieces[end][0])) end -= 1;
  return NO_BEGIN.includes(pieces[end][0]) ? most : end;
}

/** The lines of a text, none wider than so many full-width characters; a narrow one counts somewhat more than half. */
export function linesOf(text, most) {
  const pieces = text.match(PIECES)?.flatMap((piece) => (widthOf(piece.trimEnd()) > most ? [...piece] : [piece])) ?? [];
  const lines = [];
  let line = [];
  for (const piece of pieces) {
    if (line.length && widthOf([...line, piece].join("").trimEnd()) > most) {
      const end = endOf([...line, piece], line.length);
      lines.push(line.slice(0, end));
      line = [...line.slice(end), piece];
    } else line.push(piece);
  }
  return [...lines, line].map((one) => one.join("").trim());
}
